package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

func run(t *testing.T, program string) (*pulumirpc.RunResponse, string, string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	response, err := newHost("127.0.0.1:1", &stdout, &stderr).
		Run(context.Background(), request(t, project(t, program), nil))
	if err != nil {
		t.Fatal(err)
	}
	return response, stdout.String(), stderr.String()
}

func TestHowAProgramEndsIsToldToTheEngine(t *testing.T) {
	cases := []struct {
		name, program, wantError string
		bail                     bool
	}{
		{"well", "", "", false},
		{"failed, and the user knows why", "process.exit(32)", "", true},
		{"failed", "process.exit(3)", "Program exited with non-zero exit code: 3", false},
		{"killed", "process.kill(process.pid, 'SIGKILL')", "the program was ended by a signal: signal: killed", false},
	}
	for _, one := range cases {
		t.Run(one.name, func(t *testing.T) {
			response, _, _ := run(t, one.program)
			if response.GetError() != one.wantError || response.GetBail() != one.bail {
				t.Errorf("answered error %q, bail %v; want %q, %v",
					response.GetError(), response.GetBail(), one.wantError, one.bail)
			}
		})
	}
}

func TestTheProgramsOutputArrivesWhole(t *testing.T) {
	_, stdout, stderr := run(t, `
		process.stdout.write("line\n".repeat(50000) + "the end without a line feed");
		process.stderr.write("a warning");`)
	if lines := strings.Count(stdout, "line\n"); lines != 50000 || !strings.HasSuffix(stdout, "without a line feed") {
		t.Errorf("%d of 50000 lines arrived, the last is %q", lines, stdout[max(0, len(stdout)-40):])
	}
	if stderr != "a warning" {
		t.Errorf("standard error: %q", stderr)
	}
}

func TestTheProgramTalksToTheEngineOfTheHandshake(t *testing.T) {
	var stdout bytes.Buffer
	host := newHost("127.0.0.1:1", &stdout, os.Stderr)
	if _, err := host.Handshake(context.Background(),
		&pulumirpc.LanguageHandshakeRequest{EngineAddress: "127.0.0.1:4711"}); err != nil {
		t.Fatal(err)
	}
	root := project(t, `console.log(process.argv[process.argv.indexOf("--engine") + 1])`)
	if _, err := host.Run(context.Background(), request(t, root, nil)); err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(stdout.String()); got != "127.0.0.1:4711" {
		t.Errorf("the program was given the engine %q", got)
	}
}

func TestACancelledProgramIsAskedToEnd(t *testing.T) {
	root := project(t, `
		process.on("SIGTERM", () => process.exit(7));
		require("fs").writeFileSync("started", "");
		setInterval(() => {}, 1000);`)
	host := newHost("", os.Stdout, os.Stderr)
	answer := make(chan *pulumirpc.RunResponse, 1)
	go func() {
		response, err := host.Run(context.Background(), request(t, root, nil))
		if err != nil {
			t.Error(err)
		}
		answer <- response
	}()
	waitForFile(t, filepath.Join(root, "started"))
	if _, err := host.Cancel(context.Background(), &emptypb.Empty{}); err != nil {
		t.Fatal(err)
	}
	select {
	case response := <-answer:
		if !strings.HasSuffix(response.GetError(), "exit code: 7") {
			t.Errorf("answered %v, want the code that the program chose", response)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the program still runs ten seconds after it was cancelled")
	}
}

func TestAStoppedHostStartsNothing(t *testing.T) {
	host := newHost("", os.Stdout, os.Stderr)
	host.stop()
	_, err := host.Run(context.Background(), request(t, project(t, ""), nil))
	if err == nil || !strings.Contains(err.Error(), "ending") {
		t.Errorf("answered %v", err)
	}
}

func waitForFile(t *testing.T, file string) []byte {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if text, err := os.ReadFile(file); err == nil {
			return text
		}
	}
	t.Fatalf("%s was not written", file)
	return nil
}
