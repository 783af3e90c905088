package main

import (
	"os"
	"testing"
)

// asGyeol makes this test binary behave as gyeol itself, so that tests can start, kill and start again a whole process.
const asGyeol = "GYEOL_TEST_AS_GYEOL"

// TestMain is gyeol or the servers below it where a test has asked for them, and the tests otherwise.
func TestMain(m *testing.M) {
	if dir := os.Getenv(asServers); dir != "" {
		os.Exit(runServers(dir))
	}
	if os.Getenv(asGyeol) != "" {
		os.Exit(run(os.Args[1:]))
	}
	os.Exit(m.Run())
}
