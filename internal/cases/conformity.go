package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// ConformityReport says for a period whether documents went the way the delegation table has it (서울특별시
// 사무전결처리 규칙 제13조, 제14조).
type ConformityReport struct {
	Agency string          `json:"agency" example:"서울특별시"`
	Unit   string          `json:"unit,omitempty" doc:"Name of the unit that was checked; absent: every unit"`
	From   gov.Date        `json:"from"`
	To     gov.Date        `json:"to"`
	MadeOn gov.Date        `json:"made_on"`
	Basis  []string        `json:"basis" nullable:"false" doc:"The articles that ask for the check"`
	Counts map[string]int  `json:"counts" doc:"Documents by verdict"`
	Rows   []ConformityRow `json:"rows" nullable:"false"`
	Open   []OpenConcur    `json:"open" nullable:"false" doc:"Asked to concur or agree by the end of the period, and silent until then"`
}

// ConformityRow is one document that was decided in the period.
type ConformityRow struct {
	Case         gov.CaseID       `json:"case"`
	Number       string           `json:"document_number"`
	Title        string           `json:"title"`
	Unit         gov.UnitID       `json:"unit"`
	UnitName     string           `json:"unit_name"`
	Matter       string           `json:"matter"`
	Row          string           `json:"row" doc:"Of the delegation table, as pinned"`
	SubmittedOn  gov.Date         `json:"submitted_on"`
	DecidedOn    gov.Date         `json:"decided_on"`
	Computed     gov.PostID       `json:"computed,omitempty" doc:"The post that the table names, worked out anew"`
	ComputedName string           `json:"computed_title,omitempty"`
	Actual       gov.PostID       `json:"actual" doc:"The post that decided, by the record of decisions"`
	ActualName   string           `json:"actual_title"`
	Skips        []ConformityNote `json:"skips" nullable:"false"`
	Proxies      []ConformityNote `json:"proxies" nullable:"false"`
	Escalations  []ConformityNote `json:"escalations" nullable:"false"`
	Doubles      []ConformityNote `json:"doubles" nullable:"false" doc:"Cells that somebody signed who had signed another: lawful, but one pair of eyes less"`
	Ages         []ConcurAge      `json:"ages" nullable:"false" doc:"How long each post took to concur or agree"`
	Verdict      string           `json:"verdict" enum:"conforms,above,below,route,no_row,no_reason"`
	Why          string           `json:"why,omitempty" doc:"Where the verdict is not conforms"`
}

// ConformityNote is a post and the reason that was given.
type ConformityNote struct {
	Post   gov.PostID `json:"post"`
	Title  string     `json:"title"`
	Reason string     `json:"reason"`
}

// ConcurAge is how many working days a post took to concur or agree (행정업무의 운영 및 혁신에 관한 규정 제67조).
type ConcurAge struct {
	Post  gov.PostID `json:"post"`
	Title string     `json:"title"`
	Days  int        `json:"working_days"`
}

// OpenConcur is a post that had not concurred or agreed by the end of a period: the document is not decided yet, or was
// decided later.
type OpenConcur struct {
	Case      gov.CaseID `json:"case"`
	Title     string     `json:"title"`
	Unit      gov.UnitID `json:"unit"`
	Post      gov.PostID `json:"post"`
	PostTitle string     `json:"post_title"`
	Since     gov.Date   `json:"since" doc:"Asked on"`
	Days      int        `json:"working_days" doc:"Until the end of the period, or until today"`
}

// The verdicts.
const (
	conforms      = "conforms"
	decidedAbove  = "above"
	decidedBelow  = "below"
	routeDiffers  = "route"
	rowMissing    = "no_row"
	reasonMissing = "no_reason"
)

// conformityBasis is what asks for the report.
var conformityBasis = []string{
	"서울특별시 사무전결처리 규칙 제13조", "서울특별시 사무전결처리 규칙 제14조", "행정업무의 운영 및 혁신에 관한 규정 제67조",
}

// mostDecided bounds one report.
const mostDecided = 10_000

// ConformityPeriod is what a report is about.
type ConformityPeriod struct {
	From, To gov.Date
	Unit     gov.UnitID // empty: every unit
}

