package papers

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"

	"gyeol/gov"
)

//go:embed templates/*.html
var files embed.FS

// pages are parsed once; a template that does not parse stops the program at its start and not in an office.
var pages = map[string]*template.Template{
	"compilation": page("compilation.html"),
	"difference":  page("difference.html"),
	"document":    page("document.html", "block.html"),
	"meeting":     page("meeting.html"),
	"public":      page("public.html"),
}

func page(names ...string) *template.Template {
	paths := []string{"templates/layout.html"}
	for _, n := range names {
		paths = append(paths, "templates/"+n)
	}
	return template.Must(template.New("layout.html").Funcs(funcs).Funcs(blockFuncs).ParseFS(files, paths...))
}

var funcs = template.FuncMap{
	"date": printDate, "result": resultName, "numeric": numeric, "add": func(a, b int) int { return a + b },
}

// write renders into a buffer first: a paper is written whole or not at all.
func write(w io.Writer, name string, data any) error {
	var buf bytes.Buffer
	if err := pages[name].Execute(&buf, data); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	if _, err := w.Write(buf.Bytes()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func printDate(d gov.Date) string {
	if d.IsZero() {
		return "-"
	}
	return d.Korean()
}

// iso is a date as machines read it.
func iso(d gov.Date) string { return d.String() }

// word looks a code up in a list of Korean words and shows the code itself where the list lacks it.
func word[K ~string](words map[K]string, k K) string {
	if w, ok := words[k]; ok {
		return w
	}
	return string(k)
}

func resultName(r string) string {
	return word(map[string]string{ //nolint:gosec // results of votes that begin with "pass"
		"passed_as_is": "원안의결", "passed_amended": "수정의결", "passed_with_conditions": "조건부의결", "deferred": "보류",
		"rejected": "부결",
	}, r)
}
