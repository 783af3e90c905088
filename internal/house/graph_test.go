package house

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pkg is what "go list -json" says of one package.
type pkg struct {
	ImportPath   string
	Standard     bool
	Imports      []string
	TestImports  []string
	XTestImports []string
	Deps         []string
	Module       *struct{ Path string }
}

// graph is the project as the walls see it: its own packages by their path
// inside the module.
type graph struct {
	module   string
	packages map[string]pkg
}

// list reads the import graph of the module at dir with the given build tags.
func list(t *testing.T, dir, tags string) graph {
	t.Helper()
	module := strings.TrimSpace(string(run(t, dir, "list", "-m")))
	out := run(t, dir, "list", "-e", "-deps", "-tags="+tags,
		"-json=ImportPath,Standard,Imports,TestImports,XTestImports,Deps,Module", "./...")
	g := graph{module: module, packages: map[string]pkg{}}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return g
		}
		require.NoError(t, err)
		if p.Module != nil && p.Module.Path == module {
			g.packages[g.short(p.ImportPath)] = p
		}
	}
}

// run is the go command in dir. Its complaints go to the test's log.
func run(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Log(string(exit.Stderr))
	}
	require.NoError(t, err, "go %s", strings.Join(args, " "))
	return out
}

// short takes the module's name off a path of the project.
func (g graph) short(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, g.module), "/")
}

// long is the import path that a name in the tables of this package stands for.
func (g graph) long(name string) string {
	if foreign(name) {
		return name
	}
	return g.module + "/" + name
}

// foreign tells a module of others or a package of the standard library from a
// folder of the project.
func foreign(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	if strings.Contains(first, ".") {
		return true
	}
	for _, w := range world {
		if name == w {
			return true
		}
	}
	return false
}

// within says whether the import path lies at or below the named one.
// A package of the standard library stands for itself alone.
func (g graph) within(path, name string) bool {
	long := g.long(name)
	if path == long {
		return true
	}
	return strings.HasPrefix(path, long+"/") && (long != name || strings.Contains(name, "."))
}

// withinAny says which of the names the import path lies within.
func (g graph) withinAny(path string, names []string) (string, bool) {
	for _, name := range names {
		if g.within(path, name) {
			return name, true
		}
	}
	return "", false
}

// roomOf finds the room a package belongs to.
func (g graph) roomOf(path string) (room, bool) {
	var best room
	for _, r := range rooms {
		if g.within(path, r.path) && len(r.path) > len(best.path) {
			best = r
		}
	}
	return best, best.path != ""
}

// breaches lists every import that breaks a wall, in words.
func (g graph) breaches() []string {
	var found []string
	for _, p := range g.packages {
		if r, ok := g.roomOf(p.ImportPath); ok {
			found = append(found, g.breachesOfRoom(p, r)...)
		} else if g.short(p.ImportPath) != "" {
			found = append(found, fmt.Sprintf("%s stands in no room: give it walls in internal/house", g.short(p.ImportPath)))
		}
		found = append(found, g.breachesOfSight(p)...)
	}
	return found
}

// breachesOfRoom checks what one package imports and reaches against its room.
func (g graph) breachesOfRoom(p pkg, r room) []string {
	var found []string
	for _, path := range p.Imports {
		if name, bad := g.withinAny(path, r.never); bad {
			found = append(found, g.says(p, "imports", path, r.path+" never imports "+name))
		}
		if g.unexpected(path, r) {
			found = append(found, g.says(p, "imports", path, fmt.Sprintf("%s imports only %v of the project", r.path, r.only)))
		}
	}
	for _, name := range r.beyond {
		if path, bad := g.reached(p, name); bad {
			found = append(found, g.says(p, "reaches", path, r.path+" must not depend on "+name))
		}
	}
	return found
}

// reached is the first package within the named one that p depends on; the
// rest of a module would only say the same.
func (g graph) reached(p pkg, name string) (string, bool) {
	for _, path := range p.Deps {
		if g.within(path, name) {
			return path, true
		}
	}
	return "", false
}

// unexpected says whether a package of the project is none that the room lists.
func (g graph) unexpected(path string, r room) bool {
	if r.open || g.short(path) == path {
		return false
	}
	_, listed := g.withinAny(path, append([]string{r.path}, r.only...))
	return !listed
}

// breachesOfSight checks that the package sees only those that let it.
func (g graph) breachesOfSight(p pkg) []string {
	var found []string
	for _, s := range sights {
		if _, friend := g.withinAny(p.ImportPath, append([]string{s.of}, s.by...)); friend {
			continue
		}
		for _, path := range seen(p, s) {
			if g.within(path, s.of) {
				found = append(found, g.says(p, "imports", path, fmt.Sprintf("only %v may", s.by)))
			}
		}
	}
	return found
}

// seen are the imports that a sight covers.
func seen(p pkg, s sight) []string {
	paths := append([]string{}, p.Imports...)
	if s.inTests {
		paths = append(append(paths, p.TestImports...), p.XTestImports...)
	}
	return paths
}

// says words a breach.
func (g graph) says(p pkg, verb, path, wall string) string {
	return fmt.Sprintf("%s %s %s, but %s", g.short(p.ImportPath), verb, g.short(path), wall)
}
