package postgres

import (
	"os/exec"
	"runtime"
)

// child is a running program; err is valid once done is closed.
type child struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error
}

// startChild starts a program and waits for it on one operating system thread
// that lives as long as the program does: Pdeathsig is sent when the thread
// that started a child ends. Then the thread goes back to the others: if it ended
// with this goroutine, so would every other program that was started on it and
// is bound to its life.
func startChild(cmd *exec.Cmd) (*child, error) {
	c := &child{cmd: cmd, done: make(chan struct{})}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		c.err = cmd.Wait()
		close(c.done)
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return c, nil
}
