package cases

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"gyeol/gov"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/checks"
)

// findOverlaps finds the pairs of projects that may stand twice, keeps them for the committee, and carries what was
// decided on them into paper and findings. A decision on projects that say something else now counts no more.
func (ch *change) findOverlaps(ctx context.Context, in *checks.Input) error {
	p, err := ch.pack(ctx)
	if err != nil {
		return err
	}
	if err := ch.tx.Read.ClearOverlaps(ctx, ch.c.ID); err != nil {
		return err
	}
	rule, ok := p.OverlapOn(ch.now.today)
	if !ok {
		in.Unmeasured = true
		return nil
	}
	found := newOverlaps(in.Paper, checks.OverlapItems(in.Paper, rule))
	similar, err := ch.likeness(ctx, rule, found)
	if err != nil {
		return err
	}
	if err := ch.settleOverlaps(ctx, in, found); err != nil {
		return err
	}
	shown := rule.Shown(found.items, similar)
	for _, s := range shown {
		in.Overlaps = append(in.Overlaps, checks.Overlap{
			ScoredPair: s, Settled: found.settled[s.Pair],
			Names: [2]string{found.name(s.Part, s.A), found.name(s.Part, s.B)},
		})
	}
	ch.note("overlaps", len(shown))
	return ch.keepOverlaps(ctx, shown, found)
}

// overlapsFound are the projects of a paper on their way to being compared.
type overlapsFound struct {
	items   []policies.OverlapItem
	by      map[[2]string]policies.OverlapItem
	years   map[string]int // of the parts
	settled map[policies.Pair]*checks.Settled
}

func newOverlaps(paper checks.Paper, items []policies.OverlapItem) overlapsFound {
	f := overlapsFound{
		items: items, by: map[[2]string]policies.OverlapItem{}, years: map[string]int{},
		settled: map[policies.Pair]*checks.Settled{},
	}
	for _, i := range items {
		f.by[[2]string{i.Part, i.ID}] = i
	}
	for part, of := range map[string]*checks.Part{
		policies.OverlapPlan: paper.Plan, policies.OverlapResults: paper.Results,
	} {
		if of != nil {
			f.years[part] = of.Year
		}
	}
	return f
}

func (f overlapsFound) name(part, id string) string { return f.by[[2]string{part, id}].Name }

// hash is the hash of what the two projects of a pair say; nil where one of them is not in the paper.
func (f overlapsFound) hash(p policies.Pair) ([]byte, error) {
	a, ok := f.by[[2]string{p.Part, p.A}]
	b, too := f.by[[2]string{p.Part, p.B}]
	if !ok || !too {
		return nil, nil
	}
	return policies.OverlapHash(a, b)
}

// likeness gives the candidates with the similarity of their names: those whose names the database finds alike, and
// those that share a figure, a goal or an agency.
func (ch *change) likeness(
	ctx context.Context, rule policies.OverlapRule, f overlapsFound,
) (map[policies.Pair]int, error) {
	q := ch.tx.Read
	rows, err := nameRows(f.items)
	if err != nil {
		return nil, err
	}
	if err := q.PutOverlapItems(ctx, db.PutOverlapItemsParams{CaseID: ch.c.ID, Rows: rows}); err != nil {
		return nil, err
	}
	if err := q.SetLikeness(ctx, policies.Threshold(rule.Name)); err != nil {
		return nil, err
	}
	out, err := ch.likeNames(ctx, f.items)
	if err != nil {
		return nil, err
	}
	pairs, err := pairRows(rule.Candidates(f.items), out)
	if err != nil {
		return nil, err
	}
	others, err := q.NameLikeness(ctx, db.NameLikenessParams{CaseID: ch.c.ID, Pairs: pairs})
	if err != nil {
		return nil, err
	}
	for _, r := range others {
		out[policies.PairOf(r.Part, r.ItemA, r.ItemB)] = int(r.Likeness)
	}
	return out, q.ForgetNames(ctx, ch.c.ID)
}

// lookUp is how many names are looked up by one statement.
const lookUp = 200

