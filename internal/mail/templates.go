package mail

import (
	"crypto/sha256"
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

// templates are the compiled texts, by language and kind.
type templates struct {
	texts map[string]map[gov.NoticeKind]text
}

// text is what one kind of notice says in one language.
type text struct {
	plain   *texttemplate.Template
	html    *htmltemplate.Template
	version string // language, kind and the hash of its source, as in "ko/assigned@0123456789ab"
}

// content is a rendered letter.
type content struct {
	subject, plain, html string

	template string // the version of its text
	language string // code
}

var functions = map[string]any{"josa": locale.Josa, "row": func(label, value string) row { return row{label, value} }}

// row is one fact with its label; one without a value is not shown.
type row struct{ Label, Value string }

// loadTemplates compiles every text in every language: <kind>.txt defines "subject", "lead" and "rows", <kind>.html
// "lead" and "rows", and the layouts put greeting, link and foot around them; the lines of a digest and
// those of a bundle are the same. A text that is missing, or asks for what the view of its kind has not, is an error
// here and not when a letter is due.
func loadTemplates() (*templates, error) {
	t := &templates{texts: make(map[string]map[gov.NoticeKind]text, len(languages))}
	for _, in := range languages {
		t.texts[in.code] = make(map[gov.NoticeKind]text, len(views))
		for kind := range views {
			one, err := loadText(in, kind)
			if err != nil {
				return nil, err
			}
			t.texts[in.code][kind] = one
		}
	}
	return t, nil
}

func loadText(in *language, kind gov.NoticeKind) (text, error) {
	name := "templates/" + in.code + "/"
	plain := []string{name + "layout.txt", name + string(kind) + ".txt"}
	html := []string{name + "layout.html", name + string(kind) + ".html"}
	if kind == gov.NoticeDigest || kind == gov.NoticeBundle { // one letter on two occasions
		plain, html = append(plain, name+"lines.txt"), append(html, name+"lines.html")
	}
	var t text
	var err error
	if t.version, err = versionOf(in.code+"/"+string(kind), append(plain, html...)); err != nil {
		return t, err
	}
	t.plain, err = texttemplate.New("layout.txt").Funcs(functions).Option("missingkey=error").ParseFS(files, plain...)
	if err != nil {
		return t, fmt.Errorf("read mail text: %w", err)
	}
	t.html, err = htmltemplate.New("layout.html").Funcs(functions).Option("missingkey=error").ParseFS(files, html...)
	if err != nil {
		return t, fmt.Errorf("read mail text: %w", err)
	}
	if err := t.tryOut(kind); err != nil {
		return t, fmt.Errorf("mail text %s/%s does not fit its view: %w", in.code, kind, err)
	}
	return t, nil
}

// versionOf names a text by its source, so that the record says which wording somebody read.
func versionOf(name string, sources []string) (string, error) {
	hash := sha256.New()
	for _, source := range sources {
		raw, err := files.ReadFile(source)
		if err != nil {
			return "", fmt.Errorf("read mail text: %w", err)
		}
		fmt.Fprintf(hash, "%d\n%s", len(raw), raw)
	}
	return fmt.Sprintf("%s@%x", name, hash.Sum(nil)[:6]), nil
}

// render writes a letter in its language.
func (t *templates) render(letter gov.Letter, cfg Config) (content, error) {
	in := languageOf(letter.Language)
	text, ok := t.texts[in.code][letter.Kind]
	if !ok {
		return content{}, fmt.Errorf("no mail text for a notice of kind %q", letter.Kind)
	}
	d := drawing{l: letter, p: letter.Params, in: in, base: cfg.BaseURL}
	if err := d.open(cfg.Secrets); err != nil {
		return content{}, err
	}
	c, err := text.write(views[letter.Kind](d))
	if err != nil {
		return content{}, fmt.Errorf("write mail %s/%s: %w", in.code, letter.Kind, err)
	}
	c.subject = in.mark + locale.OneLine(c.subject, subjectLimit)
	c.template, c.language = text.version, in.code
	return c, nil
}

// write fills the three parts of a text.
func (t text) write(view any) (content, error) {
	var c content
	for _, part := range []struct {
		into  *string
		write func(io.Writer) error
	}{
		{&c.subject, func(w io.Writer) error { return t.plain.ExecuteTemplate(w, "subject", view) }},
		{&c.plain, func(w io.Writer) error { return t.plain.Execute(w, view) }},
		{&c.html, func(w io.Writer) error { return t.html.Execute(w, view) }},
	} {
		var b strings.Builder
		if err := part.write(&b); err != nil {
			return content{}, err
		}
		*part.into = b.String()
	}
	return c, nil
}

// subjectLimit is what a list of mails shows at the most.
const subjectLimit = 70