// Conformity works out anew the line of every document that was decided in the period, from the pinned pack and the
// facts of the day on which it was submitted, and holds the signatures against it. It is for whoever checks.
func (s *Service) Conformity(ctx context.Context, actor Actor, p ConformityPeriod) (ConformityReport, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return ConformityReport{}, err
	}
	if err := r.v.must(policies.ActReadConformity); err != nil {
		return ConformityReport{}, err
	}
	if p.To.Before(p.From) || p.To.Sub(p.From) > 366 {
		return ConformityReport{}, invalid("to", "기간은 시작일부터 1년 이내로 적으십시오.", "the period ends after it begins and lasts a year at most")
	}
	if err := r.knowsUnit(ctx, p.Unit); err != nil {
		return ConformityReport{}, err
	}
	out := ConformityReport{
		From: p.From, To: p.To, MadeOn: r.v.today, Basis: conformityBasis, Counts: map[string]int{}, Rows: []ConformityRow{},
		Open: []OpenConcur{},
	}
	c := checker{reading: r, orgs: map[gov.Date]orgOn{}}
	if err := c.check(ctx, p, &out); err != nil {
		return out, store.Interpret(err)
	}
	for _, row := range out.Rows {
		out.Counts[row.Verdict]++
	}
	return out, nil
}

// checker holds what several documents share: the organisation of each day of submission, and the signatures.
type checker struct {
	reading

	orgs      map[gov.Date]orgOn
	routes    map[gov.CaseID][]db.ViewRoutesOfRow
	decisions map[gov.CaseID][]db.ViewDecidersOfRow
}

func (c *checker) check(ctx context.Context, p ConformityPeriod, out *ConformityReport) error {
	docs, err := c.q.ViewDecidedDocuments(ctx, db.ViewDecidedDocumentsParams{
		FromDay: p.From, ToDay: p.To, Unit: string(p.Unit), N: mostDecided,
	})
	if err != nil {
		return err
	}
	if err := c.gather(ctx, docs); err != nil {
		return err
	}
	for _, d := range docs {
		row, err := c.row(ctx, d)
		if err != nil {
			return err
		}
		out.Rows = append(out.Rows, row)
		if p.Unit != "" {
			out.Unit = d.UnitName
		}
		if out.Agency == "" {
			if out.Agency, err = c.agency(ctx, d.ID); err != nil {
				return err
			}
		}
	}
	return c.open(ctx, p, out)
}

// open tells who is silent still: delay is what the check is about, and it begins before there is a decision.
func (c *checker) open(ctx context.Context, p ConformityPeriod, out *ConformityReport) error {
	rows, err := c.q.ViewOpenConcurs(ctx, db.ViewOpenConcursParams{ToDay: p.To, Unit: string(p.Unit), N: mostDecided})
	until := p.To
	if c.v.today.Before(until) {
		until = c.v.today
	}
	for _, x := range rows {
		out.Open = append(out.Open, OpenConcur{
			Case: x.ID, Title: x.Title, Unit: x.UnitID, Post: x.PostID, PostTitle: x.PostTitle, Since: x.Since,
			Days: c.workingDays(x.Since, until),
		})
	}
	return err
}

// gather reads the signatures and the record of decisions of all documents, each in one query.
func (c *checker) gather(ctx context.Context, docs []db.ViewDecidedDocumentsRow) error {
	ids := make([]pgtype.UUID, len(docs))
	for i, d := range docs {
		ids[i] = uid(d.ID)
	}
	routes, err := c.q.ViewRoutesOf(ctx, ids)
	if err != nil {
		return err
	}
	decisions, err := c.q.ViewDecidersOf(ctx, ids)
	c.routes, c.decisions = map[gov.CaseID][]db.ViewRoutesOfRow{}, map[gov.CaseID][]db.ViewDecidersOfRow{}
	for _, x := range routes {
		c.routes[x.CaseID] = append(c.routes[x.CaseID], x)
	}
	for _, x := range decisions {
		c.decisions[x.CaseID] = append(c.decisions[x.CaseID], x)
	}
	return err
}

