package house

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"
)

// root is the folder of the module, seen from this package.
const root = "../.."

func TestEveryWallOfTheHouseStands(t *testing.T) {
	t.Parallel()
	g := list(t, root, "")
	require.NotEmpty(t, g.packages, "go list found no package: the walls would stand unproven")
	require.Empty(t, strings.Join(g.breaches(), "\n"))
}

func TestTheContainerBinaryCarriesNoTemporalServer(t *testing.T) {
	t.Parallel()
	g := list(t, root, "noembed")
	for name, p := range g.packages {
		if !g.within(p.ImportPath, "cmd") {
			continue
		}
		for _, path := range p.Deps {
			require.False(t, g.within(path, server), "%s built with noembed still reaches %s", name, path)
		}
	}
}

// TestAWallIsNotPaper breaks each wall once and expects to be told.
func TestAWallIsNotPaper(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, imports string }{
		{"gov", "internal/cases"},
		{"gov", "net/http"},
		{"policies", "policies/pack"},
		{"policies/calendar", "activities"},
		{"policies/calendar", "os"},
		{"policies/pack", "internal/store"},
		{"workflows", "policies/pack"},
		{"workflows", "internal/cases"},
		{"activities", "internal/store"},
		{"activities", "workflows"},
		{"internal/cases", "internal/mail"},
		{"internal/sheets", "internal/store"},
		{"internal/sheets", "os"},
		{"internal/bounce", "os"},
		{"internal/bounce", "internal/cases"},
		{"internal/returns", "internal/cases"},
		{"internal/ical", "internal/cases"},
		{"internal/ical", "os"},
		{"internal/proof", "internal/ledger"},
		{"internal/proof", "gov"},
		{"internal/proof", "os"},
		{"internal/evidence", "internal/store"},
		{"internal/evidence", "os"},
		{"internal/dossier", "internal/cases"},
		{"internal/intake", "internal/cases"},
		{"api", "web"},
		{"web", "api"},
		{"api", "internal/store"},
		{"api", "policies/pack"},
		{"api", "go.temporal.io/sdk/client"},
		{"client", "internal/cases"},
		{"internal/rehearsal", "internal/cases"},
		{"internal/rehearsal", "internal/store"},
		{"internal/process", "api"},
		{"internal/mail", "policies/pack"},
		{"internal/mail", "workflows"},
		{"cmd/gyeol", "workflows"},
		{"cmd/gyeol", "go.temporal.io/server/temporal"},
		{"internal/store", "internal/testkit"},
		{"attic", "gov"},
	} {
		require.NotEmpty(t, imagined(c.in, c.imports).breaches(), "%s may import %s unnoticed", c.in, c.imports)
	}
}

func TestTheDoorsOfTheHouseOpen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, imports string }{
		{"policies/calendar", "gov"},
		{"policies/pack", "policies/calendar"},
		{"workflows", "activities"},
		{"workflows", "go.temporal.io/sdk/workflow"},
		{"activities", "policies/pack"},
		{"internal/cases", "policies/pack"},
		{"internal/cases", "internal/failpoint"},
		{"internal/cases", "internal/store"},
		{"internal/cases", "internal/sheets"},
		{"internal/cases", "internal/ical"},
		{"internal/cases", "internal/proof"},
		{"internal/evidence", "policies"},
		{"internal/dossier", "internal/evidence"},
		{"internal/mail", "internal/ical"},
		{"internal/papers", "internal/sheets"},
		{"internal/intake", "policies/pack"},
		{"internal/intake", "internal/store"},
		{"internal/process", "workflows"},
		{"internal/embedded/temporal", "go.temporal.io/server/temporal"},
		{"api", "internal/cases"},
		{"internal/rehearsal", "client"},
		{"cmd/gyeol", "policies/pack"},
		{"cmd/gyeol", "internal/embedded/postgres"},
	} {
		require.Empty(t, imagined(c.in, c.imports).breaches(), "%s cannot import %s", c.in, c.imports)
	}
}

