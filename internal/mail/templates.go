package mail

import (
	"embed"
	"fmt"
	htmltemplate "html/template"
	"io"
	"strings"
	texttemplate "text/template"

	"gyeol/gov"
	"gyeol/internal/locale"
)

//go:embed templates
var files embed.FS

// kinds are the notices that have a template; a test compares them with those of package gov.
var kinds = []gov.NoticeKind{
	gov.NoticeAssigned, gov.NoticeReturned, gov.NoticeDueSoon, gov.NoticeDueToday, gov.NoticeOverdue, gov.NoticeCall,
	gov.NoticeDigest, gov.NoticeStopped, gov.NoticeInformed,
	gov.NoticeMoved,
}

// templates are the compiled texts, by kind.
type templates struct {
	plain map[gov.NoticeKind]*texttemplate.Template
	html  map[gov.NoticeKind]*htmltemplate.Template
}

// content is a rendered letter.
type content struct{ subject, plain, html string }

var functions = map[string]any{"josa": locale.Josa}

// loadTemplates compiles every text: <kind>.txt defines "subject" and "body", <kind>.html defines "body", and the
// layouts put greeting and link around them.
func loadTemplates() (*templates, error) {
	t := &templates{
		plain: make(map[gov.NoticeKind]*texttemplate.Template, len(kinds)),
		html:  make(map[gov.NoticeKind]*htmltemplate.Template, len(kinds)),
	}
	for _, kind := range kinds {
		name := "templates/" + string(kind)
		var err error
		t.plain[kind], err = texttemplate.New("layout.txt").Funcs(functions).Option("missingkey=error").
			ParseFS(files, "templates/layout.txt", name+".txt")
		if err != nil {
			return nil, fmt.Errorf("read mail text: %w", err)
		}
		t.html[kind], err = htmltemplate.New("layout.html").Funcs(functions).Option("missingkey=error").
			ParseFS(files, "templates/layout.html", name+".html")
		if err != nil {
			return nil, fmt.Errorf("read mail text: %w", err)
		}
	}
	return t, nil
}

// render writes a letter.
func (t *templates) render(letter gov.Letter, baseURL string) (content, error) {
	plain, ok := t.plain[letter.Kind]
	if !ok {
		return content{}, fmt.Errorf("no mail text for a notice of kind %q", letter.Kind)
	}
	v := newView(letter, baseURL)
	var c content
	for _, part := range []struct {
		into  *string
		write func(io.Writer) error
	}{
		{&c.subject, func(w io.Writer) error { return plain.ExecuteTemplate(w, "subject", v) }},
		{&c.plain, func(w io.Writer) error { return plain.Execute(w, v) }},
		{&c.html, func(w io.Writer) error { return t.html[letter.Kind].Execute(w, v) }},
	} {
		var b strings.Builder
		if err := part.write(&b); err != nil {
			return content{}, fmt.Errorf("write mail %s: %w", letter.Kind, err)
		}
		*part.into = b.String()
	}
	c.subject = "[결] " + locale.OneLine(c.subject, subjectLimit)
	return c, nil
}

// subjectLimit is what a list of mails shows at the most.
const subjectLimit = 70
