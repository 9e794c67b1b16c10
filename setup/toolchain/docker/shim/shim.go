// Package shim hands out the upstream docker provider.
//
// Upstream keeps the provider's constructor in an internal package, which Go lets only packages below the same path
// import. This module therefore carries a path below upstream's, and the go.mod of the plugin puts it there.
package shim

import (
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// NewProvider makes the upstream provider; the version is what it calls itself towards registries and daemons.
func NewProvider(version string) *schema.Provider { return provider.New(version)() }
