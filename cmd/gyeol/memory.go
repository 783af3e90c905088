package main

import (
	"os"
	"runtime/debug"
)

// gcPercent is how far the heap of a serving process may grow beyond what lives in it, in percent. Little lives here
// (some 40 MB), so that at Go's own 100 the collector runs several times a second under load, and every hundredth
// request waits for it.
const gcPercent = 400

// roomForGarbage gives a serving process more room between two collections, unless its operator chose otherwise.
func roomForGarbage() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
