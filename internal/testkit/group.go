package testkit

import "syscall"

// ownGroup keeps the sweeper out of reach of the signal that ends the tests.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
