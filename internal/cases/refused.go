package cases

import (
	"context"
	"errors"
	"time"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
)

// refused audits the refusal of a known person and hands the error on. The entry has a transaction of its own, since
// the act's was rolled back; should that fail too, both errors are reported.
func (s *Service) refused(ctx context.Context, actor Actor, cmd Command, cause error) error {
	var refusal *gov.Error
	if !errors.As(cause, &refusal) || actor.System || refusal.Code == gov.CodeBusy {
		return cause
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	subject := cmd.Case.String()
	kind := "case"
	if !cmd.Task.IsZero() {
		kind, subject = "task", cmd.Task.String()
	}
	body := map[string]any{
		"code": string(refusal.Code), "verb": string(cmd.Verb), "actor": actor.key(), "source": cmd.Source,
	}
	err := store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		return ledger.Write(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindRefusal, SubjectKind: kind, SubjectID: subject, Body: body, At: clock.at,
			OfficeDate: clock.today,
		})
	})
	return errors.Join(cause, err)
}
