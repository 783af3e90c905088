package papers

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"

	"gyeol/gov"
	"gyeol/policies/checks"
)

//go:embed templates/*.html
var files embed.FS

// pages are parsed once; a template that does not parse stops the program at its start and not in an office.
var pages = map[string]*template.Template{
	"compilation": page("compilation.html"),
	"difference":  page("difference.html"),
	"document":    page("document.html", "block.html"),
	"meeting":     page("meeting.html"),
}

func page(names ...string) *template.Template {
	paths := []string{"templates/layout.html"}
	for _, n := range names {
		paths = append(paths, "templates/"+n)
	}
	return template.Must(template.New("layout.html").Funcs(funcs).Funcs(blockFuncs).ParseFS(files, paths...))
}

var funcs = template.FuncMap{
	"million": Millions, "date": printDate, "class": className, "severity": severityName, "state": stateName,
	"result": resultName, "cited": citedName, "add": func(a, b int) int { return a + b },
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

// Millions prints won in 백만원, rounded half up at the print only; "-" where there is no amount.
func Millions(krw *int64) string {
	if krw == nil {
		return "-"
	}
	const million = 1_000_000
	if *krw < 0 {
		return checks.Thousands(-((-*krw + million/2) / million))
	}
	return checks.Thousands((*krw + million/2) / million)
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

func className(c string) string {
	return word(map[string]string{
		"new": "신규", "expanded": "확대", "continued": "계속", "improved": "개선", "strengthened": "강화", "ended": "종료",
		"normal": "정상", "terminated": "종료", "merged": "통합", "low-execution": "집행부진", "transferred": "이관",
	}, c)
}

func severityName(s checks.Severity) string {
	return word(map[checks.Severity]string{checks.Fault: "오류", checks.Warning: "확인", checks.Note: "참고"}, s)
}

func stateName(s gov.State) string {
	return word(map[gov.State]string{
		gov.Accepted: "확정", gov.Missing: "미제출", gov.Waived: "면제", gov.Submitted: "제출", gov.Resubmitted: "재제출",
	}, s)
}

func citedName(what string) string {
	return word(map[string]string{
		"budget": "예산현액", "executed": "집행액", "execution_rate_tenths": "집행률", "projects": "사업 수",
		"participation_rate_tenths": "평생학습 참여율",
	}, what)
}

func resultName(r string) string {
	return word(map[string]string{ //nolint:gosec // results of votes that begin with "pass"
		"passed_as_is": "원안의결", "passed_amended": "수정의결", "passed_with_conditions": "조건부의결", "deferred": "보류",
		"rejected": "부결",
	}, r)
}
