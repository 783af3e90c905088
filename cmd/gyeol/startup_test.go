package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// refusal runs a command that must end with exit code 1 and one sentence, and answers with the sentence.
func refusal(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var said bytes.Buffer
	cmd.Stderr = &said
	err := cmd.Run()
	text := strings.TrimSpace(said.String())
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "%v should have refused", cmd.Args[1:])
	require.Equal(t, 1, exit.ExitCode(), text)
	require.NotContains(t, text, "\n", "one sentence")
	require.NotEmpty(t, text)
	return text
}
