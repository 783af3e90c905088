package evidence

import (
	"encoding/json"
	"slices"
	"strconv"

	"gyeol/gov"
)

// Names of the files of a case that are read; those of its printed papers are only hashed.
const (
	caseName    = "case.json"
	entriesName = "entries.jsonl"
)

// folder is the case that is read at present.
type folder struct {
	id       string
	c        *Case
	contents map[string]bool // hashes of the contents that are there and have them
	acts     map[int32]bool  // acts that have an entry
	given    map[string]bool // contributions that have one
	resent   map[string]bool // notices that an entry says were sent again
	farewell bool            // an entry tells of the personal data that was deleted
}

// path is the path of a file of the case.
func (f *folder) path(name string) string { return "cases/" + f.id + "/" + name }

// ofCase reads one JSON file of a case.
func (v *verifying) ofCase(id, name string, raw []byte) {
	if v.open == nil || v.open.id != id {
		v.leave()
		v.open = &folder{
			id: id, contents: map[string]bool{}, acts: map[int32]bool{}, given: map[string]bool{},
			resent: map[string]bool{},
		}
	}
	f := v.open
	switch {
	case name == entriesName:
		v.entries(f, raw)
	case !isCanonical(raw):
		v.report.find(FaultRecord, f.path(name), "JSON의 정규형(RFC 8785)이 아닙니다 (this is no canonical JSON)")
	case name == caseName:
		var c Case
		if err := strictly(raw, &c); err != nil || c.ID != id {
			v.report.find(FaultRecord, f.path(name), "사안의 형식이 아닙니다 (this is no case: %v)", err)
			return
		}
		f.c = &c
		v.report.Cases++
	default:
		v.content(f, name, raw)
	}
}

// content holds a content against the hash by which the case names it.
func (v *verifying) content(f *folder, name string, raw []byte) {
	if f.c == nil {
		return
	}
	i := slices.IndexFunc(f.c.Contents, func(c Content) bool { return c.File == name })
	if i < 0 {
		v.report.find(FaultContent, f.path(name), "사안에 없는 내용입니다 (the case names no such content)")
		return
	}
	hash := hexHash(raw)
	if hash != f.c.Contents[i].Hash {
		v.report.find(FaultContent, f.path(name), "내용이 그 해시 %s의 것이 아닙니다 (the content does not have its hash)",
			f.c.Contents[i].Hash)
		return
	}
	f.contents[hash] = true
}

// leave makes the checks that need the whole case.
func (v *verifying) leave() {
	f := v.open
	v.open = nil
	if f == nil {
		return
	}
	if f.c == nil {
		v.report.find(FaultMissing, f.path(caseName), "사안의 기록이 없습니다 (the record of the case is missing)")
		return
	}
	v.report.Acts += len(f.c.Acts)
	v.report.Decisions += len(f.c.Decisions)
	v.report.Notices += len(f.c.Notices)
	v.checkContents(f)
	v.checkActs(f)
	v.checkDecisions(f)
	v.checkLine(f)
	v.checkMeeting(f)
	v.checkNotices(f)
	v.checkProven(f)
	for _, a := range f.c.Attachments {
		if a.File != "" && !v.attached[a.SHA256] || a.File == "" && !f.withheld("attachment", a.SHA256) {
			v.report.find(FaultAttachment, f.path(caseName), "붙임 %q이(가) 없습니다 (an attachment is missing)", a.Name)
		}
	}
	if v.rules[f.c.Pack] == nil {
		v.report.find(FaultRules, f.path(caseName), "사안의 규정 묶음 %s이(가) 없습니다 (the rules of the case are missing)",
			f.c.Pack)
	}
}

// withheld reports whether the case says that it left something out.
func (f *folder) withheld(what, ref string) bool {
	return slices.ContainsFunc(f.c.Withheld, func(w Withheld) bool { return w.What == what && w.Ref == ref })
}

// checkContents looks for each content that is named; what is left out must be said to be.
func (v *verifying) checkContents(f *folder) {
	for _, c := range f.c.Contents {
		switch {
		case c.File != "" && !f.contents[c.Hash]:
			v.report.find(FaultContent, f.path(c.File), "해시 %s의 내용이 없습니다 (the content of a hash is missing)", c.Hash)
		case c.File == "" && !f.withheld("content", c.Hash):
			v.report.find(FaultContent, f.path(caseName), "해시 %s의 내용이 말없이 빠졌습니다 (a content was left out unsaid)",
				c.Hash)
		}
	}
}

// checkActs proves that acts have no gap and lead to the state of the case.
func (v *verifying) checkActs(f *folder) {
	for i, a := range f.c.Acts {
		if a.Seq != int32(i+1) {
			v.report.find(FaultAct, f.path(caseName), "행위 번호 %d이(가) 와야 할 자리에 %d이(가) 있습니다 (acts have a gap)",
				i+1, a.Seq)
			return
		}
		if i > 0 && a.From != f.c.Acts[i-1].To {
			v.report.find(FaultAct, f.path(caseName), "행위 %d은(는) 앞 행위가 끝난 상태에서 시작하지 않습니다 "+
				"(act %[1]d does not begin where the one before ended)", a.Seq)
		}
	}
	n := len(f.c.Acts)
	if int(f.c.Seq) != n || n > 0 && f.c.Acts[n-1].To != f.c.State {
		v.report.find(FaultAct, f.path(caseName),
			"행위 %d건이 상태 %s(행위 %d건)에 이르지 않습니다 (the acts do not lead to the state)", n, f.c.State, f.c.Seq)
	}
}

// act is the act of a number, nil where there is none.
func (f *folder) act(seq int32) *Act {
	if seq < 1 || int(seq) > len(f.c.Acts) {
		return nil
	}
	return &f.c.Acts[seq-1]
}

