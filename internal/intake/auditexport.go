package intake

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/internal/ledger"
	"gyeol/internal/store"
)

// RecordAuditExport records that an operator of this machine exports the audit log. The export that follows tells of
// itself.
func RecordAuditExport(ctx context.Context, pool *pgxpool.Pool, by Operator) error {
	return store.InTx(ctx, pool, func(tx *store.Tx) error {
		m, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		body := by.audited()
		body["act"] = "export"
		return ledger.Write(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindExport, SubjectKind: "audit", SubjectID: "log", At: m.at, OfficeDate: m.today,
			Body: body,
		})
	})
}
