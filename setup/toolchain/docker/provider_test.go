package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

// sdkFolder is @pulumi/docker as `npm ci` lays it down.
const sdkFolder = "../../../node_modules/@pulumi/docker"

func TestEveryUpstreamResourceHasTheTokenOfTheSDK(t *testing.T) {
	info := providerInfo("1.2.3")
	tokens := map[string]string{
		"docker_container": "docker:index/container:Container",
		"docker_network":   "docker:index/network:Network",
		"docker_volume":    "docker:index/volume:Volume",
		"docker_image":     "docker:index/remoteImage:RemoteImage",
		"docker_config":    "docker:index/serviceConfig:ServiceConfig",
		"docker_service":   "docker:index/service:Service",
		"docker_secret":    "docker:index/secret:Secret",
	}
	for upstream, want := range tokens {
		if got := info.Resources[upstream]; got == nil || string(got.Tok) != want {
			t.Errorf("%s: token %v, want %s", upstream, got, want)
		}
	}
	info.P.ResourcesMap().Range(func(upstream string, _ shim.Resource) bool {
		if info.Resources[upstream] == nil {
			t.Errorf("the upstream resource %s has no class", upstream)
		}
		return true
	})
	info.P.DataSourcesMap().Range(func(upstream string, _ shim.Resource) bool {
		if info.DataSources[upstream] == nil {
			t.Errorf("the upstream data source %s has no function", upstream)
		}
		return true
	})
}

func TestAContainerIsDeletedBeforeItsReplacementIsMade(t *testing.T) {
	for upstream, resource := range providerInfo("1.2.3").Resources {
		if want := upstream == "docker_container"; resource.DeleteBeforeReplace != want {
			t.Errorf("%s: DeleteBeforeReplace is %v, want %v", upstream, resource.DeleteBeforeReplace, want)
		}
	}
}

// TestPropertyNamesAreThoseOfTheSDK walks every argument of every class, nested ones too: a name that the plugin
// spells otherwise than @pulumi/docker would be dropped without a word.
func TestPropertyNamesAreThoseOfTheSDK(t *testing.T) {
	if _, err := os.Stat(sdkFolder); err != nil {
		t.Fatalf("@pulumi/docker is not installed, run `npm ci` in the project's folder: %v", err)
	}
	info := providerInfo("1.2.3")
	nested := readInterfaces(t, "types/input.d.ts")
	compared := 0
	for upstream, class := range resourceNames {
		file := strings.ToLower(class[:1]) + class[1:] + ".d.ts"
		arguments, found := readInterfaces(t, file)[class+"Args"]
		if !found {
			t.Errorf("%s declares no %sArgs", file, class)
			continue
		}
		schema := info.P.ResourcesMap().Get(upstream).Schema()
		compared += compareNames(t, class, schema, info.Resources[upstream].Fields, arguments, nested)
	}
	arguments := readInterfaces(t, "provider.d.ts")["ProviderArgs"]
	compared += compareNames(t, "Provider", info.P.Schema(), info.Config, arguments, nested)
	if compared < 200 {
		t.Errorf("only %d names were compared: the reader of the declarations has gone blind", compared)
	}
}

func compareNames(
	t *testing.T, where string, schema shim.SchemaMap, fields map[string]*tfbridge.SchemaInfo,
	properties map[string]string, nested map[string]map[string]string,
) int {
	t.Helper()
	blocks := map[string]shim.Resource{}
	inside := map[string]map[string]*tfbridge.SchemaInfo{}
	names := map[string]bool{}
	schema.Range(func(upstream string, value shim.Schema) bool {
		name := tfbridge.TerraformToPulumiNameV2(upstream, schema, fields)
		names[name] = true
		if block, isBlock := value.Elem().(shim.Resource); isBlock {
			blocks[name] = block
			if field := fields[upstream]; field != nil && field.Elem != nil {
				inside[name] = field.Elem.Fields
			}
		}
		return true
	})
	compared := 0
	for _, property := range sortedKeys(properties) {
		compared++
		if !names[property] {
			t.Errorf("%s: @pulumi/docker has the property %s, the plugin does not", where, property)
		}
		inner, block := properties[property], blocks[property]
		if inner != "" && block != nil {
			compared += compareNames(t, where+"."+property, block.Schema(), inside[property], nested[inner], nested)
		}
	}
	return compared
}

func TestEveryFieldHasItsNameStated(t *testing.T) {
	info := providerInfo("1.2.3")
	stated := 0
	for name, resource := range info.Resources {
		stated += countNames(t, name, info.P.ResourcesMap().Get(name).Schema(), resource.Fields)
	}
	if stated < 200 {
		t.Errorf("only %d names are stated", stated)
	}
}

func countNames(t *testing.T, where string, schema shim.SchemaMap, fields map[string]*tfbridge.SchemaInfo) int {
	t.Helper()
	stated := 0
	schema.Range(func(upstream string, value shim.Schema) bool {
		field := fields[upstream]
		if field == nil || field.Name == "" {
			t.Errorf("%s: the field %s has no name stated", where, upstream)
			return true
		}
		stated++
		if block, isBlock := value.Elem().(shim.Resource); isBlock {
			stated += countNames(t, where+"."+upstream, block.Schema(), field.Elem.Fields)
		}
		return true
	})
	return stated
}

var (
	interfaceStart = regexp.MustCompile(`^export interface (\w+) \{`)
	propertyLine   = regexp.MustCompile(`^    (\w+)\??: (.*)`)
	nestedType     = regexp.MustCompile(`inputs\.(\w+)`)
)

// readInterfaces reads the interfaces of a declaration file: name -> property -> nested input type, empty where the
// property is a plain value.
func readInterfaces(t *testing.T, file string) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(sdkFolder, file))
	if err != nil {
		t.Fatal(err)
	}
	interfaces := map[string]map[string]string{}
	var current map[string]string
	for _, line := range strings.Split(string(text), "\n") {
		if start := interfaceStart.FindStringSubmatch(line); start != nil {
			current = map[string]string{}
			interfaces[start[1]] = current
		} else if line == "}" {
			current = nil
		} else if property := propertyLine.FindStringSubmatch(line); property != nil && current != nil {
			current[property[1]] = ""
			if inner := nestedType.FindStringSubmatch(property[2]); inner != nil {
				current[property[1]] = inner[1]
			}
		}
	}
	return interfaces
}

func sortedKeys(values map[string]string) []string {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// TestThePluginTellsTheVersionItWasBuiltWith builds nothing twice: the test binary stands in for the plugin.
func TestThePluginTellsTheVersionItWasBuiltWith(t *testing.T) {
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(executable, "-version")
	command.Env = append(os.Environ(), "TEST_RUN_PLUGIN=5.2.0")
	output, err := command.Output()
	if err != nil || strings.TrimSpace(string(output)) != "5.2.0" {
		t.Errorf("-version printed %q (%v), want 5.2.0", output, err)
	}
}

func TestMain(m *testing.M) {
	if wanted := os.Getenv("TEST_RUN_PLUGIN"); wanted != "" {
		version = wanted
		main()
		return
	}
	os.Exit(m.Run())
}