// checkDecisions holds each decision against its act and against the content that it saw.
func (v *verifying) checkDecisions(f *folder) {
	seen := map[int32]bool{}
	for _, d := range f.c.Decisions {
		a := f.act(d.Act)
		if a == nil || seen[d.Act] || a.Verb != d.Verb || a.Round != d.Round || a.Post != d.Post ||
			a.OfficeDate != d.OfficeDate || a.Actor != d.Person && d.Person != "" {
			v.report.find(FaultDecision, f.path(caseName),
				"결정 %d이(가) 그 행위와 다릅니다 (decision %[1]d is not that of its act)", d.Act)
			continue
		}
		seen[d.Act] = true
		v.checkSeen(f, d, a)
	}
	if f.c.Kind != string(gov.CaseDocument) {
		return
	}
	for _, a := range f.c.Acts {
		if signs(a.Verb) && !seen[a.Seq] {
			v.report.find(FaultDecision, f.path(caseName), "행위 %d에 결정이 없습니다 (act %[1]d has no decision)", a.Seq)
		}
	}
}

// signs reports whether an act on a document is a decision.
func signs(verb string) bool {
	switch gov.Verb(verb) { //nolint:exhaustive // the other acts on a document decide nothing
	case gov.VerbReview, gov.VerbConcur, gov.VerbAgree, gov.VerbApprove, gov.VerbEscalate, gov.VerbReturn:
		return true
	}
	return false
}

// checkSeen proves that a decision saw a content of its case. Who edited has signed what he wrote, so that the act may
// have seen the version before.
func (v *verifying) checkSeen(f *folder, d Decision, a *Act) {
	if d.HashSeen == "" {
		return
	}
	known := slices.ContainsFunc(f.c.Contents, func(c Content) bool { return c.Hash == d.HashSeen })
	kept := f.c.Kind == string(gov.CaseDocument) || f.c.Kind == string(gov.CaseSubmission)
	edited := slices.ContainsFunc(f.c.Contents, func(c Content) bool {
		return c.Hash == d.HashSeen && c.Round == d.Round && c.Version > 1
	})
	switch {
	case kept && !known:
		v.report.find(FaultDecision, f.path(caseName), "결정 %d이(가) 본 해시 %s의 내용이 사안에 없습니다 "+
			"(decision %[1]d saw a content that is not there)", d.Act, d.HashSeen)
	case kept && a.HashSeen != "" && a.HashSeen != d.HashSeen && !edited:
		v.report.find(FaultDecision, f.path(caseName), "결정 %d과(와) 그 행위가 본 해시가 다릅니다 "+
			"(decision %[1]d and its act saw different contents)", d.Act)
	case !f.contents[d.HashSeen]:
		v.report.ContentsGone++
	}
}

// checkLine proves that a decided document has a number and the final signature on the text that is in force, and that
// every signature is a decision.
func (v *verifying) checkLine(f *folder) {
	for _, l := range f.c.Line {
		if signed := l.State == "signed" || l.State == "returned" || l.State == "lifted"; signed && !f.decided(l) {
			v.report.find(FaultLine, f.path(caseName), "%d차 %d번 칸의 서명에 맞는 결정이 없습니다 "+
				"(the signature of round %[1]d cell %[2]d has no decision)", l.Round, l.Position)
		}
	}
	doc := f.c.Document
	if doc == nil || f.c.State != string(gov.Approved) && f.c.State != string(gov.Dispatched) {
		return
	}
	if doc.Number == "" || doc.ApprovedOn == "" {
		v.report.find(FaultLine, f.path(caseName), "결재를 마친 문서에 문서번호가 없습니다 (a decided document has no number)")
	}
	final := slices.IndexFunc(f.c.Line, func(l Cell) bool {
		return l.Round == f.c.Round && l.Role == "approve" && l.State == "signed"
	})
	if final < 0 || f.c.Line[final].HashSeen != f.c.ContentHash {
		v.report.find(FaultLine, f.path(caseName),
			"결재권자가 지금의 내용에 서명하지 않았습니다 (the final signature is not on the content)")
	}
	for _, l := range f.c.Line {
		if l.Round == f.c.Round && (l.State == "waiting" || l.State == "current") {
			v.report.find(FaultLine, f.path(caseName), "결재를 마쳤으나 %d번 칸이 비어 있습니다 (cell %[1]d is not signed)",
				l.Position)
		}
	}
}

// decided reports whether a cell has the decision of its signature. What a unit's head returns to his officer is an
// act and no decision.
func (f *folder) decided(l Cell) bool {
	if l.State == "returned" && f.c.Kind != string(gov.CaseDocument) {
		return slices.ContainsFunc(f.c.Acts, func(a Act) bool {
			begins := a.Verb == string(gov.VerbReturn) && a.Round == l.Round+1 // and stands under the round that it begins
			return begins && a.OfficeDate == l.SignedOn && a.Actor == l.Person
		})
	}
	return slices.ContainsFunc(f.c.Decisions, func(d Decision) bool {
		cell := d.Cell == strconv.Itoa(int(l.Position)) || f.c.Kind != string(gov.CaseDocument)
		return cell && d.Round == l.Round && d.HashSeen == l.HashSeen && d.OfficeDate == l.SignedOn
	})
}

// said is the hash over what an actor said, which the entry of his act has.
func said(reason string, body json.RawMessage) string {
	if len(body) == 0 {
		body = json.RawMessage("{}")
	}
	raw, err := Canonical(map[string]any{"reason": reason, "body": body})
	if err != nil {
		return ""
	}
	return hexHash(raw)
}
