package main

import "time"

// engineGone returns a channel that closes when the process that started this one is gone: the system then gives
// this process another parent. An engine that was killed can't say goodbye, and its program must not go on creating
// resources that no state will ever hold.
func engineGone(parent func() int, every time.Duration) <-chan struct{} {
	gone := make(chan struct{})
	started := parent()
	go func() {
		defer close(gone)
		for parent() == started {
			time.Sleep(every)
		}
	}()
	return gone
}
