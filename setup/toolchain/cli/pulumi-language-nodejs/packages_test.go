package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func packageProject(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	write(t, filepath.Join(root, "package.json"), `{"name": "program",
		"dependencies": {"@pulumi/docker": "5.2.0", "@scope/pulumi-thing": "*", "zod": "*", "absent": "*"},
		"devDependencies": {"jest": "*"}}`)
	write(t, filepath.Join(root, "node_modules/@pulumi/docker/package.json"),
		`{"name": "@pulumi/docker", "version": "5.2.0", "pulumi": {"resource": true, "name": "docker", "version": "5.2.0"}}`)
	write(t, filepath.Join(root, "node_modules/@scope/pulumi-thing/package.json"),
		`{"name": "@scope/pulumi-thing", "version": "v1.0.0", "pulumi": {"resource": true}}`)
	write(t, filepath.Join(root, "node_modules/zod/package.json"), `{"name": "zod", "version": "4.6.7"}`)
	write(t, filepath.Join(root, "node_modules/jest/package.json"), `{"name": "jest", "version": "30.5.2"}`)
	return root
}

func TestTheEngineLearnsWhichPluginsThePackagesTalkTo(t *testing.T) {
	response, err := newHost("", os.Stdout, os.Stderr).GetRequiredPackages(context.Background(),
		&pulumirpc.GetRequiredPackagesRequest{Info: &pulumirpc.ProgramInfo{ProgramDirectory: packageProject(t)}})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, one := range response.GetPackages() {
		got = append(got, one.GetKind()+" "+one.GetName()+" "+one.GetVersion())
	}
	if want := "resource docker v5.2.0, resource pulumi-thing v1.0.0"; strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %q", strings.Join(got, ", "), want)
	}
}

func TestAProgramInAFolderBelowTheProjectUsesTheProjectsPackages(t *testing.T) {
	root := packageProject(t)
	response, err := newHost("", os.Stdout, os.Stderr).GetProgramDependencies(context.Background(),
		&pulumirpc.GetProgramDependenciesRequest{Info: &pulumirpc.ProgramInfo{
			RootDirectory: root, ProgramDirectory: filepath.Join(root, "bin"),
		}})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, one := range response.GetDependencies() {
		got = append(got, one.GetName()+"@"+one.GetVersion())
	}
	if want := "@pulumi/docker@5.2.0 @scope/pulumi-thing@v1.0.0 jest@30.5.2 zod@4.6.7"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", strings.Join(got, " "), want)
	}
}

func TestAPackageThatIsNoJSONIsNamed(t *testing.T) {
	root := packageProject(t)
	broken := filepath.Join(root, "node_modules/zod/package.json")
	write(t, broken, "{")
	_, err := newHost("", os.Stdout, os.Stderr).GetRequiredPackages(context.Background(),
		&pulumirpc.GetRequiredPackagesRequest{Info: &pulumirpc.ProgramInfo{ProgramDirectory: root}})
	if err == nil || !strings.Contains(err.Error(), broken) {
		t.Errorf("answered %v, want an error that names %s", err, broken)
	}
}
