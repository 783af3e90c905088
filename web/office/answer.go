package office

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/policies/checks"
)

// The fields of a form that answer findings: that let one stand in a hand-in, and that decide on one of a compiled
// paper, with the reason.
const (
	waivePrefix  = "waive."
	decidePrefix = "decide."
	whyPrefix    = "why."
)

// waiverFields ask why a finding may stand, one for each that otherwise holds the hand-in up.
func waiverFields(sub *cases.SubmissionContext) []field {
	var out []field
	for _, f := range sub.Findings {
		if f.Severity == checks.Fault {
			out = append(out, field{
				Name: waivePrefix + f.ID, Label: "고치지 않고 두는 사유 — " + f.Message, As: "area", Most: 1000,
				Hint: "고칠 수 있으면 비워 두고 행을 먼저 고치십시오.",
			})
		}
	}
	return out
}

// decisionFields ask what is to become of each finding of a compiled paper that needs a decision.
func decisionFields(found []checks.Finding) []field {
	var out []field
	for _, f := range found {
		if !f.NeedsDecision() {
			continue
		}
		why := field{Name: whyPrefix + f.ID, Label: "사유 — " + f.Place, As: "text", Most: 1000}
		if why.Hint = "보완하거나 제외하려면 적어야 합니다."; f.Severity == checks.Fault {
			why.Hint = "오류입니다. 어떻게 하든 적어야 합니다."
		}
		out = append(out, field{
			Name: decidePrefix + f.ID, Label: f.Place + " — " + f.Message, As: "select", Needed: true, Options: []option{
				{Value: "accept", Text: "그대로 둠"}, {Value: "mend", Text: "보완하게 함"}, {Value: "waive", Text: "제외함"},
			},
		}, why)
	}
	return out
}

// foundIn are the findings of a compiled paper.
func foundIn(c *cases.CompilationContext) ([]checks.Finding, error) {
	if c == nil || len(c.Findings) == 0 {
		return nil, nil
	}
	var out []checks.Finding
	err := json.Unmarshal(c.Findings, &out)
	return out, err
}

// answered puts what was typed about findings where the body of an act has it.
func answered(t cases.TaskDetail, raw json.RawMessage) (json.RawMessage, error) {
	kind := t.CaseKind
	if kind != gov.CaseSubmission && kind != gov.CaseCompilation {
		return raw, nil
	}
	var body map[string]any
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, err
	}
	var waivers, decisions []map[string]any
	for _, name := range slices.Sorted(maps.Keys(body)) {
		if finding, ok := strings.CutPrefix(name, waivePrefix); ok {
			waivers = append(waivers, map[string]any{"finding": finding, "reason": body[name]})
			delete(body, name)
		}
		if finding, ok := strings.CutPrefix(name, decidePrefix); ok {
			one := map[string]any{"finding": finding, "decision": body[name]}
			if why, ok := body[whyPrefix+finding]; ok {
				one["reason"] = why
			}
			decisions = append(decisions, one)
			delete(body, name)
			delete(body, whyPrefix+finding)
		}
	}
	mended(body)
	if len(waivers) > 0 {
		body["waivers"] = waivers
	}
	if len(decisions) > 0 {
		body["decisions"] = decisions
	}
	return json.Marshal(body)
}

// mendPrefix begins the fields of a form that name what is to be mended, and mendMost is how many a page offers: what
// is more stands in the reason, or is asked again.
const (
	mendPrefix = "mend."
	mendMost   = 6
)

// mendFields ask at which rows and fields something is to be mended, and what.
func mendFields(sub *cases.SubmissionContext) []field {
	var rows, fields []option
	for _, row := range sub.Rows {
		rows = append(rows, option{Value: row.ID.String(), Text: row.Title})
	}
	for _, f := range sub.Fields {
		fields = append(fields, option{Value: f.ID, Text: f.Title})
	}
	var out []field
	for n := range mendMost {
		at := mendPrefix + strconv.Itoa(n+1)
		place := "고칠 곳 " + strconv.Itoa(n+1)
		out = append(out,
			field{Name: at + ".row", Label: place + " — 행", As: "select", Options: rows},
			field{Name: at + ".field", Label: place + " — 항목", As: "select", Options: fields, Hint: "행 전체이면 비워 둡니다."},
			field{Name: at + ".reason", Label: place + " — 고칠 것", As: "text", Most: 1000})
	}
	return out
}

// mended puts the places that were named where the body of a request has them. One that lacks its row or what is to be
// mended stays as it is typed, and check says so before.
func mended(body map[string]any) {
	var asked []map[string]any
	for n := range mendMost {
		at, one := mendPrefix+strconv.Itoa(n+1), map[string]any{}
		for _, name := range []string{"row", "field", "reason"} {
			if v, ok := body[at+"."+name]; ok {
				one[name] = v
				delete(body, at+"."+name)
			}
		}
		if len(one) > 0 {
			asked = append(asked, one)
		}
	}
	if len(asked) > 0 {
		body["fields"] = asked
	}
}

// checkMend asks for what is missing at a place that was begun.
func checkMend(fields []field) bool {
	ok := true
	for n := range mendMost {
		at := mendPrefix + strconv.Itoa(n+1)
		row, of, why := fieldAt(fields, at+".row"), fieldAt(fields, at+".field"), fieldAt(fields, at+".reason")
		if row == nil || of == nil || why == nil || row.Value+of.Value+why.Value == "" {
			continue
		}
		for _, f := range []*field{row, why} {
			if f.Value == "" {
				f.Wrong = f.Label + ": 적거나 골라야 합니다."
				ok = false
			}
		}
	}
	return ok
}

func fieldAt(fields []field, name string) *field {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	return nil
}
