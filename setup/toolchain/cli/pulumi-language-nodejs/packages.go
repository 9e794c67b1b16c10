package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// manifest is the part of a package.json that concerns Pulumi.
type manifest struct {
	Name            string            `json:"name"`
	Version         string            `json:"version"`
	Dependencies    map[string]string `json:"dependencies"`
	DevDependencies map[string]string `json:"devDependencies"`
	Pulumi          struct {
		Resource bool   `json:"resource"`
		Name     string `json:"name"`
		Version  string `json:"version"`
		Server   string `json:"server"`
	} `json:"pulumi"`
}

// GetRequiredPackages lists the resource plugins that the program's packages talk to, so that the engine can say
// before it starts that one is missing.
func (h *host) GetRequiredPackages(
	_ context.Context, request *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	installed, err := installedDependencies(request.GetInfo(), false)
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GetRequiredPackagesResponse{}
	for _, found := range installed {
		if !found.Pulumi.Resource {
			continue
		}
		name, version := found.Pulumi.Name, found.Pulumi.Version
		if name == "" {
			name = found.Name[strings.LastIndex(found.Name, "/")+1:]
		}
		if version == "" {
			version = found.Version
		}
		response.Packages = append(response.Packages, &pulumirpc.PackageDependency{
			Name: name, Kind: "resource", Version: "v" + strings.TrimPrefix(version, "v"), Server: found.Pulumi.Server,
		})
	}
	return response, nil
}

// GetProgramDependencies lists the packages that the program names itself, as `pulumi about` prints them.
func (h *host) GetProgramDependencies(
	_ context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	installed, err := installedDependencies(request.GetInfo(), true)
	if err != nil {
		return nil, err
	}
	response := &pulumirpc.GetProgramDependenciesResponse{}
	for _, found := range installed {
		response.Dependencies = append(response.Dependencies,
			&pulumirpc.DependencyInfo{Name: found.Name, Version: found.Version})
	}
	return response, nil
}

// installedDependencies reads the package.json of every package that the program depends on, sorted by name. Those
// that are not installed are passed over: Node.js names them better when the program asks for them.
func installedDependencies(info *pulumirpc.ProgramInfo, development bool) ([]manifest, error) {
	program, folder, err := programManifest(info)
	if err != nil || program == nil {
		return nil, err
	}
	names := make([]string, 0, len(program.Dependencies))
	for name := range program.Dependencies {
		names = append(names, name)
	}
	if development {
		for name := range program.DevDependencies {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	installed := make([]manifest, 0, len(names))
	for _, name := range names {
		found, err := readManifest(filepath.Join(folder, "node_modules", filepath.FromSlash(name), "package.json"))
		if err != nil {
			return nil, err
		}
		if found != nil {
			installed = append(installed, *found)
		}
	}
	return installed, nil
}

// programManifest reads the package.json of the program: in its folder, or in the project's where the program is in a
// folder below that.
func programManifest(info *pulumirpc.ProgramInfo) (*manifest, string, error) {
	for _, folder := range []string{info.GetProgramDirectory(), info.GetRootDirectory()} {
		if folder == "" {
			continue
		}
		found, err := readManifest(filepath.Join(folder, "package.json"))
		if err != nil || found != nil {
			return found, folder, err
		}
	}
	return nil, "", nil
}

// readManifest reads one package.json; nil where there is none.
func readManifest(file string) (*manifest, error) {
	text, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("can't read %s: %w", file, err)
	}
	found := &manifest{}
	if err := json.Unmarshal(text, found); err != nil {
		return nil, fmt.Errorf("%s is not the JSON of a package: %w", file, err)
	}
	return found, nil
}
