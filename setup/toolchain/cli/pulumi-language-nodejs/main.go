// Command pulumi-language-nodejs runs Pulumi programs that are written for Node.js.
//
// Pulumi's own language host is not served as a Go module, so that it can't be built where nothing but a module
// proxy can be reached. This one does what a compiled JavaScript program needs: it starts Node.js on the entry
// point of @pulumi/pulumi with the flags and the environment which that entry point expects, tells the engine how
// the program ended, and never outlives the engine.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// version is the Pulumi release that this host was built for; toolchain/versions.json holds it and the build sets it.
var version = "0.0.0-dev"

// enginePollInterval is how often the host looks whether its engine still lives. The delay is what a killed `pulumi`
// leaves its program running for; a look costs one system call.
const enginePollInterval = 250 * time.Millisecond

func main() {
	if err := serve(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-language-nodejs: %v\n", err)
		os.Exit(1)
	}
}

// serve answers the engine until the engine asks for the end or is gone.
func serve(args []string, stdout, stderr io.Writer) error {
	engine, err := parseArguments(args, stderr)
	if err != nil {
		return err
	}

	// Registered before the port is announced: from then on the engine may interrupt at any time. Asking for the
	// signal also undoes an inherited "ignore", as nohup and background jobs set it; with it the engine would wait
	// its full five seconds at the end of every command.
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)

	host := newHost(engine, stdout, stderr)
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(s *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(s, host)
			return nil
		},
	})
	if err != nil {
		return fmt.Errorf("can't listen for the engine: %w", err)
	}
	if _, err := fmt.Fprintln(stdout, server.Port); err != nil {
		return fmt.Errorf("can't tell the engine the port: %w", err)
	}

	select {
	case err = <-server.Done:
	case <-interrupts:
	case <-engineGone(os.Getppid, enginePollInterval):
	}
	host.stop()
	return err
}

// parseArguments reads the engine's address, the one argument, and the flags that engines pass: they concern
// tracing and logging, which this host leaves to the engine.
func parseArguments(args []string, stderr io.Writer) (string, error) {
	flags := flag.NewFlagSet("pulumi-language-nodejs", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.String("tracing", "", "accepted and not used")
	flags.String("root", "", "accepted and not used")
	flags.Bool("logtostderr", false, "accepted and not used")
	flags.Int("v", 0, "accepted and not used")
	if err := flags.Parse(args); err != nil {
		return "", err
	}
	if flags.NArg() > 1 {
		return "", fmt.Errorf("expected the engine's address as the only argument, got %q", flags.Args())
	}
	return flags.Arg(0), nil
}
