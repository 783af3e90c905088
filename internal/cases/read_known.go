package cases

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
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
