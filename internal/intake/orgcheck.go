package intake

import (
	"cmp"
	"context"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// record is the organisation as it is kept.
type record struct {
	units    map[string]unitRow
	posts    map[string]postRow
	people   map[string]personRow
	holdings map[string]holdingRow
}

func readRecord(ctx context.Context, q *db.Queries) (record, error) {
	r := record{map[string]unitRow{}, map[string]postRow{}, map[string]personRow{}, map[string]holdingRow{}}
	units, err := q.AllUnits(ctx)
	if err != nil {
		return r, err
	}
	for _, u := range units {
		keep(r.units, unitRow(u))
	}
	posts, err := q.AllPosts(ctx)
	if err != nil {
		return r, err
	}
	for _, p := range posts {
		keep(r.posts, postRow{
			ID: p.ID, UnitID: p.UnitID, Title: p.Title, Rank: p.Rank, Ordinal: int(p.Ordinal),
			ValidFrom: p.ValidFrom, ValidTo: p.ValidTo,
		})
	}
	people, err := q.AllPeople(ctx)
	if err != nil {
		return r, err
	}
	for _, p := range people {
		keep(r.people, personRow(p))
	}
	holdings, err := q.AllHoldings(ctx)
	if err != nil {
		return r, err
	}
	for _, h := range holdings {
		keep(r.holdings, holdingRow(h))
	}
	return r, nil
}

func keep[R row](m map[string]R, r R) { m[r.key()] = r }

// check finds what contradicts the record or the files themselves.
func check(g given, have record) FaultsError {
	var f FaultsError
	twice(&f, g.units, "부서 ‘%s’이(가) 두 번 적혀 있습니다.")
	twice(&f, g.posts, "직위 ‘%s’이(가) 두 번 적혀 있습니다.")
	twice(&f, g.holdings, "같은 사람의 같은 직위가 두 번 적혀 있습니다: %s")
	units, posts := overlay(have.units, g.units), overlay(have.posts, g.posts)
	for _, u := range g.units {
		f.parent(u, units)
	}
	for _, p := range g.posts {
		if _, ok := units[string(p.row.UnitID)]; !ok {
			f.at(p.at, "unit: ‘%s’은(는) 없는 부서입니다.", p.row.UnitID)
		}
	}
	for _, h := range g.holdings {
		if _, ok := posts[string(h.row.PostID)]; !ok {
			f.at(h.at, "post: ‘%s’은(는) 없는 직위입니다.", h.row.PostID)
		}
	}
	f.samePeople(g.people)
	f.overlaps(g.holdings, overlay(have.holdings, g.holdings))
	return f
}

// overlay is the record as it would stand.
func overlay[R row](have map[string]R, given []placed[R]) map[string]R {
	out := make(map[string]R, len(have)+len(given))
	for k, r := range have {
		out[k] = r
	}
	for _, g := range given {
		keep(out, g.row)
	}
	return out
}

func twice[R row](f *FaultsError, given []placed[R], format string) {
	seen := map[string]bool{}
	for _, g := range given {
		if seen[g.row.key()] {
			f.at(g.at, format, g.row.key())
		}
		seen[g.row.key()] = true
	}
}

// parent follows the line of command upwards; it must exist and may not come back.
func (f *FaultsError) parent(u placed[unitRow], units map[string]unitRow) {
	above := u.row.ParentID
	for range len(units) + 1 {
		if above == "" {
			return
		}
		next, ok := units[string(above)]
		if !ok {
			if above == u.row.ParentID {
				f.at(u.at, "parent: ‘%s’은(는) 없는 부서입니다.", above)
			}
			return
		}
		if next.ID == u.row.ID {
			f.at(u.at, "parent: 상위 부서를 따라가면 자기 자신(%s)으로 돌아옵니다.", u.row.ID)
			return
		}
		above = next.ParentID
	}
}

// samePeople refuses one id for two people.
func (f *FaultsError) samePeople(given []placed[personRow]) {
	first := map[string]placed[personRow]{}
	for _, g := range given {
		known, ok := first[g.row.Slug]
		if !ok {
			first[g.row.Slug] = g
		} else if known.row != g.row {
			f.at(g.at, "‘%s’의 이름이나 주소가 %d번째 줄과 다릅니다.", g.row.Slug, known.at.line)
		}
	}
}

// overlaps refuses two holders of one post on one day. It names the line that brings the later of the two.
func (f *FaultsError) overlaps(given []placed[holdingRow], all map[string]holdingRow) {
	of := map[gov.PostID][]holdingRow{}
	for _, h := range all {
		of[h.PostID] = append(of[h.PostID], h)
	}
	for _, g := range given {
		for _, other := range inOrder(of[g.row.PostID]) {
			if other.key() != g.row.key() && meet(g.row, other) {
				f.at(g.at, "직위 ‘%s’의 기간이 %s(%s부터)의 기간과 겹칩니다. 앞사람의 종료일을 적으십시오.",
					g.row.PostID, other.Slug, other.ValidFrom)
				break
			}
		}
	}
}

func inOrder(list []holdingRow) []holdingRow {
	slices.SortFunc(list, func(a, b holdingRow) int {
		return cmp.Or(a.ValidFrom.Compare(b.ValidFrom), cmp.Compare(a.Slug, b.Slug))
	})
	return list
}

// meet reports whether two periods have a day in common; a period without a last day goes on.
func meet(a, b holdingRow) bool {
	begins := func(x, y holdingRow) bool { return y.ValidTo.IsZero() || !x.ValidFrom.After(y.ValidTo) }
	return begins(a, b) && begins(b, a)
}
