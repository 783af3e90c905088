package cases

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/gowebpki/jcs"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// FixCopyBody corrects what the machine would mask.
type FixCopyBody struct {
	Fixes []CopyFixBody `json:"fixes" minItems:"1" maxItems:"200" doc:"The later of two about the same words holds"`
}

// CopyFixBody masks words that nothing masks, or shows words that are masked, with a reason. Whoever shows some does
// not release the copy himself.
type CopyFixBody struct {
	Text   string `json:"text" minLength:"2" maxLength:"500" doc:"The words as the paper has them" example:"홍길동"`
	Lift   bool   `json:"lift,omitempty" doc:"Show them; absent: mask them"`
	Reason string `json:"reason" minLength:"2" maxLength:"1000" doc:"Why; it stands beside the copy" example:"부서 대표번호"`
}

// ReleaseCopyBody releases the copy that was checked.
type ReleaseCopyBody struct {
	CopyHash string `json:"copy_hash" minLength:"64" maxLength:"64" doc:"Of the proposal as it was seen, in hex"`
}

// copyDraft is the public copy as it would be released now.
type copyDraft struct {
	copy    policies.PublicCopy
	masks   []policies.CopyMask
	lifts   []policies.CopyFix
	lifters []gov.PersonID // who showed words that would be masked
	names   []db.PrivateNamesRow
	content []byte // canonical JSON
	hash    []byte
	number  int32 // of the last released one, 0 for none
	source  []byte
	rules   []byte // hash of the pack by whose rules it is made
}

// privateWords say who a private name on record is.
var privateWords = map[string]string{ofNomination: "표창 추천 대상", ofPerson: "외부 위원"}

// draftCopy makes the public copy of a paper by the rules of a day, the names on record and the corrections.
func (r reading) draftCopy(ctx context.Context, c db.CaseFile, day gov.Date) (d copyDraft, err error) {
	source, err := r.copySource(ctx, c)
	if err != nil {
		return d, err
	}
	p, rules, err := r.s.rules.activeOn(ctx, r.q, day)
	if err != nil {
		return d, err
	}
	d.rules = rules
	m := policies.Masking{Rules: p.MasksOn(day)}
	if d.names, err = r.q.PrivateNames(ctx); err != nil {
		return d, err
	}
	for _, n := range d.names {
		m.Names = append(m.Names, policies.PrivateName{Name: n.Name, Why: privateWords[n.Kind]})
	}
	if err := r.namesOnList(ctx, c, &m); err != nil {
		return d, err
	}
	rows, err := r.q.CopyFixes(ctx, c.ID)
	if err != nil {
		return d, err
	}
	if m.Fixes, err = fixesOf(rows); err != nil {
		return d, err
	}
	d.lifts = m.Lifts()
	if d.lifters, err = liftersOf(rows, d.lifts); err != nil {
		return d, err
	}
	d.copy, d.masks = source.Copy(m)
	state, err := r.q.CopyState(ctx, uid(c.ID))
	if err != nil {
		return d, err
	}
	d.number, d.source = state.Number, state.Source
	raw, err := json.Marshal(d.copy)
	if err != nil {
		return d, fmt.Errorf("write a public copy: %w", err)
	}
	if d.content, err = jcs.Transform(raw); err != nil {
		return d, fmt.Errorf("write a canonical public copy: %w", err)
	}
	sum := sha256.Sum256(d.content)
	d.hash = sum[:]
	return d, nil
}

// namesOnList adds those whom the list of an award decision names: who was not awarded stands nowhere else once his data
// was deleted.
func (r reading) namesOnList(ctx context.Context, c db.CaseFile, m *policies.Masking) error {
	if c.Subject != awardDecision {
		return nil
	}
	listed, err := r.q.NamesOnList(ctx, c.ID)
	for _, name := range listed {
		if !slices.ContainsFunc(m.Names, func(n policies.PrivateName) bool { return n.Name == name }) {
			m.Names = append(m.Names, policies.PrivateName{Name: name, Why: privateWords[ofNomination]})
		}
	}
	return err
}

// fixesOf are the corrections in the order in which they were made.
func fixesOf(rows []db.CopyFixesRow) ([]policies.CopyFix, error) {
	var out []policies.CopyFix
	for _, row := range rows {
		var body FixCopyBody
		if err := json.Unmarshal(row.Body, &body); err != nil {
			return nil, fmt.Errorf("read a correction: %w", err)
		}
		for _, f := range body.Fixes {
			out = append(out, policies.CopyFix(f))
		}
	}
	return out, nil
}

// liftersOf are those who showed any of the words that are shown now.
func liftersOf(rows []db.CopyFixesRow, lifts []policies.CopyFix) ([]gov.PersonID, error) {
	var out []gov.PersonID
	for _, row := range rows {
		fixes, err := fixesOf([]db.CopyFixesRow{row})
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(fixes, func(f policies.CopyFix) bool { return f.Lift && slices.Contains(lifts, f) }) {
			out = append(out, row.PersonID)
		}
	}
	return out, nil
}

// copyReading reads what public copies are made of within the transaction of an act.
func (ch *change) copyReading() reading {
	return reading{s: ch.svc, q: ch.tx.Read, v: viewer{person: ch.actor.Person, today: ch.now.today, at: ch.now.at}}
}

