package intake

import (
	"context"
	"errors"
	"time"

	"gyeol/gov"
	"gyeol/internal/store"
)

// moment is when something was taken in: the wall time of its transaction and the office date of the installation.
type moment struct {
	at    time.Time
	today gov.Date
}

// begin lets one intake in at a time and reads both clocks.
func begin(ctx context.Context, tx *store.Tx) (moment, error) {
	if err := tx.Read.LockIntake(ctx); err != nil {
		return moment{}, err
	}
	row, err := tx.Read.Moment(ctx)
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return moment{}, gov.Refuse(gov.CodeConflict, "설치가 끝나지 않은 데이터베이스입니다. 먼저 gyeol up 또는 gyeol migrate로 설치하십시오.",
			"this database has no installation yet")
	}
	m := moment{at: row.At, today: row.Today}
	if row.Kind == "real" {
		m.today = gov.DateIn(row.At)
	}
	return m, err
}
