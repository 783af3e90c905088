package failpoint_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/failpoint"
)

// child tells the test binary to pass the place three times and to say each time that it lives.
const child = "FAILPOINT_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(child) == "" {
		os.Exit(m.Run())
	}
	for range 3 {
		failpoint.Here("act.after_commit")
		_, _ = os.Stdout.WriteString("alive ")
	}
}

func TestHere_EndsTheProcessOnItsPass(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"":                    "alive alive alive ",
		"act.before_commit":   "alive alive alive ",
		"act.after_commit":    "",
		"act.after_commit:1":  "",
		"act.after_commit:3":  "alive alive ",
		"act.after_commit:4":  "alive alive alive ",
		"act.after_commit:no": "",
	} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), child+"=1", failpoint.Variable+"="+value)
			out, err := cmd.Output()
			require.Equal(t, want, string(out))
			if strings.Count(want, "alive") == 3 {
				require.NoError(t, err)
				return
			}
			var exit *exec.ExitError
			require.ErrorAs(t, err, &exit)
			status, ok := exit.Sys().(syscall.WaitStatus)
			require.True(t, ok)
			require.Equal(t, syscall.SIGKILL, status.Signal(), "no deferred call has run")
		})
	}
}

var passed = regexp.MustCompile(`failpoint\.Here\("([^"]+)"\)`)

// A name that no code passes makes a kill test that proves nothing; a place without a name is never tested.
func TestNames_AreThePlacesOfTheCode(t *testing.T) {
	t.Parallel()
	found := map[string]bool{}
	house, err := os.OpenRoot("../..")
	require.NoError(t, err)
	defer house.Close()
	for _, folder := range []string{"activities", "cmd", "internal"} {
		err := fs.WalkDir(house.FS(), folder, func(name string, _ fs.DirEntry, err error) error {
			if err != nil || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
				return err
			}
			text, err := house.ReadFile(name)
			for _, place := range passed.FindAllSubmatch(text, -1) {
				found[string(place[1])] = true
			}
			return err
		})
		require.NoError(t, err)
	}
	var places []string
	for place := range found {
		places = append(places, place)
	}
	require.ElementsMatch(t, failpoint.Names, places)
}
