package rehearsal

import (
	"fmt"
	"slices"

	"gyeol/client"
	"gyeol/gov"
)

// fill writes what is missing in the rows and hands them to the head; a unit without rows reports nothing.
func fill(s situation, d client.TaskDetail) []deed {
	if s.asksForMore() {
		if out, done := request(s, d); !done {
			return out
		}
	}
	sub := d.File.Context.Submission
	var out []deed
	for _, w := range s.writings(sub) {
		out = append(out, deed{
			by: personIn(d.Holders, w.row.Assigned), verb: gov.VerbSaveRow,
			item: fmt.Sprintf("%s/%d", w.row.ID, w.row.Revision),
			body: map[string]any{"row": w.row.ID, "revision": w.row.Revision, "data": w.data},
		})
	}
	said := map[string]any{"nothing_to_report": len(sub.Rows) == 0}
	if waivers := stands(s, sub); len(waivers) > 0 {
		said["waivers"] = waivers
	}
	return append(out, deed{verb: gov.VerbSubmit, item: fmt.Sprint(d.File.Revision), body: said})
}

// stands are the errors that the checks find and that whoever submits lets stand, for nobody has the figures to mend
// them.
func stands(s situation, sub client.SubmissionContext) []map[string]any {
	var out []map[string]any
	for _, f := range sub.Findings {
		if f.Severity == "error" {
			out = append(out, map[string]any{"finding": f.ID, "reason": s.pick("waiver/"+f.Item, waiverReasons)})
		}
	}
	return out
}

// personIn is the holder of a post, "" where he is not among those asked.
func personIn(holders []client.Holder, post string) string {
	for _, h := range holders {
		if h.Post == post && post != "" {
			return h.Person
		}
	}
	return ""
}

// approveSubmission is a signature of the unit's line. A returned submission is one whose first text the head would not
// sign.
func approveSubmission(s situation, d client.TaskDetail) []deed {
	if slices.Contains(d.Verbs, string(gov.VerbReview)) {
		return []deed{{verb: gov.VerbReview, item: fmt.Sprint(d.File.Revision), hash: d.File.ContentHash, body: map[string]any{}}}
	}
	if s.fate() == returned && d.File.Revision <= 1 {
		return []deed{{
			verb: gov.VerbReturn, item: fmt.Sprint(d.File.Revision), reason: s.pick("return", returnReasons),
			body: map[string]any{},
		}}
	}
	return []deed{{verb: gov.VerbApprove, item: fmt.Sprint(d.File.Revision), hash: d.File.ContentHash, body: map[string]any{}}}
}

// answerRows concurs with all rows that name the unit.
func answerRows(situation, client.TaskDetail) []deed {
	return do(gov.VerbAnswerRow, map[string]any{"agrees": true})
}

// check accepts, or asks once for a revision with reasons at the fields. Partners who have not answered are waited for
// as long as the check is not due.
func check(s situation, d client.TaskDetail) []deed {
	if s.fate() != revised {
		accept := deed{verb: gov.VerbAccept, hash: d.File.ContentHash, body: map[string]any{}}
		for _, c := range d.File.Context.Submission.Consents {
			if c.Answer != "" {
				continue
			}
			if s.today.Before(d.Due.Operative) {
				return nil
			}
			accept.reason = "관련 부서의 회신이 기한까지 없어 회신 없이 확인함"
		}
		return []deed{accept}
	}
	rows := d.File.Context.Submission.Rows
	if len(rows) == 0 {
		return []deed{{verb: gov.VerbRequestRevision, reason: nothingReason, body: map[string]any{"fields": []any{}}}}
	}
	var fields []map[string]any
	for i, r := range rows {
		if i > 0 && s.of(s.salt(), "field", r.Item) > 0.2 {
			continue
		}
		fields = append(fields, map[string]any{
			"row": r.Item, "field": "content", "reason": s.pick("field/"+r.Item, fieldReasons),
		})
	}
	return []deed{{
		verb: gov.VerbRequestRevision, reason: fmt.Sprintf("%d개 항목을 보완하여 다시 제출해 주시기 바랍니다.", len(fields)),
		body: map[string]any{"fields": fields},
	}}
}
