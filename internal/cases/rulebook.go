package cases

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/calendar"
	"gyeol/policies/pack"
)

// Rulebook gives the packs that cases name. A pack is compiled once and kept; it never changes under its hash.
type Rulebook struct {
	mu      sync.RWMutex
	packs   map[[32]byte]*pack.Pack
	cal     *calendar.Calendar
	region  string
	entered []calendar.Entered
	version int32 // of the entered days
}

// NewRulebook starts with the national calendar; SetDays adds what operators entered, and the first pack in force its
// region.
func NewRulebook() *Rulebook {
	return &Rulebook{packs: map[[32]byte]*pack.Pack{}, cal: calendar.National()}
}

// Calendar is the office calendar with the days operators added.
func (r *Rulebook) Calendar() *calendar.Calendar {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.cal
}

// SetDays replaces the days that operators entered by those of a version of the calendar, unless a later one is
// here.
func (r *Rulebook) SetDays(entered []calendar.Entered, version int32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if version < r.version {
		return
	}
	r.entered, r.version, r.cal = entered, version, calendar.Office(r.region, entered)
}

// hasDays reports whether the days are those of a version of the calendar.
func (r *Rulebook) hasDays(version int32) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.version == version
}

// withDays is the calendar of the region with other days than those in force.
func (r *Rulebook) withDays(entered []calendar.Entered) *calendar.Calendar {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return calendar.Office(r.region, entered)
}

// setRegion keeps the holidays of the region of the pack in force.
func (r *Rulebook) setRegion(region string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.region != region {
		r.region, r.cal = region, calendar.Office(region, r.entered)
	}
}

// Active gives the pack in force on the office date, whose region the calendar follows from then on; CodeNoRule where
// none was ever activated.
func (r *Rulebook) Active(ctx context.Context, tx *store.Tx, day gov.Date) (*pack.Pack, []byte, error) {
	return r.activeOn(ctx, tx.Read, day)
}

func (r *Rulebook) activeOn(ctx context.Context, q *db.Queries, day gov.Date) (*pack.Pack, []byte, error) {
	hash, err := q.ActivePackHash(ctx, day)
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return nil, nil, gov.Refuse(gov.CodeNoRule, "시행 중인 규정 묶음이 없습니다. 먼저 gyeol import로 불러오십시오.",
			"no pack is active; load one with gyeol import")
	}
	if err != nil {
		return nil, nil, err
	}
	p, err := r.Of(ctx, q, hash) // its files are read once
	if err == nil {
		r.setRegion(p.Manifest.Region)
	}
	return p, hash, err
}

// Of gives the pack under a hash.
func (r *Rulebook) Of(ctx context.Context, q *db.Queries, hash []byte) (*pack.Pack, error) {
	r.mu.RLock()
	p := r.packs[key32(hash)]
	r.mu.RUnlock()
	if p != nil {
		return p, nil
	}
	row, err := q.GetPack(ctx, hash)
	if err != nil {
		return nil, fmt.Errorf("read pack: %w", err)
	}
	return r.compile(row.Hash, row.Files)
}

func (r *Rulebook) compile(hash, files []byte) (*pack.Pack, error) {
	r.mu.RLock()
	p := r.packs[key32(hash)]
	r.mu.RUnlock()
	if p != nil {
		return p, nil
	}
	p, faults := pack.FromArchive(files)
	if len(faults) > 0 {
		return nil, fmt.Errorf("compile pack %x: %w", hash, faults.Err())
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.packs[key32(hash)] = p
	return p, nil
}

func key32(b []byte) (k [32]byte) {
	copy(k[:], b)
	return k
}

// pack gives the pack that the case names: the rules under which it was opened, whatever came since.
func (ch *change) pack(ctx context.Context) (*pack.Pack, error) {
	return ch.svc.rules.Of(ctx, ch.tx.Read, ch.c.PackHash)
}

func (ch *change) body(ctx context.Context, id gov.BodyID) (policies.BodyRule, error) {
	p, err := ch.pack(ctx)
	if err != nil {
		return policies.BodyRule{}, err
	}
	b, ok := p.Body(id)
	if !ok {
		return policies.BodyRule{}, noRule("body", string(id))
	}
	_, err = pack.InForce("body/"+string(id), b.Ruled, ch.now.today)
	return b, err
}

// bodyOf is the body whose notice period decides when a stage must call, or nil.
func bodyOf(p *pack.Pack, sr policies.StageRule) *policies.BodyRule {
	if b, ok := p.Body(sr.Body); ok {
		return &b
	}
	return nil
}

// stageRule is the rule of the case's stage in the pack the case names.
func (ch *change) stageRule(ctx context.Context) (policies.StageRule, error) {
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return policies.StageRule{}, err
	}
	stage, err := ch.stageRow(ctx)
	if err != nil {
		return policies.StageRule{}, err
	}
	p, err := ch.pack(ctx)
	if err != nil {
		return policies.StageRule{}, err
	}
	rule, ok := p.Cycle(cycle.Name)
	if !ok {
		return policies.StageRule{}, noRule("cycle", cycle.Name)
	}
	for _, sr := range rule.Stages {
		if sr.ID == stage.Key {
			return sr, nil
		}
	}
	return policies.StageRule{}, noRule("stage", stage.Key)
}

// noRule stops with the named owner instead of deciding by default (design §2.3).
func noRule(kind, id string) error {
	return gov.Refusef(gov.CodeNoRule, "규정 묶음에 %s ‘%s’이(가) 없습니다. 규정 책임자가 보완해야 합니다.",
		"the pack has no %s %q; its owner must mend it", kind, id)
}

// cached gives a pack that was compiled before; every case was read together with its pack.
func (r *Rulebook) cached(hash []byte) (*pack.Pack, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	p := r.packs[key32(hash)]
	return p, p != nil
}
