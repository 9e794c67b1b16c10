// Command pulumi-resource-docker is a docker plugin for Pulumi, composed of its two public parts: Pulumi's Terraform
// bridge and the upstream docker provider.
//
// Pulumi's own docker plugin is composed of the same parts, but not served as a Go module, so that it can't be built
// where nothing but a module proxy can be reached.
package main

import (
	"os"
	"time"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
)

// version is that of @pulumi/docker in package.json: the engine asks for a plugin of the version that the program's
// package names. toolchain/versions.json holds it and the build sets it.
var version = "0.0.0-dev"

// enginePollInterval is how often the plugin looks whether its engine still lives.
const enginePollInterval = 250 * time.Millisecond

func main() {
	go endWithEngine(os.Getppid, enginePollInterval, os.Exit)
	// The schema serves code generators only; programs get theirs with @pulumi/docker.
	tfbridge.Main("docker", version, providerInfo(version), []byte("{}"))
}
