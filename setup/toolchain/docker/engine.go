package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// endWithEngine ends the plugin when the process that started it is gone, or asks it to end. Without it a plugin
// whose engine was killed lives on for minutes, and may change containers behind the back of the next run.
func endWithEngine(parent func() int, every time.Duration, exit func(code int)) {
	// The engine interrupts a plugin after its last call. Asking for the signal also undoes an inherited "ignore", as
	// nohup and background jobs set it; with it the engine would wait five seconds at the end of every command.
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, syscall.SIGINT, syscall.SIGTERM)
	started := parent()
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-interrupts:
			exit(0)
			return
		case <-ticker.C:
			if parent() != started {
				exit(1)
				return
			}
		}
	}
}