// fixCopy keeps corrections. The first that shows masked words asks the head of the unit as well: whoever showed them
// does not release the copy, and a unit may have one officer.
func fixCopy(ctx context.Context, ch *change) (given, error) {
	var body FixCopyBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	if len(body.Fixes) == 0 || len(body.Fixes) > 200 {
		return given{}, invalid("fixes", "고칠 곳을 1개 이상 200개 이하로 적으십시오.", "1 to 200 corrections")
	}
	lifts := 0
	for i, f := range body.Fixes {
		at := fmt.Sprintf("fixes/%d", i)
		if !policies.Fits(f.Reason, 2, 1000) {
			return given{}, invalid(at+"/reason", "고치는 사유를 2자 이상 1,000자 이하로 적으십시오.", "2 to 1,000 characters")
		}
		if !policies.Fits(f.Text, 2, 500) || !policies.Maskable(f.Text) || f.Text != strings.TrimSpace(f.Text) {
			return given{}, invalid(at+"/text", "문서에 적힌 그대로, 글자나 숫자가 둘 이상인 500자 이하의 말을 적으십시오.",
				"2 to 500 characters with two letters or digits, as the paper has them")
		}
		if f.Lift {
			lifts++
		}
	}
	ch.note("corrected", len(body.Fixes))
	if lifts == 0 || strings.HasSuffix(ch.task.Cell, headCell) {
		return given{item: ch.task.Cell}, nil
	}
	officers, err := ch.ownOfficers(ctx)
	if err != nil {
		return given{}, err
	}
	head, err := ch.headOf(ctx, ch.c.UnitID)
	if err != nil {
		return given{}, err
	}
	plan := taskPlan{cell: ch.task.Cell + headCell, reasons: []gov.Reason{{
		Rule: "public-copy/lift", Text: fmt.Sprintf("가림 %d건을 풀었습니다. 가림을 푼 사람이 아닌 사람이 공개본을 확정합니다.", lifts),
	}}}
	for _, o := range officers {
		plan.posts = append(plan.posts, o.posts...)
	}
	if !slices.Contains(plan.posts, head) && head != "" {
		plan.posts = append(plan.posts, head)
	}
	return given{item: ch.task.Cell, done: true}, ch.askCopy(ctx, plan)
}

// headCell ends the cell of a task that the head of the unit has too.
const headCell = ".head"

// askCopy opens a task about the public copy of the case.
func (ch *change) askCopy(ctx context.Context, plan taskPlan) error {
	due, err := ch.dueOf(ctx, policies.PublicCopyTask)
	if err != nil {
		return err
	}
	plan.spec, plan.due, ch.to = policies.PublicCopyTask, due, ch.c.State
	return ch.openTask(ctx, plan)
}

// releaseCopy lets everybody read the copy that was checked.
func releaseCopy(ctx context.Context, ch *change) (given, error) {
	var body ReleaseCopyBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	d, err := ch.copyReading().draftCopy(ctx, ch.c, ch.now.today)
	if err != nil {
		return given{}, err
	}
	if body.CopyHash != hex(d.hash) {
		return given{}, gov.Refuse(gov.CodeStale, "확인한 공개본 안과 지금의 안이 다릅니다. 안을 새로 읽고 확인한 뒤 확정하십시오.",
			"the proposal changed since it was read; read it again")
	}
	if slices.Contains(d.lifters, ch.actor.Person) {
		return given{}, gov.Refuse(gov.CodeSelfApproval, "가림을 푼 사람은 공개본을 확정할 수 없습니다. 다른 담당자나 부서장에게 맡기십시오.",
			"whoever showed masked words does not release the copy")
	}
	masks, err := json.Marshal(maskRecord(d))
	if err != nil {
		return given{}, fmt.Errorf("write what was masked: %w", err)
	}
	ch.note("number", d.number+1)
	ch.note("copy_hash", hex(d.hash))
	return given{item: ch.task.Cell, done: true}, ch.tx.Write.InsertPublicCopy(ctx, db.InsertPublicCopyParams{
		CaseID: ch.c.ID, Number: d.number + 1, Source: d.source, Content: d.content, ContentHash: d.hash, Masks: masks,
		PackHash: d.rules, ReleasedBy: uid(ch.actor.Person), ReleasedAs: string(ch.post), ReleasedOn: ch.now.today,
		At: ch.now.at,
	})
}

// keptMask is what stands of a mask in the record: no value, which would be what was masked.
type keptMask struct {
	By      string   `json:"by"`
	Why     string   `json:"why"`
	Article []string `json:"article"`
	Places  []string `json:"places"`
	Lifted  bool     `json:"lifted,omitempty"`
}

func maskRecord(d copyDraft) []keptMask {
	out := []keptMask{}
	for _, m := range d.masks {
		out = append(out, keptMask{By: m.By, Why: m.Why, Article: some(m.Article), Places: m.Places})
	}
	for _, l := range d.lifts {
		out = append(out, keptMask{
			By: policies.MaskedPerson, Why: l.Reason, Article: []string{}, Places: []string{}, Lifted: true,
		})
	}
	return out
}