func TestABackDoorIsFound(t *testing.T) {
	t.Parallel()
	g := imagined("api", "internal/cases")
	p := g.packages["api"]
	p.Deps = append(p.Deps, "gyeol/workflows", "go.temporal.io/sdk/workflow")
	g.packages["api"] = p
	require.Equal(t, []string{
		"api reaches workflows, but api must not depend on workflows",
		"api reaches go.temporal.io/sdk/workflow, but api must not depend on go.temporal.io",
	}, g.breaches())
}

// TestAViolationInARealModuleIsCaught builds a small house on disk, with a hole
// in its wall, so that the reading of "go list" is proven and not assumed.
func TestAViolationInARealModuleIsCaught(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "go.mod", "module gyeol\n\ngo 1.26\n")
	write(t, dir, "policies/line.go", "package policies\n\nimport _ \"gyeol/gov\"\n")
	write(t, dir, "gov/case.go", "package gov\n\nimport _ \"gyeol/internal/store\"\n")
	write(t, dir, "internal/store/pool.go", "package store\n")
	found := strings.Join(list(t, dir, "").breaches(), "\n")
	require.Equal(t, "gov imports internal/store, but gov imports only [] of the project", found)
}

// TestTheLinterKnowsEveryWall keeps the two halves of the wall together: each
// room and each sight has its depguard rule, and every ban says what to use instead.
func TestTheLinterKnowsEveryWall(t *testing.T) {
	t.Parallel()
	settings := linterSettings(t)
	for _, r := range rooms {
		if !r.open {
			require.Contains(t, settings.Depguard.Rules, ruleName(r.path), "no depguard rule for the room %s", r.path)
		}
	}
	for _, s := range sights {
		require.Contains(t, settings.Depguard.Rules, "seen-"+ruleName(s.of), "no depguard rule for who may see %s", s.of)
	}
	for name, rule := range settings.Depguard.Rules {
		require.NotEmpty(t, rule.Deny, "the rule %s forbids nothing", name)
		for _, ban := range rule.Deny {
			require.NotEmpty(t, ban.Desc, "the rule %s bans %s without naming a replacement", name, ban.Pkg)
		}
	}
	for _, ban := range settings.Forbidigo.Forbid {
		require.NotEmpty(t, ban.Msg, "%s is forbidden without naming a replacement", ban.Pattern)
	}
}

// TestNoBanShadowsAnother guards against a trap of depguard: it looks only at
// the entry that sorts right before the import, so in one list a longer prefix
// hides the shorter one from everything that sorts after it.
func TestNoBanShadowsAnother(t *testing.T) {
	t.Parallel()
	for name, rule := range linterSettings(t).Depguard.Rules {
		for _, a := range rule.Deny {
			for _, b := range rule.Deny {
				shadow := a.Pkg != b.Pkg && strings.HasPrefix(b.Pkg, a.Pkg)
				require.False(t, shadow, "in the rule %s, %s hides %s: put it in a rule of its own", name, b.Pkg, a.Pkg)
			}
		}
	}
}

// settings is the part of .golangci.yml that the walls care about.
type settings struct {
	Depguard struct {
		Rules map[string]struct {
			Deny []struct{ Pkg, Desc string }
		}
	}
	Forbidigo struct {
		Forbid []struct{ Pattern, Msg string }
	}
}

// linterSettings reads them.
func linterSettings(t *testing.T) settings {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, ".golangci.yml"))
	require.NoError(t, err)
	var file struct{ Linters struct{ Settings settings } }
	require.NoError(t, yaml.Unmarshal(raw, &file))
	return file.Linters.Settings
}

// ruleName is the name of the depguard rule of a folder or module.
func ruleName(path string) string {
	if path == server {
		return "temporal-server"
	}
	return strings.ReplaceAll(path, "/", "-")
}

// imagined is a project of one package with one import.
func imagined(in, imports string) graph {
	g := graph{module: "gyeol"}
	path := g.long(imports)
	g.packages = map[string]pkg{in: {ImportPath: "gyeol/" + in, Imports: []string{path}, Deps: []string{path}}}
	return g
}

// write puts a file into the small house.
func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}