// row checks one document.
func (c *checker) row(ctx context.Context, d db.ViewDecidedDocumentsRow) (ConformityRow, error) {
	row := ConformityRow{
		Case: d.ID, Number: d.DocumentNumber, Title: d.Title, Unit: d.UnitID, UnitName: d.UnitName, Matter: d.Matter,
		Row: d.AuthorityRow, SubmittedOn: d.SubmittedOn, DecidedOn: d.ApprovedOn, Skips: []ConformityNote{},
		Proxies: []ConformityNote{}, Escalations: []ConformityNote{}, Doubles: doubles(c.routes[d.ID]),
		Ages: []ConcurAge{}, Verdict: conforms,
	}
	for _, x := range c.decisions[d.ID] {
		if x.Verb == gov.VerbApprove {
			row.Actual, row.ActualName = x.PostID, x.Title
		}
	}
	for _, l := range c.routes[d.ID] {
		c.note(&row, l)
	}
	org, err := c.org(ctx, d.SubmittedOn)
	if err != nil {
		return row, err
	}
	cells, err := c.compute(ctx, d, org)
	if gov.CodeOf(err) == gov.CodeNoRule {
		row.Verdict, row.Why = rowMissing, err.Error()
		return row, nil
	}
	if err != nil {
		return row, err
	}
	decider := cells[len(cells)-1]
	row.Computed, row.ComputedName = decider.Post, decider.Title
	c.judge(&row, cells, org)
	return row, nil
}

// compute works out the line anew, as submitDraft did on the day.
func (c *checker) compute(ctx context.Context, d db.ViewDecidedDocumentsRow, org orgOn) ([]policies.Cell, error) {
	p, err := c.s.rules.Of(ctx, c.q, d.PackHash)
	if err != nil {
		return nil, err
	}
	facts := map[string]any{}
	if err := json.Unmarshal(d.Facts, &facts); err != nil {
		return nil, fmt.Errorf("read the facts of %s: %w", d.ID, err)
	}
	row, _, err := p.Authority(d.Matter, facts, d.SubmittedOn)
	if err != nil {
		return nil, err
	}
	drafter, ok := org.Post(gov.PostID(d.SubmittedBy))
	if !ok {
		return nil, noRule("post", d.SubmittedBy)
	}
	req := policies.LineRequest{Row: row, Drafter: drafter, Barred: ids[gov.PostID](d.Barred)}
	if row.Touched {
		for _, u := range d.Touches {
			req.Touched = append(req.Touched, gov.UnitID(u))
		}
	}
	return policies.Line(req, org)
}

// org is the organisation of a day, read once.
func (c *checker) org(ctx context.Context, day gov.Date) (orgOn, error) {
	if o, ok := c.orgs[day]; ok {
		return o, nil
	}
	o, err := readOrg(ctx, c.q, day)
	c.orgs[day] = o
	return o, err
}

// note keeps what is told of a cell whatever the verdict: skips, stand-ins, lifted decisions, ages of concurrence.
func (c *checker) note(row *ConformityRow, l db.ViewRoutesOfRow) {
	note := ConformityNote{Post: l.PostID, Title: l.Title}
	role, state := policies.CellRole(l.Role), policies.CellState(l.State)
	switch {
	case state == policies.CellSkipped:
		note.Reason = l.SkipReason
		row.Skips = append(row.Skips, note)
	case state == policies.CellLifted:
		note.Reason = l.Opinion
		row.Escalations = append(row.Escalations, note)
	case state == policies.CellSigned && l.Agrees != nil && !*l.Agrees:
		note.Reason = "부동의: " + l.Opinion
		row.Escalations = append(row.Escalations, note)
	}
	if l.Proxy != "" {
		words := map[string]string{"delegation": "위임", "acting": "직무대리"}
		row.Proxies = append(row.Proxies, ConformityNote{
			Post: l.PostID, Title: l.Title,
			Reason: strings.TrimSuffix(words[l.Proxy]+"("+l.SignedTitle+"): "+l.ProxyReason, ": "),
		})
		if l.ProxyReason == "" {
			row.blame(reasonMissing, l.Title+" 대결의 사유가 기록에 없습니다.")
		}
	}
	if state == policies.CellSigned && (role == policies.CellConcur || role == policies.CellAgree) {
		row.Ages = append(row.Ages, ConcurAge{Post: l.PostID, Title: l.Title, Days: c.workingDays(l.CurrentSince, l.SignedOn)})
	}
}