// likeNames are the pairs whose names the database finds alike.
func (ch *change) likeNames(ctx context.Context, items []policies.OverlapItem) (map[policies.Pair]int, error) {
	parts := map[string][]string{}
	for _, i := range items {
		parts[i.Part] = append(parts[i.Part], i.ID)
	}
	out := map[policies.Pair]int{}
	for part, ids := range parts {
		for chunk := range slices.Chunk(ids, lookUp) {
			rows, err := ch.tx.Read.LikeNames(ctx, db.LikeNamesParams{CaseID: ch.c.ID, Part: part, Items: chunk})
			if err != nil {
				return nil, err
			}
			for _, r := range rows {
				out[policies.PairOf(r.Part, r.ItemA, r.ItemB)] = int(r.Likeness)
			}
		}
	}
	return out, nil
}

func nameRows(items []policies.OverlapItem) (json.RawMessage, error) {
	rows := make([]map[string]string, len(items))
	for i, it := range items {
		rows[i] = map[string]string{"part": it.Part, "item": it.ID, "name": policies.Plain(it.Name)}
	}
	out, err := json.Marshal(rows)
	if err != nil {
		return nil, fmt.Errorf("write names: %w", err)
	}
	return out, nil
}

// pairRows are the candidates whose names have not been compared yet.
func pairRows(pairs []policies.Pair, known map[policies.Pair]int) (json.RawMessage, error) {
	rows := []map[string]string{}
	for _, p := range pairs {
		if _, ok := known[p]; !ok {
			rows = append(rows, map[string]string{"part": p.Part, "a": p.A, "b": p.B})
		}
	}
	out, err := json.Marshal(rows)
	if err != nil {
		return nil, fmt.Errorf("write pairs: %w", err)
	}
	return out, nil
}

// settleOverlaps finds the decisions that count for the projects as they are, and carries them into the paper.
func (ch *change) settleOverlaps(ctx context.Context, in *checks.Input, f overlapsFound) error {
	rows, err := ch.tx.Read.OverlapDecisionsOfCase(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	for _, d := range rows {
		p := policies.PairOf(d.Part, d.ItemA, d.ItemB)
		hash, err := f.hash(p)
		if err != nil {
			return err
		}
		if !bytes.Equal(hash, d.ContentHash) {
			continue
		}
		s := settledBy(d)
		f.settled[p] = &s
		in.Paper.Plan.Settle(onlyIn(policies.OverlapPlan, p), s)
		in.Paper.Results.Settle(onlyIn(policies.OverlapResults, p), s)
	}
	return nil
}

// onlyIn is the pair if it belongs to the part, else one that names no project.
func onlyIn(part string, p policies.Pair) policies.Pair {
	if p.Part != part {
		return policies.Pair{Part: part}
	}
	return p
}

func settledBy(d db.OverlapDecision) checks.Settled {
	return checks.Settled{
		Pair: policies.PairOf(d.Part, d.ItemA, d.ItemB).Key(), Decision: d.Decision, Item: d.Item, Into: d.IntoItem,
		ToUnit: d.ToUnit, By: d.DecidedBy, On: d.DecidedOn, Reason: d.Reason,
	}
}

// keepOverlaps writes the pairs down for the committee.
func (ch *change) keepOverlaps(ctx context.Context, shown []policies.ScoredPair, f overlapsFound) error {
	rows := make([]map[string]any, len(shown))
	for i, s := range shown {
		hash, err := f.hash(s.Pair)
		if err != nil {
			return err
		}
		rows[i] = map[string]any{
			"part": s.Part, "item_a": s.A, "item_b": s.B, "name_a": f.name(s.Part, s.A), "name_b": f.name(s.Part, s.B),
			"year": f.years[s.Part], "score": s.Total,
			"compared": s.Compared, "parts": s.Parts, "cluster": s.Cluster, "hash": hex(hash),
		}
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return fmt.Errorf("write pairs: %w", err)
	}
	return ch.tx.Write.PutOverlapPairs(ctx, db.PutOverlapPairsParams{CaseID: ch.c.ID, Pairs: raw})
}

// settledFindings takes the need for an answer from the findings on pairs that were decided since they were found.
func (ch *change) settledFindings(ctx context.Context, findings []checks.Finding) error {
	rows, err := ch.tx.Read.SettledPairs(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	settled := map[string]bool{}
	for _, p := range rows {
		settled[checks.OverlapFinding(policies.PairOf(p.Part, p.ItemA, p.ItemB))] = true
	}
	for i := range findings {
		if settled[findings[i].ID] {
			findings[i].Severity = checks.Note
		}
	}
	return nil
}

var errNoMeeting = gov.Refuse(gov.CodeInvalid,
	"meeting: 같은 해의 회의 가운데 의결을 마친 것을 지정하십시오.", "meeting: name a meeting of this year that has resolved")
