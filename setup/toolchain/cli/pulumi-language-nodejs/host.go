package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// stopGrace is how long a program may take to end after it was asked to. The engine waits five seconds for the host.
const stopGrace = 2 * time.Second

// host answers the engine's questions about Node.js programs and runs them.
type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	stdout, stderr io.Writer

	mutex   sync.Mutex
	engine  string
	running map[*exec.Cmd]chan struct{} // closed when the process is gone
}

func newHost(engine string, stdout, stderr io.Writer) *host {
	return &host{engine: engine, stdout: stdout, stderr: stderr, running: map[*exec.Cmd]chan struct{}{}}
}

// Handshake takes the address at which the program reaches the engine.
func (h *host) Handshake(
	_ context.Context, request *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if address := request.GetEngineAddress(); address != "" {
		h.engine = address
	}
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

// GetPluginInfo tells the release that this host was built for.
func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

// About tells which Node.js runs programs.
func (h *host) About(ctx context.Context, _ *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	node, err := findNode()
	if err != nil {
		return nil, err
	}
	output, err := exec.CommandContext(ctx, node, "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("`%s --version` failed: %w", node, err)
	}
	return &pulumirpc.AboutResponse{Executable: node, Version: strings.TrimSpace(string(output))}, nil
}

// RuntimeOptionsPrompts has no question to ask.
func (h *host) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// InstallDependencies is left to npm: the lock file, not this host, says what belongs into node_modules.
func (h *host) InstallDependencies(
	*pulumirpc.InstallDependenciesRequest, pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	return status.Error(codes.Unimplemented, "this language host installs no packages; run `npm ci` in the project's folder")
}

// Run runs a program to its end and tells the engine how it ended.
func (h *host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	node, err := findNode()
	if err != nil {
		return nil, err
	}
	h.mutex.Lock()
	engine := h.engine
	h.mutex.Unlock()
	assembled, err := programCommand(request, engine, node, os.Environ())
	if err != nil {
		return nil, status.Error(codes.FailedPrecondition, err.Error())
	}
	return h.run(ctx, assembled)
}

// run starts the assembled command and waits for it. A result is an answer, also where the program failed; an error
// means that it could not be run at all.
func (h *host) run(ctx context.Context, assembled *command) (*pulumirpc.RunResponse, error) {
	process := exec.CommandContext(ctx, assembled.executable, assembled.arguments...)
	process.Dir = assembled.directory
	process.Env = assembled.environment
	// Through pipes, never the files themselves: Node.js may set an inherited standard output to non-blocking, and
	// Wait returns only after what is in the pipes has been passed on, so that a last line is not lost.
	process.Stdout = onlyWriter{h.stdout}
	process.Stderr = onlyWriter{h.stderr}
	// A group of its own, so that one signal reaches the program and all that it started.
	process.SysProcAttr = groupAttributes()
	process.Cancel = func() error { return signalGroup(process, syscall.SIGTERM) }
	process.WaitDelay = stopGrace

	// The system ends the program with the thread that started it (see groupAttributes), so the thread must stay.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	finished := make(chan struct{})
	defer close(finished)
	if err := h.start(process, finished); err != nil {
		return nil, fmt.Errorf("can't start the program with %s: %w", assembled.executable, err)
	}
	err := process.Wait()
	if ctx.Err() != nil {
		_ = signalGroup(process, syscall.SIGKILL) // what the program left behind
	}
	h.mutex.Lock()
	delete(h.running, process)
	h.mutex.Unlock()
	return runResponse(err)
}

// onlyWriter hides that a writer is a file.
type onlyWriter struct{ io.Writer }

func (h *host) start(process *exec.Cmd, finished chan struct{}) error {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.running == nil {
		return errors.New("the language host is ending")
	}
	if err := process.Start(); err != nil {
		return err
	}
	h.running[process] = finished
	return nil
}

// runResponse says in the engine's terms how a program ended.
func runResponse(err error) (*pulumirpc.RunResponse, error) {
	var exit *exec.ExitError
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay):
		return &pulumirpc.RunResponse{}, nil
	case !errors.As(err, &exit):
		return nil, fmt.Errorf("can't tell how the program ended: %w", err)
	case exit.ExitCode() == exitBail:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case exit.ExitCode() < 0:
		return &pulumirpc.RunResponse{Error: "the program was ended by a signal: " + exit.String()}, nil
	default:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode())}, nil
	}
}

// Cancel asks running programs to end.
func (h *host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	for process := range h.running {
		_ = signalGroup(process, syscall.SIGTERM) // one that has just ended is no failure
	}
	return &emptypb.Empty{}, nil
}

// stop ends every running program, with all it started, and lets no further one start.
func (h *host) stop() {
	h.mutex.Lock()
	running := h.running
	h.running = nil
	h.mutex.Unlock()
	for process := range running {
		_ = signalGroup(process, syscall.SIGTERM)
	}
	deadline := time.After(stopGrace)
	for process, finished := range running {
		select {
		case <-finished:
		case <-deadline:
			deadline = time.After(0) // for all together, not for each
		}
		_ = signalGroup(process, syscall.SIGKILL)
	}
}

// signalGroup signals a program and all that it started.
func signalGroup(process *exec.Cmd, signal syscall.Signal) error {
	return syscall.Kill(-process.Process.Pid, signal)
}

// findNode finds Node.js on PATH.
func findNode() (string, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return "", status.Error(codes.FailedPrecondition,
			"Node.js is not on PATH; install Node.js 20 or newer, or add its folder to PATH")
	}
	return node, nil
}