// doubles are the cells signed by a person who had signed another one before: as himself and in somebody's place, or in
// two posts of his. No article forbids it; whoever checks is to see it.
func doubles(route []db.ViewRoutesOfRow) []ConformityNote {
	out := []ConformityNote{}
	for i, l := range route {
		if policies.CellState(l.State) != policies.CellSigned || l.PersonID.IsZero() {
			continue
		}
		j := slices.IndexFunc(route[:i], func(b db.ViewRoutesOfRow) bool {
			return policies.CellState(b.State) == policies.CellSigned && b.PersonID == l.PersonID
		})
		if j >= 0 {
			out = append(out, ConformityNote{
				Post: l.PostID, Title: l.Title, Reason: route[j].Title + "에 서명한 사람이 다시 서명" + proxyWord[l.Proxy],
			})
		}
	}
	return out
}

// proxyWord says by which right somebody signed in another's place.
var proxyWord = map[string]string{"delegation": " (대결: 위임)", "acting": " (대결: 직무대리)"}

// blame gives a verdict with its reason. The gravest stands: who decided, then the route, then what was not said.
func (row *ConformityRow) blame(verdict, why string) {
	order := []string{conforms, reasonMissing, routeDiffers, decidedBelow, decidedAbove}
	if slices.Index(order, verdict) > slices.Index(order, row.Verdict) {
		row.Verdict = verdict
	}
	row.Why = strings.TrimSpace(row.Why + " " + why)
}

// judge holds the signatures against the computed line.
func (c *checker) judge(row *ConformityRow, cells []policies.Cell, org orgOn) {
	lifted := len(row.Escalations) > 0
	if row.Actual != row.Computed && !lifted {
		c.blameDecider(row, cells[len(cells)-1], org)
	}
	route := c.routes[row.Case]
	for _, want := range cells[:len(cells)-1] {
		if !slices.ContainsFunc(route, func(l db.ViewRoutesOfRow) bool { return l.PostID == want.Post && settled(l) }) {
			row.blame(routeDiffers, fmt.Sprintf("%s %s의 서명이 없습니다.", want.Title, cellName(want.Role)))
		}
	}
	for _, l := range route {
		c.judgeCell(row, l, cells)
	}
}

// blameDecider says whether another post than the computed one stands above or below it.
func (c *checker) blameDecider(row *ConformityRow, want policies.Cell, org orgOn) {
	verdict := routeDiffers
	if actual, ok := org.Post(row.Actual); ok {
		switch {
		case policies.Above(actual.Rank, want.Rank):
			verdict = decidedAbove
		case policies.Above(want.Rank, actual.Rank):
			verdict = decidedBelow
		}
	}
	row.blame(verdict, fmt.Sprintf("규정상 결재권자는 %s이나 %s이(가) 결재하였습니다.", want.Title, cmp.Or(row.ActualName, "알 수 없는 직위")))
}

// judgeCell looks whether a settled cell has its place in the computed line, and its decision in the record: cells
// can be written over, decisions cannot.
func (c *checker) judgeCell(row *ConformityRow, l db.ViewRoutesOfRow, cells []policies.Cell) {
	if !settled(l) {
		return
	}
	asked := slices.ContainsFunc(cells, func(w policies.Cell) bool { return w.Post == l.PostID })
	if !asked && len(row.Escalations) == 0 && l.PostID != row.Actual {
		row.blame(routeDiffers, l.Title+"은(는) 규정상 결재선에 없습니다.")
	}
	at := fmt.Sprint(l.Position)
	i := slices.IndexFunc(c.decisions[row.Case], func(d db.ViewDecidersOfRow) bool {
		return d.Cell == at && (d.PostID == l.PostID || policies.CellState(l.State) == policies.CellSkipped)
	})
	if i < 0 {
		row.blame(routeDiffers, l.Title+"의 결재란이 결정 기록과 다릅니다.")
	}
}

// settled reports whether a cell was signed, passed over or lifted.
func settled(l db.ViewRoutesOfRow) bool {
	switch policies.CellState(l.State) {
	case policies.CellSigned, policies.CellSkipped, policies.CellLifted:
		return true
	case policies.CellWaiting, policies.CellCurrent, policies.CellReturned, policies.CellVoid:
	}
	return false
}
