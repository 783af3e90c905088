package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"gyeol/api"
	"gyeol/internal/cases"
	"gyeol/internal/papers"
	"gyeol/policies"
	"gyeol/policies/compiled"
)

// printer prints what use cases give, with the forms of internal/papers.
type printer struct{}

var _ api.Papers = printer{}

// Block writes the block of a document alone.
func (printer) Block(w io.Writer, f api.Format, b cases.Block) error {
	block, err := blockOf(b)
	if err != nil {
		return err
	}
	if f == api.Text {
		return papers.BlockText(w, block)
	}
	return papers.BlockHTML(w, block)
}

// Document writes a document with its block.
func (printer) Document(w io.Writer, f api.Format, p cases.Paper) error {
	block, err := blockOf(p.Block)
	if err != nil {
		return err
	}
	block.Sent.Abstract, block.Sent.Keywords = p.Abstract, p.Keywords
	page := papers.DocumentPage{Block: block, Hash: p.Hash}
	if page.Sections, err = sectionsOf(p.Body); err != nil {
		return err
	}
	for _, a := range p.Attachments {
		page.Attachments = append(page.Attachments, a.Title)
	}
	if f == api.Text {
		return papers.DocumentText(w, page)
	}
	return papers.Document(w, page)
}

// blockOf lays a block in the style of its government.
func blockOf(b cases.Block) (papers.Block, error) {
	head := papers.Block{
		Form: policies.DocumentForm(b.Form), Style: papers.StyleOf(b.Agency), Agency: b.Agency, Title: b.Title,
		IssuedOn: b.DraftedOn, Unit: b.Unit, Number: b.Number, PolicyNumber: b.PolicyNumber, ApprovedOn: b.ApprovedOn,
		Disclosure: policies.PartDisclosure{Part: policies.BodyPart, Class: b.Disclosure}, Round: int(b.Round),
		Sent: papers.SentLines{Addressees: b.Addressees, On: b.DispatchedOn, Telephone: b.Telephone},
	}
	head.Reply.Period = policies.ReplyPeriod{From: policies.DueBasis(b.ReplyFrom), Days: int(b.ReplyDays)}
	if b.ReplyDue != nil {
		head.Reply.Operative, head.Reply.Legal = b.ReplyDue.Operative, b.ReplyDue.Legal
	}
	if !b.ApprovedOn.IsZero() {
		head.IssuedOn = b.ApprovedOn
	}
	for _, n := range b.FoiaItems {
		head.Disclosure.Items = append(head.Disclosure.Items, int(n))
	}
	var line []policies.LineCell
	var signers []papers.Signer
	for _, c := range b.Cells {
		signers = append(signers, papers.Signer{
			Position: int(c.Position), Post: c.Title, Sign: c.Name, On: c.On, Acting: c.Acting, Reason: c.Reason,
			Opinion: c.Opinion, Disagrees: c.Disagrees, SameAs: c.SameAs,
		})
		if c.Position == 0 {
			continue
		}
		line = append(line, policies.LineCell{
			Cell: policies.Cell{
				Role: policies.CellRole(c.Role), Step: int(c.Step), Post: c.Post, Title: c.Title, Rank: c.Rank,
				Delegated: c.Delegated,
			},
			Position: int(c.Position), State: policies.CellState(c.State),
		})
	}
	return papers.BlockOf(head, line, signers)
}

// sectionsOf reads the text of a document: one text, or sections with titles; whatever else it holds is printed under
// its own name, so that nothing that was signed is left out.
func sectionsOf(body json.RawMessage) ([]papers.Section, error) {
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(body, &parts); err != nil {
		return nil, fmt.Errorf("read the text of a document: %w", err)
	}
	var out []papers.Section
	if text, ok := parts["text"]; ok {
		out = append(out, papers.Section{Title: "내용", Text: paragraphs(text)})
		delete(parts, "text")
	}
	var sections []struct {
		Title string          `json:"title"`
		Text  json.RawMessage `json:"text"`
	}
	if json.Unmarshal(parts["sections"], &sections) == nil {
		for _, s := range sections {
			out = append(out, papers.Section{Title: s.Title, Text: paragraphs(s.Text)})
		}
		delete(parts, "sections")
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		out = append(out, papers.Section{Title: name, Text: paragraphs(parts[name])})
	}
	return out, nil
}

