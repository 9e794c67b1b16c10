package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// project lays down a folder with a stand-in for @pulumi/pulumi whose entry point is the given JavaScript.
func project(t *testing.T, entryPoint string) string {
	t.Helper()
	root := t.TempDir()
	write(t, filepath.Join(root, "node_modules/@pulumi/pulumi/cmd/run/index.js"), entryPoint)
	return root
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func request(t *testing.T, root string, options map[string]any) *pulumirpc.RunRequest {
	t.Helper()
	fields, err := structpb.NewStruct(options)
	if err != nil {
		t.Fatal(err)
	}
	return &pulumirpc.RunRequest{
		Project: "genesys-chat", Stack: "dev", Organization: "organization", Pwd: root, Parallel: 16,
		MonitorAddress: "127.0.0.1:1001", Args: []string{"one", "two words"},
		Info: &pulumirpc.ProgramInfo{
			RootDirectory: root, ProgramDirectory: root, EntryPoint: "bin/index.js", Options: fields,
		},
	}
}

func TestTheProgramGetsTheFlagsOfTheOfficialHost(t *testing.T) {
	root := project(t, "")
	run := request(t, root, map[string]any{"typescript": false, "nodeargs": `--require "./a b.js" --trace-warnings`})
	run.DryRun = true
	assembled, err := programCommand(run, "127.0.0.1:1002", "/usr/bin/node", []string{"HOME=/home/me"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"--stack-trace-limit=10", "--require", "./a b.js", "--trace-warnings",
		filepath.Join(root, "node_modules/@pulumi/pulumi/cmd/run/index.js"),
		"--monitor", "127.0.0.1:1001", "--engine", "127.0.0.1:1002", "--organization", "organization",
		"--project", "genesys-chat", "--root-directory", root, "--stack", "dev", "--pwd", root, "--parallel", "16",
		"--dry-run", "bin/index.js", "one", "two words",
	}
	if !slices.Equal(assembled.arguments, want) {
		t.Errorf("arguments:\n got %q\nwant %q", assembled.arguments, want)
	}
	if assembled.directory != root || assembled.executable != "/usr/bin/node" {
		t.Errorf("runs %s in %s", assembled.executable, assembled.directory)
	}
}

func TestTheProgramGetsItsConfigurationByTheEnvironment(t *testing.T) {
	root := project(t, "")
	run := request(t, root, map[string]any{"tsconfig": "tsconfig.pulumi.json"})
	run.Config = map[string]string{"genesys-chat:deployment": `{"a":1}`}
	run.ConfigSecretKeys = []string{"genesys-chat:password"}
	assembled, err := programCommand(run, "", "node", []string{"HOME=/home/me"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"HOME=/home/me", `PULUMI_CONFIG={"genesys-chat:deployment":"{\"a\":1}"}`,
		`PULUMI_CONFIG_SECRET_KEYS=["genesys-chat:password"]`, "PULUMI_NODEJS_TYPESCRIPT=true",
		"PULUMI_NODEJS_TSCONFIG_PATH=tsconfig.pulumi.json",
	}
	if !slices.Equal(assembled.environment, want) {
		t.Errorf("environment:\n got %q\nwant %q", assembled.environment, want)
	}
	for _, flag := range []string{"--engine", "--dry-run"} {
		if slices.Contains(assembled.arguments, flag) {
			t.Errorf("%s is passed though the engine gave no value", flag)
		}
	}
}

func TestAStackWithoutConfigurationPassesEmptyValuesAndNotNull(t *testing.T) {
	root := project(t, "")
	assembled, err := programCommand(request(t, root, nil), "", "node", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"PULUMI_CONFIG={}", "PULUMI_CONFIG_SECRET_KEYS=[]"} {
		if !slices.Contains(assembled.environment, want) {
			t.Errorf("%s is missing in %q", want, assembled.environment)
		}
	}
}

func TestTheSDKIsFoundInAFolderAboveTheProgram(t *testing.T) {
	root := project(t, "")
	program := filepath.Join(root, "deep", "program")
	if err := os.MkdirAll(program, 0o755); err != nil {
		t.Fatal(err)
	}
	run := request(t, root, nil)
	run.Info.ProgramDirectory = program
	assembled, err := programCommand(run, "", "node", nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(root, "node_modules/@pulumi/pulumi/cmd/run/index.js"); assembled.arguments[1] != want {
		t.Errorf("entry point %s, want %s", assembled.arguments[1], want)
	}
}

func TestWhatCanNotRunIsSaidWithWhatToDo(t *testing.T) {
	cases := []struct {
		name    string
		request func(t *testing.T) *pulumirpc.RunRequest
		want    []string
	}{
		{"no packages", func(t *testing.T) *pulumirpc.RunRequest { return request(t, t.TempDir(), nil) },
			[]string{"@pulumi/pulumi is not installed", "npm ci"}},
		{"nodeargs is a list", func(t *testing.T) *pulumirpc.RunRequest {
			return request(t, project(t, ""), map[string]any{"nodeargs": []any{"--inspect"}})
		}, []string{"runtime.options.nodeargs", "allowed is one text"}},
		{"nodeargs with an open quote", func(t *testing.T) *pulumirpc.RunRequest {
			return request(t, project(t, ""), map[string]any{"nodeargs": `--require "./a`})
		}, []string{"runtime.options.nodeargs", `--require "./a`}},
	}
	for _, one := range cases {
		t.Run(one.name, func(t *testing.T) {
			_, err := programCommand(one.request(t), "", "node", nil)
			if err == nil {
				t.Fatal("accepted")
			}
			for _, part := range one.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
		})
	}
}
