package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// cut writes used.css beside the style sheet of the design system: its rules whose every class stands in a template,
// and of its tokens those that one of these rules, or one of ours, reads.
func cut(work, src, views string) error {
	dir := filepath.Join(work, "krds-uiux", "resources", "css")
	sheet, err := os.ReadFile(filepath.Join(dir, "component", "output.css"))
	if err != nil {
		return err
	}
	tokens, err := os.ReadFile(filepath.Join(dir, "token", "krds_tokens.css"))
	if err != nil {
		return err
	}
	own, err := os.ReadFile(filepath.Join(src, "office.css"))
	if err != nil {
		return err
	}
	text, err := templates(views)
	if err != nil {
		return err
	}
	plain := bytes.ReplaceAll(sheet, []byte(`@import "../../css/token/krds_tokens.css";`), nil)
	one := api.Transform(string(tokens)+"\n"+string(plain), api.TransformOptions{
		Loader: api.LoaderCSS, MinifyWhitespace: true, Charset: api.CharsetUTF8,
	})
	if len(one.Errors) > 0 {
		return fmt.Errorf("read the style sheet: %s", one.Errors[0].Text)
	}
	known := map[string]bool{}
	for _, w := range regexp.MustCompile(`[a-zA-Z][a-zA-Z0-9_-]*`).FindAllString(text, -1) {
		known[w] = true
	}
	kept := keep(split(strings.TrimPrefix(string(one.Code), "\ufeff")), known)
	out := unused(kept, string(own))
	return os.WriteFile(filepath.Join(dir, "component", "used.css"), []byte(out), 0o600)
}

// templates is the text of every template.
func templates(dir string) (string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			return "", err
		}
		b.Write(raw)
	}
	return b.String(), nil
}

// rule is a rule with its head and what stands between its braces; a statement has no body.
type rule struct{ head, body string }

// split takes a minified sheet apart into its outermost rules.
func split(css string) []rule {
	var out []rule
	for start, depth, open := 0, 0, 0; start < len(css); {
		i := start
		for ; i < len(css); i++ {
			switch css[i] {
			case '"', '\'':
				i = closing(css, i)
			case ';':
				if depth == 0 {
					goto done
				}
			case '{':
				if depth++; depth == 1 {
					open = i
				}
			case '}':
				if depth--; depth == 0 {
					goto done
				}
			}
		}
	done:
		if i >= len(css) {
			break
		}
		if css[i] == '}' {
			out = append(out, rule{strings.TrimSpace(css[start:open]), css[open+1 : i]})
		}
		start = i + 1
	}
	return out
}

// closing is where a quoted text ends.
func closing(css string, at int) int {
	for i := at + 1; i < len(css); i++ {
		switch css[i] {
		case '\\':
			i++
		case css[at]:
			return i
		}
	}
	return len(css)
}

var classOf = regexp.MustCompile(`[.#](-?[_a-zA-Z][\w-]*)`)

// keep drops the selectors that name a class or an id which no template has, and what is for dark screens: officials
// print what they see.
func keep(rules []rule, known map[string]bool) []rule {
	var out []rule
	for _, r := range rules {
		switch {
		case strings.HasPrefix(r.head, "@media"):
			if strings.Contains(r.head, "dark") {
				continue
			}
			if inner := keep(split(r.body), known); len(inner) > 0 {
				out = append(out, rule{r.head, join(inner)})
			}
		case strings.HasPrefix(r.head, "@"):
			continue
		default:
			if head := selectors(r.head, known); head != "" {
				out = append(out, rule{head, r.body})
			}
		}
	}
	return out
}

func selectors(head string, known map[string]bool) string {
	var kept []string
	for _, s := range commas(head) {
		ok := !strings.Contains(s, "data-krds-mode") && !strings.Contains(s, "high-contrast")
		for _, m := range classOf.FindAllStringSubmatch(s, -1) {
			ok = ok && known[m[1]]
		}
		if ok {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, ",")
}

// commas takes a list of selectors apart, but not within brackets.
func commas(head string) []string {
	var out []string
	depth, start := 0, 0
	for i, c := range head {
		switch c {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, head[start:i])
				start = i + 1
			}
		}
	}
	return append(out, head[start:])
}

func join(rules []rule) string {
	var b strings.Builder
	for _, r := range rules {
		b.WriteString(r.head + "{" + r.body + "}\n")
	}
	return b.String()
}

var (
	declared = regexp.MustCompile(`(--[\w-]+):([^;{}]*)`)
	read     = regexp.MustCompile(`var\(\s*(--[\w-]+)`)
)

// unused takes out the declarations of tokens that nothing reads, until nothing more goes.
func unused(rules []rule, own string) string {
	text := join(rules)
	for {
		used := map[string]bool{}
		for _, m := range read.FindAllStringSubmatch(text+own, -1) {
			used[m[1]] = true
		}
		next := regexp.MustCompile(`(--[\w-]+):[^;{}]*;?`).ReplaceAllStringFunc(text, func(d string) string {
			if used[declared.FindStringSubmatch(d)[1]] {
				return d
			}
			return ""
		})
		if next == text {
			return regexp.MustCompile(`[^{}]*\{\s*\}`).ReplaceAllString(text, "")
		}
		text = next
	}
}
