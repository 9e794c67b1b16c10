package main

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	upstream "github.com/terraform-providers/terraform-provider-docker/shim"
)

// defaultHost is the daemon's address where neither the program nor DOCKER_HOST names one.
const defaultHost = "unix:///var/run/docker.sock"

// resourceNames maps upstream's resources to the classes of @pulumi/docker. The class docker.Image has no place here:
// it is not upstream's but native code of Pulumi's own plugin.
var resourceNames = map[string]string{
	"docker_buildx_builder": "BuildxBuilder",
	"docker_config":         "ServiceConfig",
	"docker_container":      "Container",
	"docker_image":          "RemoteImage",
	"docker_network":        "Network",
	"docker_plugin":         "Plugin",
	"docker_registry_image": "RegistryImage",
	"docker_secret":         "Secret",
	"docker_service":        "Service",
	"docker_tag":            "Tag",
	"docker_volume":         "Volume",
}

// functionNames maps upstream's data sources to the functions of @pulumi/docker.
var functionNames = map[string]string{
	"docker_image":                    "getRemoteImage",
	"docker_logs":                     "getLogs",
	"docker_network":                  "getNetwork",
	"docker_plugin":                   "getPlugin",
	"docker_registry_image":           "getRegistryImage",
	"docker_registry_image_manifests": "getRegistryImageManifests",
}

// providerInfo tells the bridge how upstream's resources are called in Pulumi, and where the rule by which it names
// them gives another name than @pulumi/docker has.
func providerInfo(version string) tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:       shimv2.NewProvider(upstream.NewProvider(version)),
		Name:    "docker",
		Version: version,
		Config: map[string]*tfbridge.SchemaInfo{
			"host": {Default: &tfbridge.DefaultInfo{EnvVars: []string{"DOCKER_HOST"}, Value: defaultHost}},
			// A set of at most one upstream, a list in @pulumi/docker.
			"registry_auth": {Name: "registryAuth", MaxItemsOne: tfbridge.False()},
		},
		Resources:   map[string]*tfbridge.ResourceInfo{},
		DataSources: map[string]*tfbridge.DataSourceInfo{},
	}
	for name, class := range resourceNames {
		info.Resources[name] = &tfbridge.ResourceInfo{Tok: resourceToken(class)}
	}
	for name, function := range functionNames {
		info.DataSources[name] = &tfbridge.DataSourceInfo{Tok: tfbridge.MakeDataSource("docker", "index", function)}
	}

	container := info.Resources["docker_container"]
	// A container's name and published ports can't be taken by two at a time.
	container.DeleteBeforeReplace = true
	container.Fields = map[string]*tfbridge.SchemaInfo{
		"command":           {Name: "command"},
		"networks_advanced": {Name: "networksAdvanced"},
	}
	// An image's name is its reference; the bridge must not make one up.
	info.Resources["docker_image"].Fields = map[string]*tfbridge.SchemaInfo{"name": {Name: "name"}}
	for name, resource := range info.Resources {
		resource.Fields = withNames(info.P.ResourcesMap().Get(name).Schema(), resource.Fields)
	}
	return info
}

// withNames states the name of every field, nested ones too, by the bridge's own rule. For each property that it looks up,
// the bridge goes through the fields and works out the names of those that have none stated: a fifth of the plugin's time.
func withNames(schemas shim.SchemaMap, fields map[string]*tfbridge.SchemaInfo) map[string]*tfbridge.SchemaInfo {
	named := map[string]*tfbridge.SchemaInfo{}
	schemas.Range(func(name string, schema shim.Schema) bool {
		field := tfbridge.SchemaInfo{}
		if fields[name] != nil {
			field = *fields[name]
		}
		field.Name = tfbridge.TerraformToPulumiNameV2(name, schemas, fields)
		if nested, isBlock := schema.Elem().(shim.Resource); isBlock {
			element := tfbridge.SchemaInfo{}
			if field.Elem != nil {
				element = *field.Elem
			}
			element.Fields = withNames(nested.Schema(), element.Fields)
			field.Elem = &element
		}
		named[name] = &field
		return true
	})
	return named
}

func resourceToken(class string) tokens.Type { return tfbridge.MakeResource("docker", "index", class) }
