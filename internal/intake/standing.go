package intake

import (
	"context"
	"encoding/hex"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/policies/pack"
)

// UnfitError is a pack that loads and still must not become active: its statutory dates cannot be met, or a rule is not
// in force on the day it is used. It carries CodeInvalid.
type UnfitError struct {
	Pack   string
	Faults pack.Faults // with file, line and rule
}

// Error returns the faults, one a line.
func (e UnfitError) Error() string { return e.Faults.String() }

// Unwrap gives the refusal that the faults amount to, in full: a start that it stops must say why.
func (e UnfitError) Unwrap() error {
	return gov.Refusef(gov.CodeInvalid, "규정 묶음 ‘%s’은(는) 시행할 수 없습니다. 잘못 %d건: %s",
		"the pack %q cannot become active: %d faults; %s", e.Pack, len(e.Faults), e.Faults)
}

// Standing is how the files of a server stand to the pack in force.
type Standing struct {
	Files  string // hash of the pack that the files make
	Active string // hash of the pack in force on the office date
	// Report is what was taken in where nothing had been in force; nil where something was.
	Report *Report
}

// Differ reports that the server uses another pack than its files make.
func (s Standing) Differ() bool { return s.Files != s.Active }

// Compare says how the files of a server stand to the pack in force, and changes nothing (design §2.3). Active is empty
// where none is in force.
func Compare(ctx context.Context, pool *pgxpool.Pool, p *pack.Pack) (Standing, error) {
	s := Standing{Files: p.Hash.String()}
	err := store.InTx(ctx, pool, func(tx *store.Tx) error {
		m, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		active, err := tx.Read.ActiveHash(ctx, m.today)
		if len(active) > 0 {
			s.Active = hex.EncodeToString(active[0])
		}
		return err
	})
	return s, err
}

// Stand holds the files of a server against the pack in force (design §2.3). An installation in which no pack was ever
// activated begins with the files; in any other the active pack stays in force, whatever the files say, until
// somebody imports them.
func Stand(ctx context.Context, pool *pgxpool.Pool, p *pack.Pack, by Operator) (Standing, error) {
	s := Standing{Files: p.Hash.String()}
	err := store.InTx(ctx, pool, func(tx *store.Tx) error {
		m, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		some, err := tx.Read.HasActivation(ctx)
		if err != nil {
			return err
		}
		if !some {
			r := report(p, Options{By: by})
			s.Report, s.Active = &r, s.Files
			return s.Report.take(ctx, tx, m, p)
		}
		active, err := tx.Read.ActiveHash(ctx, m.today)
		if len(active) > 0 { // none: the first pack comes into force later
			s.Active = hex.EncodeToString(active[0])
		}
		return err
	})
	return s, err
}
