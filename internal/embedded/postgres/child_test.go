package postgres

import (
	"os/exec"
	"syscall"
	"testing"
)

// TestTheEndOfAChildEndsNoOther: a program that is bound to the life of the thread that started it must not die because
// that thread later started initdb and ended with it.
func TestTheEndOfAChildEndsNoOther(t *testing.T) {
	t.Parallel()
	var bound []*exec.Cmd
	for range 50 {
		cmd := exec.CommandContext(t.Context(), "sleep", "600")
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		bound = append(bound, cmd)
		c, err := startChild(exec.CommandContext(t.Context(), "true"))
		if err != nil {
			t.Fatal(err)
		}
		<-c.done
	}
	for _, cmd := range bound {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Errorf("it has ended already: %v", err)
		}
		_ = cmd.Wait() // the state below says how it ended
		if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGTERM {
			t.Errorf("it was ended by another's end: %v", cmd.ProcessState)
		}
	}
}
