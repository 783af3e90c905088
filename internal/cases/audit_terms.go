package cases

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// How many bodies one transaction forgets, and how many transactions a day takes for each rule; the next does the rest.
const (
	bodiesMost  = 1000
	bodiesPages = 200
)

// auditTerm is what ends on an office day: the bodies of some kinds of entries up to a day, and by which rule.
type auditTerm struct {
	rule    string
	article []string
	kinds   []string
	upto    gov.Date
}

// endAuditTerms deletes the bodies of audit entries whose legal term has ended: who it was, from which address, why.
// The entries, their hashes and every proof stay. Each page is one transaction with an entry that names the leaves and
// the rule; the database deletes what that entry names, and nothing that is younger than a year.
func (s *Service) endAuditTerms(ctx context.Context, d ruledDay) error {
	for _, t := range termsOf(d) {
		for range bodiesPages {
			n, err := s.forgetBodies(ctx, d.day, t)
			if err != nil {
				return fmt.Errorf("%s: %w", t.rule, err)
			}
			if n < bodiesMost {
				break
			}
		}
	}
	return nil
}

// termsOf are the terms of a day. Views end with their rows in the log of access, by the rule for that. Without a rule
// everything stays.
func termsOf(d ruledDay) []auditTerm {
	var out []auditTerm
	for _, r := range d.pack.AuditTermsOn(d.day) {
		out = append(out, auditTerm{
			rule: "terms/" + r.ID, article: r.Article, kinds: r.Kinds, upto: d.day.AddMonths(-12 * r.Years),
		})
	}
	if d.upto.IsZero() {
		return out
	}
	return append(out, auditTerm{
		rule: "privacy/" + d.privacy.ID, article: d.privacy.Article, kinds: []string{string(ledger.KindView)}, upto: d.upto,
	})
}

// forgetBodies does one page.
func (s *Service) forgetBodies(ctx context.Context, day gov.Date, t auditTerm) (n int, err error) {
	first, err := db.New(s.pool).BodiesWithTerm(ctx, db.BodiesWithTermParams{Kinds: t.kinds, Upto: t.upto, Most: 1})
	if err != nil || len(first) == 0 { // on most days
		return 0, store.Interpret(err)
	}
	err = store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		leaves, err := tx.Read.BodiesWithTerm(ctx, db.BodiesWithTermParams{Kinds: t.kinds, Upto: t.upto, Most: bodiesMost})
		if n = len(leaves); err != nil || n == 0 {
			return err
		}
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		id, err := ledger.WriteAs(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindClock, SubjectKind: ledger.SubjectBodies, SubjectID: day.String(), At: clock.at, OfficeDate: day,
			Body: map[string]any{
				"bodies": n, "leaves": leafRanges(leaves), "upto": t.upto.String(), "rule": t.rule, "article": t.article,
			},
		})
		if err != nil {
			return err
		}
		return tx.Write.ForgetBodies(ctx, pgtype.UUID{Bytes: id, Valid: true})
	})
	return n, err
}

// leafRanges writes numbers that rise, as in 3-7,9.
func leafRanges(leaves []int64) string {
	var out []string
	for i := 0; i < len(leaves); {
		last := i
		for last+1 < len(leaves) && leaves[last+1] == leaves[last]+1 {
			last++
		}
		text := strconv.FormatInt(leaves[i], 10)
		if last > i {
			text += "-" + strconv.FormatInt(leaves[last], 10)
		}
		out = append(out, text)
		i = last + 1
	}
	return strings.Join(out, ",")
}
