package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// tab is how many columns a tab stands for when a line is measured.
const tab = 4

// source is one hand-written Go file, measured.
type source struct {
	path   string
	test   bool
	lines  int
	wide   int // lines past 120 columns
	funcs  []function
	silent []string // exported names without a word of documentation
	pkgDoc bool
}

// function is one function, measured.
type function struct {
	name   string
	lines  int
	params int
	why    bool // its comment says why it is long
}

// sources measures every hand-written Go file below dir. Generated files, test
// data, other people's code and what the Makefile builds are left out.
func sources(t *testing.T, dir string) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if path != dir && foreignFolder(path, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(path, ".go") {
			all = appendMeasured(t, all, path)
		}
		return nil
	})
	require.NoError(t, err)
	return all
}

// foreignFolder says whether a folder holds nothing written by hand for the product.
func foreignFolder(path, name string) bool {
	if strings.HasPrefix(name, ".") || name == "testdata" || name == "vendor" || name == "node_modules" {
		return true
	}
	_, err := os.Stat(filepath.Join(path, "go.mod"))
	return err == nil // a module of its own
}

// appendMeasured measures the file at path unless a program wrote it.
func appendMeasured(t *testing.T, all []source, path string) []source {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	s, generated := measure(t, path, string(text))
	if generated {
		return all
	}
	return append(all, s)
}

// measure reads one file.
func measure(t *testing.T, path, text string) (s source, generated bool) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, text, parser.ParseComments)
	require.NoError(t, err)
	if ast.IsGenerated(file) {
		return source{}, true
	}
	s = source{path: path, test: strings.HasSuffix(path, "_test.go"), pkgDoc: said(file.Doc)}
	s.measureLines(text)
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			s.addFunction(set, d)
		case *ast.GenDecl:
			s.addNames(d)
		}
	}
	return s, false
}

// measureLines counts lines, and those too wide to read beside another.
func (s *source) measureLines(text string) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	s.lines = len(lines)
	for _, line := range lines {
		if utf8.RuneCountInString(line)+(tab-1)*strings.Count(line, "\t") > widest {
			s.wide++
		}
	}
}

// addFunction measures a function and notes it when it is exported and silent.
func (s *source) addFunction(set *token.FileSet, d *ast.FuncDecl) {
	f := function{
		name:   d.Name.Name,
		lines:  set.Position(d.End()).Line - set.Position(d.Pos()).Line + 1,
		params: d.Type.Params.NumFields(),
		why:    strings.Contains(strings.ToLower(d.Doc.Text()), excuse),
	}
	s.funcs = append(s.funcs, f)
	if d.Name.IsExported() && exportedReceiver(d) && !said(d.Doc) {
		s.silent = append(s.silent, d.Name.Name)
	}
}

// exportedReceiver says whether the function, if a method, belongs to a type
// that others can see.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	expr := d.Recv.List[0].Type
	for {
		switch e := expr.(type) {
		case *ast.StarExpr:
			expr = e.X
		case *ast.IndexExpr:
			expr = e.X
		case *ast.IndexListExpr:
			expr = e.X
		case *ast.Ident:
			return e.IsExported()
		default:
			return false
		}
	}
}

// addNames notes the exported types, constants and variables of a declaration
// that nobody documents. In a group the comment of the group will do.
func (s *source) addNames(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch n := spec.(type) {
		case *ast.TypeSpec:
			if n.Name.IsExported() && !said(d.Doc, n.Doc, n.Comment) {
				s.silent = append(s.silent, n.Name.Name)
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				if name.IsExported() && !said(d.Doc, n.Doc, n.Comment) {
					s.silent = append(s.silent, name.Name)
				}
			}
		}
	}
}

// said says whether one of the comments says anything.
func said(comments ...*ast.CommentGroup) bool {
	for _, c := range comments {
		if strings.TrimSpace(c.Text()) != "" {
			return true
		}
	}
	return false
}