// paragraphs reads one text or a list of them, and anything else as it is written.
func paragraphs(raw json.RawMessage) []string {
	var one string
	var many []string
	switch {
	case len(raw) == 0:
		return nil
	case json.Unmarshal(raw, &one) == nil:
		return []string{one}
	case json.Unmarshal(raw, &many) == nil:
		return many
	}
	return []string{string(raw)}
}

// Public writes a public copy.
func (printer) Public(w io.Writer, f api.Format, c cases.PublishedCopy) error {
	page := papers.PublicPage{
		PublicCopy: c.PublicCopy, Number: int(c.Number), Hash: c.ContentHash, ReleasedOn: c.ReleasedOn, ReleasedAs: c.ReleasedAs,
		ReleasedBy: c.ReleasedBy,
	}
	if f == api.Text {
		return papers.PublicText(w, page)
	}
	return papers.Public(w, page)
}

// Meeting writes the result of a meeting.
func (printer) Meeting(w io.Writer, m cases.PrintedCase) error {
	x := m.Context.Meeting
	page := papers.MeetingPage{
		Body: x.BodyName, HoldOn: x.HoldOn, CalledOn: x.CalledOn, InOffice: number(x.InOffice), Present: number(x.Present),
		Quorum: number(x.Quorum), NoQuorum: number(x.Present) < number(x.Quorum),
	}
	for _, i := range x.Items {
		page.Items = append(page.Items, papers.MeetingItem{
			Title: i.Title, Result: i.Result, Yes: number(i.Yes), No: number(i.No), Abstain: number(i.Abstain),
			Needed: number(i.Needed), Condition: i.Condition,
		})
	}
	return papers.Meeting(w, page)
}

// number is a count, 0 where there is none yet.
func number(n *int32) int {
	if n == nil {
		return 0
	}
	return int(*n)
}

// Compilation writes a compiled plan or report.
func (printer) Compilation(w io.Writer, d compiled.Paper) error { return papers.Compilation(w, d) }

// CompilationBook writes it as a workbook.
func (printer) CompilationBook(w io.Writer, d compiled.Paper) error {
	return papers.CompilationBook(w, d)
}

// Overlaps writes the pairs of projects that may be one as a workbook.
func (printer) Overlaps(w io.Writer, p cases.OverlapPage) error {
	out := papers.OverlapList{Title: p.Title, Settled: int(p.Settled)}
	for _, x := range p.Pairs {
		row := papers.OverlapPair{
			Cluster: x.Cluster, Codes: [2]string{x.A.ID, x.B.ID}, Names: [2]string{x.A.Name, x.B.Name}, Score: int(x.Score),
			Compare: int(x.Compared), Parts: x.Parts,
		}
		if d := x.Decision; d != nil && !d.Outdated {
			row.Decision, row.By, row.On, row.Row, row.ToUnit, row.Reason = d.Text, d.By, d.On, d.Row, string(d.ToUnit), d.Reason
		}
		out.Pairs = append(out.Pairs, row)
	}
	return papers.Overlaps(w, out)
}

// Conformity writes the conformity report as a workbook.
func (printer) Conformity(w io.Writer, r cases.ConformityReport) error {
	out := papers.ConformityReport{Agency: r.Agency, Unit: r.Unit, From: r.From, Until: r.To, MadeOn: r.MadeOn}
	if out.Unit == "" {
		out.Unit = "전체"
	}
	for _, x := range r.Rows {
		row := papers.ConformityRow{
			Number: x.Number, Title: x.Title, Matter: x.Matter, Row: x.Row, DecidedOn: x.DecidedOn, Computed: x.ComputedName,
			Actual: x.ActualName, Skips: conformityNotes(x.Skips), Proxies: conformityNotes(x.Proxies), Escalations: conformityNotes(x.Escalations),
			Doubles: conformityNotes(x.Doubles),
			Verdict: papers.Conformity(x.Verdict), Why: x.Why,
		}
		for _, a := range x.Ages {
			row.Ages = append(row.Ages, papers.ConcurAge{Post: a.Title, Days: a.Days})
		}
		out.Rows = append(out.Rows, row)
	}
	for _, a := range r.Open {
		out.Open = append(out.Open, papers.ConcurAge{Post: a.PostTitle, Days: a.Days, Open: true})
	}
	return papers.Conformance(w, out)
}

func conformityNotes(list []cases.ConformityNote) []papers.ConformityNote {
	var out []papers.ConformityNote
	for _, n := range list {
		out = append(out, papers.ConformityNote{Post: n.Title, Reason: n.Reason})
	}
	return out
}
