package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// TestMain lets the test binary stand in for the host and for its engine.
func TestMain(m *testing.M) {
	switch os.Getenv("TEST_ROLE") {
	case "host":
		main()
	case "engine":
		if err := actAsEngine(os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	default:
		os.Exit(m.Run())
	}
}

// actAsEngine does what Pulumi's engine does: starts the host in a process group of its own, reads the port and has it
// run the program.
func actAsEngine(root string) error {
	executable, err := os.Executable()
	if err != nil {
		return err
	}
	host := exec.Command(executable, "127.0.0.1:1")
	host.Env = append(os.Environ(), "TEST_ROLE=host")
	host.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	output, err := host.StdoutPipe()
	if err != nil {
		return err
	}
	if err := host.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(output)
	lines.Scan()
	connection, err := grpc.NewClient("127.0.0.1:"+lines.Text(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(root, "host"), []byte(strconv.Itoa(host.Process.Pid)), 0o600); err != nil {
		return err
	}
	_, err = pulumirpc.NewLanguageRuntimeClient(connection).Run(context.Background(), &pulumirpc.RunRequest{
		Pwd: root, Info: &pulumirpc.ProgramInfo{RootDirectory: root, ProgramDirectory: root, EntryPoint: "."},
	})
	return err
}

// stubbornProgram ignores every request to end, starts a process of its own, and says who both are.
const stubbornProgram = `
	for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => {});
	const child = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
	require("fs").writeFileSync("part", process.pid + " " + child.pid);
	require("fs").renameSync("part", "started");
	setInterval(() => {}, 1000);`

func TestHostAndProgramEndWhenTheEngineIsKilled(t *testing.T) {
	root := project(t, stubbornProgram)
	engine, pids := startEngine(t, root)
	if err := engine.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = engine.Wait()
	expectGone(t, pids, 10*time.Second)
}

func TestHostAndProgramEndWhenTheEngineInterruptsThem(t *testing.T) {
	root := project(t, stubbornProgram)
	engine, pids := startEngine(t, root)
	defer func() { _ = engine.Process.Kill(); _ = engine.Wait() }()
	if err := syscall.Kill(-pids["host"], syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	// The engine itself kills after five seconds; the host must be done before.
	expectGone(t, pids, 5*time.Second)
}

func TestTheProgramEndsWhenTheHostIsKilled(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux ends a process with its parent")
	}
	root := project(t, stubbornProgram)
	engine, pids := startEngine(t, root)
	defer func() { _ = engine.Process.Kill(); _ = engine.Wait() }()
	defer func() { _ = syscall.Kill(pids["its child"], syscall.SIGKILL) }()
	if err := syscall.Kill(pids["host"], syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	expectGone(t, map[string]int{"host": pids["host"], "program": pids["program"]}, 5*time.Second)
}

func startEngine(t *testing.T, root string) (*exec.Cmd, map[string]int) {
	t.Helper()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	engine := exec.Command(executable, root)
	engine.Env = append(os.Environ(), "TEST_ROLE=engine")
	engine.Stderr = os.Stderr
	if err := engine.Start(); err != nil {
		t.Fatal(err)
	}
	started := strings.Fields(string(waitForFile(t, filepath.Join(root, "started"))))
	host, _ := os.ReadFile(filepath.Join(root, "host"))
	pids := map[string]int{}
	for name, text := range map[string]string{"program": started[0], "its child": started[1], "host": string(host)} {
		pid, err := strconv.Atoi(text)
		if err != nil || syscall.Kill(pid, 0) != nil {
			t.Fatalf("%s did not start: %q", name, text)
		}
		pids[name] = pid
	}
	return engine, pids
}

func expectGone(t *testing.T, pids map[string]int, within time.Duration) {
	t.Helper()
	deadline := time.Now().Add(within)
	for name, pid := range pids {
		for isRunning(pid) && time.Now().Before(deadline) {
			time.Sleep(20 * time.Millisecond)
		}
		if isRunning(pid) {
			t.Errorf("%s still runs after %v", name, within)
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

// isRunning tells whether a process lives; one that is dead and only waits for its parent to ask does not.
func isRunning(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	state, err := exec.Command("ps", "-o", "state=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && !strings.HasPrefix(strings.TrimSpace(string(state)), "Z")
}
