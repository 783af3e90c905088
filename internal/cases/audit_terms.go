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
	"gyeol/policies/pack"
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
func (s *Service) endAuditTerms(ctx context.Context, day gov.Date) error {
	terms, err := s.auditTermsOn(ctx, day)
	if err != nil {
		return err
	}
	for _, t := range terms {
		for range bodiesPages {
			n, err := s.forgetBodies(ctx, day, t)
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

// auditTermsOn are the terms of a day. Views end with their rows in the log of access, by the rule for that. Without a
// pack, or a rule, everything stays.
func (s *Service) auditTermsOn(ctx context.Context, day gov.Date) ([]auditTerm, error) {
	var out []auditTerm
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		p, _, err := s.rules.Active(ctx, tx, day)
		if gov.CodeOf(err) == gov.CodeNoRule {
			return nil
		}
		if err != nil {
			return err
		}
		out, err = termsOf(ctx, tx.Read, p, day)
		return err
	})
	return out, err
}

func termsOf(ctx context.Context, q *db.Queries, p *pack.Pack, day gov.Date) ([]auditTerm, error) {
	var out []auditTerm
	for _, r := range p.AuditTermsOn(day) {
		out = append(out, auditTerm{
			rule: "terms/" + r.ID, article: r.Article, kinds: r.Kinds, upto: day.AddMonths(-12 * r.Years),
		})
	}
	r, ok := p.PrivacyOn(day)
	if !ok {
		return out, nil
	}
	persons, err := q.CountDataSubjects(ctx)
	return append(out, auditTerm{
		rule: "privacy/" + r.ID, article: r.Article, kinds: []string{string(ledger.KindView)},
		upto: day.AddMonths(-12 * r.Term(int(persons))),
	}), err
}

// forgetBodies does one page.
func (s *Service) forgetBodies(ctx context.Context, day gov.Date, t auditTerm) (n int, err error) {
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
