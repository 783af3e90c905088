package rehearsal

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"gyeol/client"
	"gyeol/gov"
)

// register enters the ministry's guideline with its findings.
func register(s situation, d client.TaskDetail) []deed {
	year := s.today.Year()
	return do(gov.VerbRegister, map[string]any{
		"external_number": fmt.Sprintf("교육부-시행계획지침-%d", year),
		"received_title":  fmt.Sprintf("%s (%d년 시달)", d.File.Title, year),
		"findings":        guidelineFindings,
	})
}

// reflect says where a finding was taken up.
func reflect(s situation, _ client.TaskDetail) []deed {
	n, err := strconv.Atoi(s.task.Cell)
	if err != nil {
		return nil
	}
	return do(gov.VerbReflect, map[string]any{"finding": n, "reflected_in": s.pick("reflect", reflections)})
}

// confirm answers every finding of the compilation that asks for a decision.
func confirm(s situation, d client.TaskDetail) []deed {
	var findings []struct {
		ID       string `json:"id"`
		Check    string `json:"check"`
		Severity string `json:"severity"`
	}
	if raw := d.File.Context.Compilation.Findings; len(raw) > 0 && json.Unmarshal(raw, &findings) != nil {
		return nil
	}
	decisions := []map[string]any{}
	for _, f := range findings {
		if f.Severity == "note" {
			continue
		}
		how := map[string]any{"finding": f.ID, "decision": "accept", "reason": acceptReason}
		if f.Check == "overlaps" && s.of(s.salt(), f.ID) < 0.3 {
			how["decision"], how["reason"] = "waive", overlapReason
		}
		decisions = append(decisions, how)
	}
	return []deed{{
		verb: gov.VerbConfirm, item: fmt.Sprint(d.File.Revision), hash: d.File.ContentHash,
		body: map[string]any{"decisions": decisions},
	}}
}

// draft writes a document, or writes it anew after a return. What stands in the draft already is kept: a list of
// nominees comes prepared.
func draft(s situation, d client.TaskDetail) []deed {
	body := map[string]any{}
	if json.Unmarshal(d.File.Context.Document.Body, &body) != nil || body == nil {
		body = map[string]any{}
	}
	body["text"] = fmt.Sprintf("1. %s과 관련입니다.\n2. 「%s」을(를) 붙임과 같이 시행하고자 합니다.  끝.", s.pick("basis", bases), d.File.Title)
	if s.compiled != "" {
		body["compiled_sha256"] = s.compiled
	}
	made := deed{verb: gov.VerbSubmit, body: record(s, d)}
	made.body["body"] = body
	if s.task.Kind == string(gov.TaskRedraft) {
		body["changed"] = s.pick("redraft", redrafts)
		made.verb, made.reason = gov.VerbRedraft, fmt.Sprint(body["changed"])
	}
	return []deed{made}
}

// record is what the drafter tells for the record: the rest the office's rules propose. What is being decided is closed
// until the year is over.
func record(s situation, d client.TaskDetail) map[string]any {
	out := map[string]any{
		"abstract": fmt.Sprintf("「%s」을(를) 시행하기 위한 문서입니다.", d.File.Title), "keywords": []string{"평생교육", "시행계획"},
	}
	if doc := d.File.Context.Document; slices.Contains(doc.FoiaItems, 5) {
		out["review_again_on"] = fmt.Sprintf("%d-12-31", s.today.Year())
	}
	return out
}

// sign is one cell of an approval line. Of the line of the plan itself one cell returns the first text.
func sign(s situation, d client.TaskDetail) []deed {
	var line []client.LineCell
	for _, c := range d.File.Context.Document.Line {
		if c.Round == s.task.Round {
			line = append(line, c)
		}
	}
	i := slices.IndexFunc(line, func(c client.LineCell) bool { return fmt.Sprint(c.Position) == s.task.Cell })
	if i < 0 {
		return nil
	}
	signed := deed{hash: d.File.ContentHash, body: map[string]any{}}
	if s.task.Cycle == overruledCycle && s.task.Stage == returnedDocument && s.task.Round == 1 &&
		i == s.n(len(line), s.task.Cycle, s.task.Stage, "returner") {
		signed.verb, signed.reason = gov.VerbReturn, s.pick("return", documentReturns)
		return []deed{signed}
	}
	signed.verb = signs[string(line[i].Role)]
	if signed.verb == gov.VerbAgree {
		signed.body["agrees"] = true
	}
	if signed.verb == gov.VerbConcur && s.draw("opinion") < 0.3 {
		signed.body["opinion"] = s.pick("concur", concurrences)
	}
	return []deed{signed}
}

var signs = map[string]gov.Verb{
	"review": gov.VerbReview, "concur": gov.VerbConcur, "agree": gov.VerbAgree, "approve": gov.VerbApprove,
}

func ask(_ situation, d client.TaskDetail) []deed {
	return do(gov.VerbAsk, map[string]any{
		"text": fmt.Sprintf("평생교육법 제11조제1항에 따라 「%s」을(를) 요청하니 취합된 시행계획안을 검토하여 의견을 회신하여 주시기 바랍니다.", d.File.Title),
	})
}

func reply(s situation, d client.TaskDetail) []deed {
	return []deed{{
		verb: gov.VerbReply, hash: d.File.ContentHash,
		body: map[string]any{"text": s.pick("reply", replies), "agrees": true},
	}}
}

func file(_ situation, d client.TaskDetail) []deed {
	return do(gov.VerbFile, map[string]any{"note": fmt.Sprintf("「%s」 제출 묶음을 붙임과 같이 제출합니다.", d.File.Title)})
}

// receive gives a receipt; the ministry sends the plan back for correction once.
func receive(s situation, d client.TaskDetail) []deed {
	if s.task.Cycle == overruledCycle && s.task.Stage == correctedFiling && s.task.Round == 1 {
		return []deed{{
			verb: gov.VerbRequestCorrect, reason: "제출자료 보정 요구", hash: d.File.ContentHash,
			body: map[string]any{"text": s.pick("correct", corrections)},
		}}
	}
	return []deed{{
		verb: gov.VerbReceipt, hash: d.File.ContentHash, body: map[string]any{
			"receipt_number": fmt.Sprintf("%s-접수-%s-%03d", d.File.OtherUnit, s.today, 1+s.n(999, s.task.Key, "receipt")),
		},
	}}
}

func correct(s situation, _ client.TaskDetail) []deed {
	note := s.pick("correct", correctionNotes)
	return []deed{{verb: gov.VerbCorrect, reason: note, body: map[string]any{"note": note}}}
}

// renew extends a memorandum that runs out.
func renew(s situation, _ client.TaskDetail) []deed {
	return []deed{{verb: gov.VerbRenew, reason: s.pick("renew", renewals), body: map[string]any{}}}
}

// releaseCopy releases the public copy as the machine masked it.
func releaseCopy(_ situation, d client.TaskDetail) []deed {
	for _, t := range d.File.Tasks {
		if t.ID == d.ID && t.CopyHash != "" {
			return []deed{{verb: gov.VerbReleaseCopy, item: t.CopyHash, body: map[string]any{"copy_hash": t.CopyHash}}}
		}
	}
	return nil
}

// reclassify makes public what was under review until then.
func reclassify(_ situation, d client.TaskDetail) []deed {
	var parts []map[string]any
	for _, p := range d.File.Context.Document.Parts {
		parts = append(parts, map[string]any{"part": p.Part, "disclosure": string(gov.Public)})
	}
	return do(gov.VerbReclassify, map[string]any{"parts": parts})
}
