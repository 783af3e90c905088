package cases

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// mostNear bounds the words that a refusal of an unknown one proposes.
const mostNear = 5

// words are what a filter names, where it names anything.
type words struct {
	cycle  string // name-year
	stage  string // key, with or without its round
	unit   gov.UnitID
	matter string
	holder string // post, or slug of a person
}

// knows refuses a filter that names a kind, or another word, that there is none of.
func (r reading) knows(ctx context.Context, f TaskFilter) error {
	if kinds := gov.TaskKinds(); f.Kind != "" && !slices.Contains(kinds, f.Kind) {
		return unknownWord("kind", "과업 종류", string(f.Kind), idTexts(kinds))
	}
	return r.knowsWords(ctx, words{cycle: f.Cycle, stage: f.Stage, unit: f.Unit})
}

// knowsWords refuses a filter that names what there is none of: an empty list would say that nothing is due.
func (r reading) knowsWords(ctx context.Context, w words) error {
	if err := r.knowsCycle(ctx, w.cycle); err != nil {
		return err
	}
	if err := r.knowsStage(ctx, w.stage); err != nil {
		return err
	}
	if err := r.knowsMatter(ctx, w.matter); err != nil {
		return err
	}
	if err := r.knowsHolder(ctx, w.holder); err != nil {
		return err
	}
	return r.knowsUnit(ctx, w.unit)
}

func (r reading) knowsCycle(ctx context.Context, cycle string) error {
	if cycle == "" {
		return nil
	}
	there, err := r.q.ViewCycleNames(ctx)
	if err != nil || slices.Contains(there, cycle) {
		return store.Interpret(err)
	}
	return unknownWord("cycle", "연간 절차", cycle, gov.Nearest(cycle, there, mostNear))
}

// knowsStage takes a key with any round: that a later one has not come is no mistake.
func (r reading) knowsStage(ctx context.Context, stage string) error {
	if stage == "" {
		return nil
	}
	key, round, rounded := strings.Cut(stage, ".")
	n, err := strconv.Atoi(round)
	there, failed := r.q.ViewStageKeys(ctx)
	if failed != nil || slices.Contains(there, key) && (!rounded || err == nil && n > 0) {
		return store.Interpret(failed)
	}
	return unknownWord("stage", "단계", stage, gov.Nearest(key, there, mostNear))
}

// knowsMatter takes a matter of the delegation table in force, or of a document under an earlier one.
func (r reading) knowsMatter(ctx context.Context, matter string) error {
	if matter == "" {
		return nil
	}
	there, err := r.q.ViewMatters(ctx)
	if err != nil {
		return store.Interpret(err)
	}
	p, _, err := r.s.rules.activeOn(ctx, r.q, r.v.today)
	if err != nil {
		return err
	}
	for _, row := range p.AuthorityRows {
		there = append(there, row.Matter)
	}
	slices.Sort(there)
	if there = slices.Compact(there); slices.Contains(there, matter) {
		return nil
	}
	return unknownWord("matter", "단위업무", matter, gov.Nearest(matter, there, mostNear))
}

// knowsHolder takes a post or a person. Only posts are proposed: who works here is nobody's to guess.
func (r reading) knowsHolder(ctx context.Context, holder string) error {
	if holder == "" {
		return nil
	}
	known, err := r.q.ViewIsHolder(ctx, holder)
	if err != nil || known {
		return store.Interpret(err)
	}
	posts, err := r.q.AllPosts(ctx)
	if err != nil {
		return store.Interpret(err)
	}
	ids := make([]string, len(posts))
	for i, p := range posts {
		ids[i] = string(p.ID)
	}
	return unknownWord("holder", "직위나 사람", holder, gov.Nearest(holder, ids, mostNear))
}

// knowsUnit refuses a unit that there is none of and never was.
func (r reading) knowsUnit(ctx context.Context, unit gov.UnitID) error {
	if unit == "" {
		return nil
	}
	found, err := r.q.ViewUnitNames(ctx, []string{string(unit)})
	if err != nil || len(found) > 0 {
		return store.Interpret(err)
	}
	units, err := r.q.AllUnits(ctx)
	if err != nil {
		return store.Interpret(err)
	}
	ids := make([]gov.UnitID, len(units))
	for i, u := range units {
		ids[i] = u.ID
	}
	return unknownWord("unit", "부서", string(unit), idTexts(gov.Nearest(unit, ids, mostNear)))
}

// unknownWord refuses a word and says which there are.
func unknownWord(field, what, word string, there []string) error {
	if len(there) == 0 {
		return invalid(field, fmt.Sprintf("%s ‘%s’은(는) 없습니다.", what, word), fmt.Sprintf("there is no %q", word))
	}
	list := strings.Join(there, ", ")
	return invalid(field, fmt.Sprintf("%s ‘%s’은(는) 없습니다. 쓸 수 있는 값: %s", what, word, list),
		fmt.Sprintf("there is no %q; there is %s", word, list))
}

// whyNot says why the viewer may not act on a task: in the words in which his act would be refused.
func (r reading) whyNot(ctx context.Context, t TaskDetail, closed gov.Date) ([]gov.Reason, error) {
	if t.State != "open" {
		return []gov.Reason{policies.WhyClosed(t.State, closed)}, nil
	}
	rows, err := r.q.ClaimsTo(ctx, db.ClaimsToParams{TaskID: t.ID, PersonID: r.v.person, Day: r.v.today})
	if err != nil {
		return nil, store.Interpret(err)
	}
	if len(rows) == 0 {
		return []gov.Reason{{Rule: "standing/other", Text: "다른 담당자의 과업입니다: " + holderTitles(t.Holders)}}, nil
	}
	matter := ""
	if d := t.File.Context.Document; d != nil {
		matter = d.Matter
	}
	return policies.WhyNotYours(claimsOf(rows), t.Kind, matter, r.v.today), nil
}

// claimsOf are the grounds on which somebody may believe that a task is his.
func claimsOf(rows []db.ClaimsToRow) []policies.Claim {
	claims := make([]policies.Claim, len(rows))
	for i, c := range rows {
		claims[i] = policies.Claim{
			Kind: policies.ClaimKind(c.Kind), Title: c.Title, From: c.ValidFrom, To: c.ValidTo, Revoked: c.RevokedOn,
			Matters: c.Matters, Own: c.Own,
		}
	}
	return claims
}

// holderTitles names who has a task: by the title of the post, or by name where it was given to a person.
func holderTitles(holders []Holder) string {
	var out []string
	for _, h := range holders {
		if title := cmp.Or(h.Title, h.Name); h.StandsIn == "" && !slices.Contains(out, title) {
			out = append(out, title)
		}
	}
	return strings.Join(out, ", ")
}
