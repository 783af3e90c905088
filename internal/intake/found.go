package intake

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
)

// Foundation says what an installation is. It is written once and never changes (design §5).
type Foundation struct {
	Rehearsal bool
	// Today is the first office day: of a rehearsal the stepped day it begins on, of a real installation the present
	// day (zero: the database's). The day itself is not opened yet.
	Today gov.Date
}

// Found makes the installation. The same kind again changes nothing, whatever the day; the other kind is refused with
// CodeConflict, a rehearsal without a day with CodeInvalid.
func Found(ctx context.Context, pool *pgxpool.Pool, f Foundation) error {
	if f.Rehearsal && f.Today.IsZero() {
		return gov.Refuse(gov.CodeInvalid, "예행연습은 시작할 업무일을 정해야 합니다.", "a rehearsal needs the day it begins on")
	}
	return store.InTx(ctx, pool, func(tx *store.Tx) error {
		kind := "real"
		if f.Rehearsal {
			kind = "rehearsal"
		}
		if err := tx.Read.InsertInstallation(ctx, kind); err != nil {
			return err
		}
		have, err := tx.Read.ReadInstallation(ctx)
		if err != nil {
			return err
		}
		if have.Kind != kind {
			return otherKind(have.Kind)
		}
		return f.insertClock(ctx, tx)
	})
}

func (f Foundation) insertClock(ctx context.Context, tx *store.Tx) error {
	day := f.Today
	if day.IsZero() {
		wall, err := tx.Read.WallNow(ctx)
		if err != nil {
			return err
		}
		day = gov.DateIn(wall.At)
	}
	p := db.InsertClockParams{LastOpened: day.AddDays(-1)}
	if f.Rehearsal {
		p.Today = day
	}
	return tx.Write.InsertClock(ctx, p)
}

func otherKind(have string) error {
	if have == "real" {
		return gov.Refuse(gov.CodeConflict, "이 데이터는 실제 업무용으로 설치되었습니다. 예행연습은 다른 데이터 폴더에서 시작하십시오.",
			"this installation is real; start a rehearsal on another data folder")
	}
	return gov.Refuse(gov.CodeConflict, "이 데이터는 예행연습용으로 설치되었습니다. 실제 업무는 다른 데이터 폴더에서 시작하십시오.",
		"this installation is a rehearsal; start a real one on another data folder")
}
