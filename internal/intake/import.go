package intake

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies/pack"
)

// Options are the choices of an import.
type Options struct {
	// From is the day from which the pack is in force. Zero: the office date of the import.
	From gov.Date
	// By is who takes it in; the audit names him.
	By Operator
}

// Operator is who runs a command on the machine of the installation: no person of the record, but an account of the
// system. Zero: gyeol itself.
type Operator struct {
	Account string // name of the account, e.g. gyeol
	Command string // e.g. gyeol import
}

// audited is the operator as audit bodies name him.
func (o Operator) audited() map[string]any {
	if o == (Operator{}) {
		o = Operator{Account: "system", Command: "gyeol"}
	}
	return map[string]any{"account": o.Account, "command": o.Command}
}

// Report is what an import found in the pack and what it wrote. The counts by noun are those of the pack; Created,
// Updated and Unchanged are rows of the record.
type Report struct {
	Pack      string   `json:"pack"`
	Hash      string   `json:"hash"`
	From      gov.Date `json:"from"`      // in force since
	Activated bool     `json:"activated"` // by this import

	by Operator

	Units        int `json:"units"`
	Posts        int `json:"posts"`
	People       int `json:"people"`
	Bodies       int `json:"bodies"`
	Seats        int `json:"seats"`
	UnitProjects int `json:"unit_projects"`
	SubProjects  int `json:"sub_projects"`

	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Kept      int `json:"kept"` // units and posts that the city has changed since and that stay as it left them

	// Findings are what arithmetic sees in the facts, with both figures; those that the pack explains carry the id of
	// their inconsistency.
	Findings []pack.Finding `json:"findings"`
	// Inconsistencies are the contradictions of the source papers, each with both figures.
	Inconsistencies []pack.Inconsistency `json:"inconsistencies"`
}

// Import takes a pack in: it is kept under its hash for ever, activated from a date unless it already is in force then,
// its organisation is added where it is new, its facts where they are new or differ. The pack founds the organisation:
// units, posts and people that the city itself has entered or changed since are never overwritten. One transaction;
// importing the same pack again writes nothing. A pack
// whose dates cannot be met or whose rules are not in force when they are used is refused with an UnfitError.
func Import(ctx context.Context, pool *pgxpool.Pool, p *pack.Pack, o Options) (Report, error) {
	r := report(p, o)
	err := store.InTx(ctx, pool, func(tx *store.Tx) error {
		m, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		return r.take(ctx, tx, m, p)
	})
	return r, err
}

// report begins with what the pack holds.
func report(p *pack.Pack, o Options) Report {
	return Report{
		Pack: p.Manifest.Pack, Hash: p.Hash.String(), From: o.From, Units: len(p.Org.Units), Posts: len(p.Org.Posts),
		People: len(p.Org.People), Bodies: len(p.Bodies), Seats: len(p.Org.Seats),
		UnitProjects: len(p.Plan.UnitProjects()), SubProjects: len(p.Results.SubProjects()),
		Findings: p.Findings(), Inconsistencies: p.Inconsistencies, by: o.By,
	}
}

// take writes the pack under the lock of begin.
func (r *Report) take(ctx context.Context, tx *store.Tx, m moment, p *pack.Pack) error {
	if r.From.IsZero() {
		r.From = m.today
	}
	if err := r.activate(ctx, tx, p); err != nil {
		return err
	}
	if err := r.put(ctx, steps(tx.Read, p)); err != nil {
		return err
	}
	return r.audit(ctx, tx, m)
}

// step writes the rows of one table from a JSON array and answers how many it created and updated, and how many that
// differ it kept.
type step struct {
	what string
	rows any
	n    int // rows counted in the report; 0 for a step that only takes away
	put  func(ctx context.Context, rows json.RawMessage) ([]int32, error)
}

// of makes a step of typed rows.
func of[T any](what string, rows []T, put func(context.Context, json.RawMessage) ([]int32, error)) step {
	if rows == nil {
		rows = []T{} // an empty array, where null would be no array
	}
	return step{what: what, rows: rows, n: len(rows), put: put}
}

// uncounted is a step before another on the same rows, which counts them.
func (s step) uncounted() step { s.n = 0; return s }

func (r *Report) put(ctx context.Context, steps []step) error {
	for _, s := range steps {
		rows, err := json.Marshal(s.rows)
		if err != nil {
			return fmt.Errorf("write %s: %w", s.what, err)
		}
		n, err := s.put(ctx, rows)
		if err != nil {
			return fmt.Errorf("take in %s: %w", s.what, store.Interpret(err))
		}
		created, updated, kept := int(n[0]), int(n[1]), 0
		if len(n) > 2 {
			kept = int(n[2])
		}
		r.Created, r.Updated, r.Kept = r.Created+created, r.Updated+updated, r.Kept+kept
		r.Unchanged += max(s.n-created-updated-kept, 0)
	}
	return nil
}

// activate keeps the pack and puts it in force, unless it already is in force on that day.
func (r *Report) activate(ctx context.Context, tx *store.Tx, p *pack.Pack) error {
	now, err := tx.Read.ActiveHash(ctx, r.From)
	if err != nil {
		return err
	}
	if len(now) > 0 && string(now[0]) == string(p.Hash[:]) {
		return nil
	}
	if faults := p.CheckFrom(r.From); len(faults) > 0 {
		return UnfitError{p.Manifest.Pack, faults}
	}
	kept := db.InsertPackParams{Hash: p.Hash[:], ID: p.Manifest.Pack, Files: p.Archive()}
	if err := tx.Read.InsertPack(ctx, kept); err != nil {
		return err
	}
	r.Activated = true
	return tx.Read.InsertActivation(ctx, db.InsertActivationParams{Hash: p.Hash[:], FromDate: r.From})
}

// audit records what changed; an import that changed nothing leaves no trace because nothing happened.
func (r *Report) audit(ctx context.Context, tx *store.Tx, m moment) error {
	if r.Activated {
		if err := ledger.Write(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindPolicy, SubjectKind: "policy_pack", SubjectID: r.Hash, At: m.at, OfficeDate: m.today,
			Body: map[string]any{"pack": r.Pack, "from": r.From.String(), "by": r.by.audited()},
		}); err != nil {
			return err
		}
	}
	if r.Created+r.Updated == 0 {
		return nil
	}
	return ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindImport, SubjectKind: "policy_pack", SubjectID: r.Hash, At: m.at, OfficeDate: m.today,
		Body: map[string]any{
			"pack": r.Pack, "created": r.Created, "updated": r.Updated, "unchanged": r.Unchanged,
			"inconsistencies": len(r.Inconsistencies), "findings": len(r.Findings), "by": r.by.audited(),
		},
	})
}
