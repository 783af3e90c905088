// Package failpoint ends the own process, as a power cut would, at named places of the code. It is how the kill tests
// prove that nothing is lost or doubled at exactly these places; without the variable it costs one comparison.
package failpoint

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// Variable names the place to die at: "act.after_commit", or "act.after_commit:3" for the third pass.
const Variable = "GYEOL_FAILPOINT"

// Names are all places that call Here; a test proves that each of them is passed.
var Names = []string{
	"act.before_commit", "act.after_commit", "wake.before_ring", "open.inside", "day.inside", "mail.after_250",
	"migrate.inside", "transfer.between_chunks", "seal.before_commit", "seal.after_commit", "seal.signed",
}

var (
	name, left = parse(os.Getenv(Variable))
	passes     atomic.Int64
)

func parse(v string) (string, int64) {
	place, count, ok := strings.Cut(v, ":")
	n, err := strconv.ParseInt(count, 10, 64)
	if !ok || err != nil || n < 1 {
		n = 1
	}
	return place, n
}

// Here kills the process with SIGKILL if it was asked to die at this place on this pass.
func Here(place string) {
	if name == "" || place != name || passes.Add(1) != left {
		return
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
		panic("failpoint " + place + ": " + err.Error())
	}
	select {} // the signal is on its way
}
