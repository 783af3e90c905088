package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// laidOut makes a data folder with files, each holding its own name.
func laidOut(t *testing.T, files ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	for _, f := range files {
		path := filepath.Join(dir, f)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(f), 0o600))
	}
	return dir
}

// tree lists the files below a folder.
func tree(t *testing.T, dir string) (files []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	}))
	return files
}

func TestFreshRemovesADemoAndNothingElse(t *testing.T) {
	t.Parallel()
	dir := laidOut(t, demoMark, "tokens.json", "postgres/lock", "postgres/data/rows", "mail/1.eml", "walk.json", "notes.txt")
	require.NoError(t, removeDemo(t.Context(), dir))
	require.Equal(t, []string{filepath.Join(dir, "notes.txt")}, tree(t, dir), "what is not a demo's stays")
	require.NoError(t, removeDemo(t.Context(), dir), "there is nothing left to remove")
}

func TestFreshRefusesWhatNoDemoHasFounded(t *testing.T) {
	t.Parallel()
	for _, files := range [][]string{
		{"tokens.json", "postgres/lock", "postgres/data/rows"}, {"payload.key", "mail/1.eml"}, {"mail/letter"},
	} {
		dir := laidOut(t, files...)
		before := tree(t, dir)
		require.ErrorContains(t, removeDemo(t.Context(), dir), "this folder was not made by a demo; nothing was removed")
		require.Equal(t, before, tree(t, dir))
		require.NoError(t, markDemo(dir))
		require.Equal(t, exists(filepath.Join(dir, demoMark)), !exists(filepath.Join(dir, "postgres")), "an installation gets no mark")
	}
}

func TestFreshRefusesAFolderInUse(t *testing.T) {
	t.Parallel()
	dir := laidOut(t, demoMark, "tokens.json", "postgres/lock", "postgres/data/rows")
	lock, err := os.Open(lockFile(dir))
	require.NoError(t, err)
	defer lock.Close()
	require.NoError(t, unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB))
	before := tree(t, dir)
	require.ErrorContains(t, removeDemo(t.Context(), dir), "another gyeol process is using this folder")
	require.Equal(t, before, tree(t, dir))
}

// TestFreshNeverWipesARealInstallation asks for it beside a running one, on one that has ended, and on one that was
// made in a folder which a demo had marked.
func TestFreshNeverWipesARealInstallation(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, markDemo(dir))
	p := isUp(t, dir)
	fresh := []string{"demo", "--fresh", "--data", dir, "--until", "2021-12-20"}
	require.Contains(t, refusal(t, gyeol(t, nil, fresh...)), "another gyeol process is using this folder")
	p.end(t)
	require.Contains(t, refusal(t, gyeol(t, nil, fresh...)), "a real installation is in this folder; nothing was removed")
	require.NoError(t, os.Remove(filepath.Join(dir, demoMark)))
	require.Contains(t, refusal(t, gyeol(t, nil, fresh...)), "not made by a demo; nothing was removed")
	isUp(t, dir).end(t)
}

// TestAnUnreachableFolderHasAPlaceOfItsOwn keeps a demo apart from an installation, and both from other folders.
func TestAnUnreachableFolderHasAPlaceOfItsOwn(t *testing.T) {
	t.Parallel()
	places := map[string]string{}
	for _, asked := range []string{ownFolder, filepath.Join(ownFolder, demoFolder), "other", "else/other", "demo"} {
		dir, err := filepath.Abs(asked)
		require.NoError(t, err)
		place, err := sharedPlace(dir)
		require.NoError(t, err)
		again, err := sharedPlace(dir)
		require.NoError(t, err)
		require.Equal(t, place, again)
		require.Empty(t, places[place], "%s and %s share a place", places[place], asked)
		places[place] = asked
	}
	require.Equal(t, ownFolder, places["/var/lib/gyeol"])
	require.Equal(t, filepath.Join(ownFolder, demoFolder), places["/var/lib/gyeol/demo"])
}

func TestTheNoteOfAKilledRunIsNotBelieved(t *testing.T) {
	t.Parallel()
	dir := laidOut(t, "postgres/lock")
	require.NoError(t, writeSecret(runningFile(dir), runningText("database", "http://here")))
	url, _ := running(dir)
	require.Empty(t, url, "nobody holds the folder")
	lock, err := os.Open(lockFile(dir))
	require.NoError(t, err)
	defer lock.Close()
	require.NoError(t, unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB))
	url, database := running(dir)
	require.Equal(t, "http://here", url)
	require.Equal(t, "database", database)
}
