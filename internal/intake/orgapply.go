package intake

import (
	"context"
	"fmt"
	"reflect"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
)

// Apply writes reviewed changes in one transaction. Should the record have changed since the review, so that the files
// would now change something else, it writes nothing and refuses with CodeStale. The audit entry names every row and
// field that changed, and no value: names and addresses are personal data.
func Apply(ctx context.Context, pool *pgxpool.Pool, c Changes) error {
	return store.InTx(ctx, pool, func(tx *store.Tx) error {
		m, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		now, err := compare(ctx, tx.Read, c.given)
		if err != nil {
			return err
		}
		if !reflect.DeepEqual(now.List, c.List) {
			return gov.Refuse(gov.CodeStale, "검토한 뒤에 조직 자료가 바뀌었습니다. 차이를 다시 확인하십시오.",
				"the organisation changed since the review; look at the difference again")
		}
		if len(c.List) == 0 {
			return nil
		}
		var r Report
		if err := r.put(ctx, []step{
			of("units", rowsOf(now.given.units), tx.Read.PutUnits),
			of("posts", rowsOf(now.given.posts), tx.Read.PutPosts),
			of("people", rowsOf(now.given.people), tx.Read.PutPeople),
			of("holdings", rowsOf(now.given.holdings), tx.Read.PutHoldings),
		}); err != nil {
			return err
		}
		if r.Created+r.Updated != len(c.List) {
			return fmt.Errorf("apply organisation: %d changes reviewed, %d written", len(c.List), r.Created+r.Updated)
		}
		return ledger.Write(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindImport, SubjectKind: "organisation", SubjectID: m.today.String(),
			At: m.at, OfficeDate: m.today,
			Body: map[string]any{"created": r.Created, "updated": r.Updated, "changes": told(c.List)},
		})
	})
}

// rowsOf gives each row once.
func rowsOf[R row](given []placed[R]) []R {
	seen := map[string]bool{}
	var out []R
	for _, g := range given {
		if !seen[g.row.key()] {
			seen[g.row.key()] = true
			out = append(out, g.row)
		}
	}
	return out
}

// told lists the changes for the audit entry.
func told(list []Change) []any {
	return each(list, func(c Change) any {
		return map[string]any{
			"kind": c.Kind, "id": c.ID, "new": c.New,
			"fields": each(c.Fields, func(f FieldChange) any { return f.Field }),
		}
	})
}
