package pack

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

//go:embed schema/*.json
var schemaFS embed.FS

// Schemas returns the published JSON Schemas of the files of a pack by name, e.g. "cycle".
func Schemas() map[string][]byte {
	out := map[string][]byte{}
	for _, name := range schemaNames {
		data, err := schemaFS.ReadFile("schema/" + name + ".schema.json")
		if err != nil {
			panic("pack: " + err.Error()) // embedded at build time
		}
		out[name] = data
	}
	return out
}

var schemaNames = []string{
	"manifest", "cycle", "authority", "bodies", "notices", "forms", "awards", "groups", "overlaps", "organisation",
	"checks", "privacy", "terms",
}

// schemas compiles every schema once; a schema that does not compile is a fault of the program, not of a pack.
var schemas = sync.OnceValue(func() map[string]*jsonschema.Schema {
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	out := map[string]*jsonschema.Schema{}
	for name, data := range Schemas() {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			panic("pack: schema " + name + ": " + err.Error())
		}
		if err := c.AddResource("gyeol:pack/"+name, doc); err != nil {
			panic("pack: schema " + name + ": " + err.Error())
		}
	}
	for _, name := range schemaNames {
		out[name] = c.MustCompile("gyeol:pack/" + name)
	}
	return out
})

// document is one YAML or JSON file with the lines of its values.
type document struct {
	name string
	data []byte
	root func() ast.Node // nil if it does not parse
}

func newDocument(name string, data []byte) *document {
	return &document{name, data, sync.OnceValue(func() ast.Node {
		f, err := parser.ParseBytes(data, 0)
		if err != nil || len(f.Docs) == 0 {
			return nil
		}
		return f.Docs[0].Body
	})}
}

// line returns the line on which the value at the path begins; as far as the path leads if it leads nowhere.
func (d *document) line(path ...string) int {
	node, line := d.root(), 1
	if node == nil {
		return 0
	}
	for _, step := range path {
		next, at := child(node, step)
		if next == nil {
			return line
		}
		node, line = next, at
	}
	return line
}

func child(node ast.Node, step string) (value ast.Node, line int) {
	switch n := node.(type) {
	case *ast.MappingNode:
		for _, v := range n.Values {
			if v.Key.GetToken().Value == step {
				return v.Value, v.Key.GetToken().Position.Line
			}
		}
	case *ast.MappingValueNode:
		if n.Key.GetToken().Value == step {
			return n.Value, n.Key.GetToken().Position.Line
		}
	case *ast.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i < len(n.Values) {
			return n.Values[i], firstLine(n.Values[i])
		}
	}
	return nil, 0
}

// firstLine returns where a value begins: a block mapping begins at its first key, not at its colon.
func firstLine(n ast.Node) int {
	switch m := n.(type) {
	case *ast.MappingNode:
		if len(m.Values) > 0 && !m.IsFlowStyle {
			return m.Values[0].Key.GetToken().Position.Line
		}
	case *ast.MappingValueNode:
		return m.Key.GetToken().Position.Line
	}
	return n.GetToken().Position.Line
}

// validate checks the raw text against the schema, before any typed decoding: an unquoted 0110 is a number in YAML,
// and a typed decoder would quietly make "72" of it.
func (d *document) validate(schema string) Faults {
	var raw any
	if err := yaml.Unmarshal(d.data, &raw); err != nil {
		return Faults{d.syntax(err)}
	}
	text, err := json.Marshal(raw)
	if err != nil {
		return Faults{{d.name, 0, "yaml/syntax", "JSON으로 나타낼 수 없는 값이 있습니다: " + err.Error()}}
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return Faults{{d.name, 0, "yaml/syntax", "JSON으로 나타낼 수 없는 값이 있습니다: " + err.Error()}}
	}
	var invalid *jsonschema.ValidationError
	if err := schemas()[schema].Validate(value); errors.As(err, &invalid) {
		return d.explain(invalid)
	}
	return nil
}

// decode reads the file into a type, refusing fields the type does not have.
func (d *document) decode(into any) Faults {
	if err := yaml.NewDecoder(bytes.NewReader(d.data), yaml.Strict()).Decode(into); err != nil {
		return Faults{d.syntax(err)}
	}
	return nil
}

// syntax turns an error of the YAML library into a fault with its line.
func (d *document) syntax(err error) Fault {
	f := Fault{d.name, 0, "yaml/syntax", "YAML을 읽을 수 없습니다: " + err.Error()}
	var at yaml.Error
	if errors.As(err, &at) {
		f.Text = "YAML을 읽을 수 없습니다: " + at.GetMessage()
		if t := at.GetToken(); t != nil {
			f.Line = t.Position.Line
		}
	}
	if strings.Contains(f.Text, "already defined") { // the parser has no type of its own for it
		f.Rule = "yaml/duplicate-key"
	}
	return f
}

// lineOf returns the line an error of encoding/json points at, 0 if it points nowhere.
func (d *document) lineOf(err error) int {
	var syntax *json.SyntaxError
	var mistyped *json.UnmarshalTypeError
	var offset int64
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &mistyped):
		offset = mistyped.Offset
	default:
		return 0
	}
	return 1 + bytes.Count(d.data[:min(int(offset), len(d.data))], []byte("\n"))
}
