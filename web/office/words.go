package office

import (
	"encoding/json"
	"fmt"
	"html/template"
	"math"
	"strings"
	"sync"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/locale"
	"gyeol/policies"
	"gyeol/web/asset"
)

// words are what templates say things with.
func words(assets *asset.Set) template.FuncMap {
	return template.FuncMap{
		"asset":     assets.URL,
		"day":       func(d gov.Date) string { return d.Korean() },
		"state":     func(s gov.State) string { return s.Korean() },
		"verb":      func(v gov.Verb) string { return v.Korean() },
		"press":     press,
		"kind":      kindWord,
		"plain":     plain,
		"field":     fieldWord,
		"cellrole":  func(role string) string { return cellRoles[role] },
		"cellstate": func(state string) string { return cellStates[state] },
		"who":       who,
		"result":    wordOf(results),
		"choice":    choiceWord,
		"extension": wordOf(extensionStates),
		"entry":     wordOf(entryKinds),
		"subject":   wordOf(subjectKinds),
		"told":      told,
		"seat":      wordOf(seatRoles),
		"body":      wordOf(bodyKinds),
		"quorum":    wordOf(quorums),
		"scope":     wordOf(scopeWords),
		"process":   wordOf(processStates),
		"how":       func(h auth.How) string { return wordOf(waysIn)(string(h)) },
		"factor":    func(f gov.Factor) string { return f.Korean() },
		"keep":      func(r policies.Retention) string { return choiceWord(string(r)) },
		"tenths":    tenths,
		"yes":       func(b *bool) bool { return b != nil && *b },
		"instant":   instant,
		"moment":    moment,
		"unit":      unitOf,
		"handed":    wordOf(handedHow),

		"leaveoutcome": wordOf(leaveOutcomes),
		"leavestays":   wordOf(leaveStays),
		"rowevent":     wordOf(rowEvents),
		"rowanswer":    wordOf(rowAnswers),
		"join":         func(list []string) string { return strings.Join(list, ", ") },
		"where":        func(pointer string) string { return strings.ReplaceAll(strings.Trim(pointer, "/"), "/", " › ") },
	}
}

// wordOf finds the word for what is stored; what has none stays as it is.
func wordOf(words map[string]string) func(string) string {
	return func(stored string) string {
		if w := words[stored]; w != "" {
			return w
		}
		return stored
	}
}

// press is what stands on the button of an act: the second step says that it is one.
func press(v gov.Verb) string {
	word := v.Korean()
	if v == gov.VerbConfirm || strings.HasSuffix(word, "기") {
		return word
	}
	return word + " 확정"
}

// who names a person by his post, and by name where that says more.
func who(title, name string) string {
	if title == name || name == "" {
		return title
	}
	return strings.TrimSpace(title + " " + name)
}

// told is why a notice did not leave by itself; one that another notice has told is named by the kind of that notice.
func told(why string) string {
	switch kind, _, _ := strings.Cut(why, " "); kind {
	case "digest":
		return "모음 알림에 담김"
	case "bundle":
		return "묶음 알림에 담김"
	}
	return why
}

// caseKinds are the kinds of cases that people have tasks on.
var caseKinds = []gov.CaseKind{
	gov.CaseReceipt, gov.CaseSubmission, gov.CaseCompilation, gov.CaseDocument, gov.CaseMeeting, gov.CaseConsultation,
	gov.CaseFiling, gov.CaseOpinion, gov.CaseNomination, gov.CaseAgreement,
}

// kindWords names what is asked by a task of each kind, as its task says it.
var kindWords = sync.OnceValue(func() map[gov.TaskKind]string {
	out := map[gov.TaskKind]string{gov.TaskStopped: "멈춘 절차 처리", gov.TaskExtension: "기한 연장 요청 검토"}
	for _, kind := range caseKinds {
		for _, specs := range policies.MachineOf(kind).Tasks {
			for _, spec := range specs {
				if had := out[spec.Kind]; had == "" || spec.Title < had { // one kind may be named by its state
					out[spec.Kind] = spec.Title
				}
			}
		}
	}
	return out
})

func kindWord(k gov.TaskKind) string {
	if w := kindWords()[k]; w != "" {
		return w
	}
	if spec, ok := policies.MachineOf(gov.CaseDocument).SpecOf(k); ok {
		return spec.Title
	}
	return string(k)
}

// plain is a value of JSON as it is read on a page: figures with commas, lists in lines.
func plain(raw any) string {
	switch v := raw.(type) {
	case nil:
		return ""
	case json.RawMessage:
		if len(v) == 0 {
			return ""
		}
		var value any
		dec := json.NewDecoder(strings.NewReader(string(v)))
		dec.UseNumber()
		if dec.Decode(&value) != nil {
			return string(v)
		}
		return plain(value)
	case string:
		return v
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return figure(n)
		}
		return v.String()
	case bool:
		if v {
			return "예"
		}
		return "아니오"
	case []any:
		lines := make([]string, len(v))
		for i, x := range v {
			lines[i] = plain(x)
		}
		return strings.Join(lines, "\n")
	case map[string]any:
		return members(v)
	}
	return fmt.Sprint(raw)
}

func figure(n int64) string { return strings.TrimSuffix(locale.Won(n), "원") }

// due is a badge: how many working days are left, in words that need no colour.
type due struct {
	Date  gov.Date
	Text  string // "2027. 2. 5.(금)"
	Badge string // "D-3 (수)"
	Kind  string // late, soon, calm, plain
}

// soon is how many working days before a due date it is shown as near.
const soon = 3

func (s *server) due(today, d gov.Date) due {
	if d.IsZero() {
		return due{Badge: "기한 없음", Kind: "plain"}
	}
	n := s.Cases.WorkingDays(today, d)
	out := due{Date: d, Text: d.Korean(), Kind: "calm"}
	weekday := []string{"일", "월", "화", "수", "목", "금", "토"}[d.Weekday()]
	switch {
	case d.Before(today):
		out.Badge, out.Kind = fmt.Sprintf("지남 D+%d (%s)", int(math.Abs(float64(n))), weekday), "late"
	case d == today:
		out.Badge, out.Kind = "오늘 D-Day ("+weekday+")", "soon"
	default:
		out.Badge = fmt.Sprintf("D-%d (%s)", n, weekday)
		if n <= soon {
			out.Kind = "soon"
		}
	}
	return out
}
