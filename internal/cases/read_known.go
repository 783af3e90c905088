package cases

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// mostNear bounds the words that a refusal of an unknown one proposes.
const mostNear = 5

// knows refuses a filter that names a kind or a unit that there is none of: an empty list would say that nothing is due.
func (r reading) knows(ctx context.Context, f TaskFilter) error {
	if kinds := gov.TaskKinds(); f.Kind != "" && !slices.Contains(kinds, f.Kind) {
		return unknownWord("kind", "과업 종류", string(f.Kind), idTexts(kinds))
	}
	return r.knowsUnit(ctx, f.Unit)
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
