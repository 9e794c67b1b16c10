package main

import (
	"bufio"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestThePluginEndsWhenItsEngineIsKilled lets a shell stand in for the engine: it starts the plugin, and is killed.
func TestThePluginEndsWhenItsEngineIsKilled(t *testing.T) {
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	engine := exec.Command("sh", "-c", `"$1" 127.0.0.1:1 & echo "pid $!"; wait`, "sh", executable)
	engine.Env = append(os.Environ(), "TEST_RUN_PLUGIN=5.2.0")
	output, err := engine.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Start(); err != nil {
		t.Fatal(err)
	}
	plugin := 0
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if text, isPid := strings.CutPrefix(lines.Text(), "pid "); isPid {
			plugin, _ = strconv.Atoi(text)
		} else if port, err := strconv.Atoi(lines.Text()); err == nil && port > 0 {
			break // it serves: only now its engine is gone
		}
	}
	if plugin == 0 || syscall.Kill(plugin, 0) != nil {
		t.Fatal("the plugin did not start")
	}
	if err := engine.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = engine.Wait()
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if syscall.Kill(plugin, 0) != nil {
			return
		}
	}
	_ = syscall.Kill(plugin, syscall.SIGKILL)
	t.Error("five seconds after its engine was killed the plugin still runs")
}
