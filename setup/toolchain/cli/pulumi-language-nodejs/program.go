package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/google/shlex"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// exitBail is the code with which @pulumi/pulumi ends a program that failed after it had told the user why. The
// engine then stops without a word of its own.
const exitBail = 32

// stackTraceLimit keeps Node.js from collecting long traces: @pulumi/pulumi takes one for every resource.
const stackTraceLimit = "--stack-trace-limit=10"

// command is a Node.js process that is ready to be started.
type command struct {
	executable  string
	arguments   []string
	environment []string
	directory   string
}

// programCommand assembles the process that runs the program of the request, with the flags and the environment that
// Pulumi's own language host passes.
func programCommand(request *pulumirpc.RunRequest, engine, node string, environment []string) (*command, error) {
	info := request.GetInfo()
	directory := info.GetProgramDirectory()
	if directory == "" {
		directory = request.GetPwd()
	}
	entry, err := sdkFile(directory, "cmd", "run", "index.js")
	if err != nil {
		return nil, err
	}
	options := info.GetOptions().AsMap()
	nodeArguments, err := optionNodeArguments(options)
	if err != nil {
		return nil, err
	}

	arguments := append([]string{stackTraceLimit}, nodeArguments...)
	arguments = append(arguments, entry)
	for _, flag := range []struct{ name, value string }{
		{"monitor", request.GetMonitorAddress()},
		{"engine", engine},
		{"organization", request.GetOrganization()},
		{"project", request.GetProject()},
		{"root-directory", info.GetRootDirectory()},
		{"stack", request.GetStack()},
		{"pwd", request.GetPwd()},
		{"parallel", strconv.Itoa(int(request.GetParallel()))},
	} {
		if flag.value != "" {
			arguments = append(arguments, "--"+flag.name, flag.value)
		}
	}
	if request.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	arguments = append(arguments, entryPoint(info))
	arguments = append(arguments, request.GetArgs()...)

	configuration, err := configurationVariables(request)
	if err != nil {
		return nil, err
	}
	environment = append(append([]string{}, environment...), configuration...)
	return &command{
		executable: node, arguments: arguments, directory: directory,
		environment: append(environment, optionVariables(options)...),
	}, nil
}

// entryPoint is what Node.js is to load: the engine gives `.` or a file, both relative to the program's folder.
func entryPoint(info *pulumirpc.ProgramInfo) string {
	if entry := info.GetEntryPoint(); entry != "" {
		return entry
	}
	return "."
}

// sdkFile finds a file of @pulumi/pulumi as Node.js would: in the node_modules of the program's folder or of one
// above it.
func sdkFile(directory string, names ...string) (string, error) {
	for folder := directory; ; folder = filepath.Dir(folder) {
		file := filepath.Join(append([]string{folder, "node_modules", "@pulumi", "pulumi"}, names...)...)
		if _, err := os.Stat(file); err == nil {
			return file, nil
		}
		if folder == filepath.Dir(folder) {
			return "", fmt.Errorf("the package @pulumi/pulumi is not installed in %s or a folder above it; run "+
				"`npm ci` (or `./chatstack setup`) in the project's folder", filepath.Join(directory, "node_modules"))
		}
	}
}

// configurationVariables passes the stack's configuration on; empty ones are an object and a list, never null, which
// @pulumi/pulumi would not read.
func configurationVariables(request *pulumirpc.RunRequest) ([]string, error) {
	values, secrets := request.GetConfig(), request.GetConfigSecretKeys()
	if values == nil {
		values = map[string]string{}
	}
	if secrets == nil {
		secrets = []string{}
	}
	valuesText, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("can't write the stack's configuration as JSON: %w", err)
	}
	secretsText, err := json.Marshal(secrets)
	if err != nil {
		return nil, fmt.Errorf("can't write the names of the stack's secrets as JSON: %w", err)
	}
	return []string{"PULUMI_CONFIG=" + string(valuesText), "PULUMI_CONFIG_SECRET_KEYS=" + string(secretsText)}, nil
}

// optionNodeArguments reads `runtime.options.nodeargs` of Pulumi.yaml: one line, split as a shell would.
func optionNodeArguments(options map[string]any) ([]string, error) {
	value, present := options["nodeargs"]
	if !present {
		return nil, nil
	}
	line, isText := value.(string)
	if !isText {
		return nil, fmt.Errorf("runtime.options.nodeargs in Pulumi.yaml is %v; allowed is one text, "+
			"for example \"--require ./preload.js\"", value)
	}
	arguments, err := shlex.Split(line)
	if err != nil {
		return nil, fmt.Errorf("runtime.options.nodeargs in Pulumi.yaml can't be split into arguments (%w): %s", err, line)
	}
	return arguments, nil
}

// optionVariables passes the options on that @pulumi/pulumi reads from the environment. TypeScript is on unless
// Pulumi.yaml says no, as with Pulumi's own language host.
func optionVariables(options map[string]any) []string {
	typescript := true
	if value, isBool := options["typescript"].(bool); isBool {
		typescript = value
	}
	variables := []string{"PULUMI_NODEJS_TYPESCRIPT=" + strconv.FormatBool(typescript)}
	if file, isText := options["tsconfig"].(string); isText {
		variables = append(variables, "PULUMI_NODEJS_TSCONFIG_PATH="+file)
	}
	return variables
}
