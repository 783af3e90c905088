package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/internal/embedded/postgres"
	"gyeol/internal/store"
	"gyeol/policies/seoul"
)

// contents are the files of a flat folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	out := map[string]string{}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(dir, f.Name()))
		require.NoError(t, err)
		out[f.Name()] = string(text)
	}
	return out
}

func TestAClusterOfAnotherVersionIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	data := filepath.Join(dir, "postgres", "data")
	require.NoError(t, os.MkdirAll(data, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("14\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(data, "precious"), []byte("rows"), 0o600))
	before := contents(t, data)
	for _, cmd := range [][]string{{"up", "--data", dir}, {"check", "--data", dir}} {
		text := refusal(t, gyeol(t, []string{"GYEOL_LISTEN=127.0.0.1:0"}, cmd...))
		require.Contains(t, text, "was made by PostgreSQL 14")
		require.Contains(t, text, "nothing was touched")
	}
	require.Equal(t, before, contents(t, data))
}

// newer makes a folder's database that of a gyeol to come.
func newer(t *testing.T, dir string) {
	t.Helper()
	pg, err := postgres.Start(t.Context(), postgres.Config{Dir: filepath.Join(dir, "postgres")})
	require.NoError(t, err)
	defer func() { require.NoError(t, pg.Stop(context.WithoutCancel(t.Context()))) }()
	url := pg.ConnString(postgres.RoleOwner, postgres.Database)
	require.NoError(t, store.Migrate(t.Context(), url, nil))
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), "update public.schema_version set version = 999")
	require.NoError(t, err)
}

func TestANewerSchemaIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	newer(t, dir)
	for _, cmd := range [][]string{{"up", "--data", dir}, {"check", "--data", dir}} {
		text := refusal(t, gyeol(t, []string{"GYEOL_LISTEN=127.0.0.1:0"}, cmd...))
		require.Contains(t, text, "the database was written by a newer gyeol: schema 999")
	}
}

// TestAnInstallationStaysWhatItIs tries the other kind and a second gyeol on a folder of each kind.
func TestAnInstallationStaysWhatItIs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ flags, other, want string }{
		{"", "--rehearsal", "this installation is real; start a rehearsal on another data folder"},
		{"--rehearsal", "", "this installation is a rehearsal; start a real one on another data folder"},
	} {
		dir := folder(t)
		p := isUp(t, dir, strings.Fields(c.flags)...)
		text := refusal(t, upOn(t, dir, strings.Fields(c.flags)...))
		require.Contains(t, text, "another gyeol process is using this folder")
		require.Contains(t, text, dir)
		url, _ := running(dir)
		require.Equal(t, p.url, url, "the first one still runs and is found")
		p.end(t)
		require.Contains(t, refusal(t, upOn(t, dir, strings.Fields(c.other)...)), c.want)
	}
}

func TestABrokenPackIsNamedByFileAndLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, seoul.FS))
	path := filepath.Join(dir, "cycle.yaml")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	broken := bytes.Replace(text, []byte("kind: collect"), []byte("kind: collekt"), 1)
	require.NotEqual(t, text, broken)
	require.NoError(t, os.WriteFile(path, broken, 0o600))
	cmd := gyeol(t, nil, "policy", "check", dir)
	var faults bytes.Buffer
	cmd.Stdout = &faults
	require.Regexp(t, `\(\d+ faults\)$`, refusal(t, cmd))
	line := 1 + bytes.Count(text[:bytes.Index(text, []byte("kind: collect"))], []byte("\n"))
	require.Regexp(t, regexp.MustCompile(`(?m)^cycle\.yaml:`+strconv.Itoa(line)+`\b.*collekt`), faults.String())
}
