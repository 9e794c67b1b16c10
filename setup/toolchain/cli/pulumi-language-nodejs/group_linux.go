package main

import "syscall"

// groupAttributes puts a program into a process group of its own. Should this host be killed, the system kills the
// program with it.
func groupAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
