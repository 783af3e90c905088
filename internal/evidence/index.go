package evidence

import (
	"embed"
	"fmt"
	"html/template"
	"io"
)

//go:embed templates/index.html
var files embed.FS

// page is parsed once; a template that does not parse stops the program at its start.
var page = template.Must(template.New("index").Funcs(template.FuncMap{"what": what, "short": short}).
	ParseFS(files, "templates/index.html"))

// IndexHead is what the page for people says of the archive.
type IndexHead struct {
	Subject    Subject
	OfficeDate string // as an office writes it
	Role       string
	Reason     string
	Full       bool
	Key        string
	Leaves     int64
	Cases      int
	Withheld   []Omission
}

// Step is one thing that happened.
type Step struct {
	On       string // office date, as an office writes it
	Case     string // id
	Kind     string
	Title    string // of the case
	Number   string // of the document, where this gave it one
	By       string // title of the post; empty for gyeol itself
	Verb     string
	State    string // in which the case was left
	Page     string // of the paper as it is printed, if there is one
	Hash     string // of the content that was seen
	Articles []string
}

// WriteIndex writes the page: static, without a script, with nothing from outside. Steps come one by one from each, so
// that a year needs no memory of its size.
func WriteIndex(w io.Writer, head IndexHead, each func(step func(Step) error) error) error {
	if err := page.ExecuteTemplate(w, "head", head); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	if err := each(func(s Step) error { return page.ExecuteTemplate(w, "step", s) }); err != nil {
		return err
	}
	if err := page.ExecuteTemplate(w, "foot", nil); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// what names for people what was withheld.
func what(code string) string {
	words := map[string]string{
		"content": "본문", "act": "행위의 본문·사유", "contribution": "기여", "ballots": "위원별 표결", "details": "세부 기록",
		"page": "인쇄본", "attachment": "붙임", "name": "성명", "rules": "규정 묶음의 파일",
	}
	if w, ok := words[code]; ok {
		return w
	}
	return code
}

// short is the beginning of a hash, enough to tell it from others on a page.
func short(hash string) string { return hash[:min(12, len(hash))] }
