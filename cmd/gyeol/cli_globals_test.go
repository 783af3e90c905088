package main

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestACommandFindsTheGyeolOfItsFolder lets a command that names no server speak to the one that runs on its folder.
func TestACommandFindsTheGyeolOfItsFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.Equal(t, usualServer, (&Globals{}).server(dir), "nothing runs there")
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // only a free address is wanted
	require.NoError(t, err)
	url := "http://" + l.Addr().String()
	require.NoError(t, l.Close())
	require.NoError(t, os.WriteFile(runningFile(dir), []byte(runningText("postgres://x", url)), 0o600))
	require.Equal(t, url, (&Globals{}).server(dir))
	require.Equal(t, "http://127.0.0.1:1", (&Globals{Server: "http://127.0.0.1:1"}).server(dir), "who names a server means it")
}

// TestNothingIsMadeInAMistypedFolder lets a command that reads a record refuse a folder without one.
func TestNothingIsMadeInAMistypedFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(folder(t), "mistyped")
	err := (&CheckCmd{Data: dir}).Run(t.Context(), &Globals{Out: io.Discard})
	require.ErrorContains(t, err, "there is no gyeol in that folder")
	require.NoDirExists(t, dir)
	err = (&CheckCmd{}).Run(t.Context(), &Globals{Folder: dir, Out: io.Discard})
	require.ErrorContains(t, err, dir, "--folder names the same folder")
	err = (&CheckCmd{Data: dir}).Run(t.Context(), &Globals{Folder: dir + "-other", Out: io.Discard})
	require.ErrorContains(t, err, "two folders")
	err = (&CheckCmd{Data: dir}).Run(t.Context(), &Globals{Folder: ownFolder, Out: io.Discard})
	require.ErrorContains(t, err, "there is no gyeol in that folder", "the default is not a name")
}
