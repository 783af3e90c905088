package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"gyeol/gov"
)

// Interpret is the one translation of driver errors: no row becomes gov.ErrNotFound, a lock that was not to be had in
// time and a lost race become codes a caller can act on, everything else stays internal with its cause.
func Interpret(err error) error {
	if err == nil {
		return nil
	}
	var refusal *gov.Error
	if errors.As(err, &refusal) {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("%w: %w", gov.ErrNotFound, err)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return interpretCode(pg, err)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("database: %w", err)
}

func interpretCode(pg *pgconn.PgError, err error) error {
	switch pg.Code {
	case "55P03", "40P01", "40001": // lock_not_available, deadlock_detected, serialization_failure
		busy := gov.Refuse(gov.CodeBusy, "다른 처리가 진행 중입니다. 잠시 뒤 같은 요청을 다시 보내십시오.",
			"another act holds this case; send the same request again in a moment")
		return fmt.Errorf("%w: %w", busy, err)
	case "23505", "23P01": // unique_violation, exclusion_violation
		conflict := gov.Refusef(gov.CodeConflict, "이미 등록된 자료와 겹칩니다(%s).", "this already exists (%s)", pg.ConstraintName)
		return fmt.Errorf("%w: %w", conflict, err)
	case "22021", "22P05": // character_not_in_repertoire, untranslatable_character
		bad := gov.Refuse(gov.CodeInvalid, "저장할 수 없는 문자가 있습니다. 입력을 확인하십시오.",
			"a character cannot be stored; look at the input")
		return fmt.Errorf("%w: %w", bad, err)
	case "57014", "53300", "57P01", "57P03": // query_canceled, too_many_connections, shutdown, cannot_connect_now
		down := gov.Refuse(gov.CodeUnavailable, "데이터베이스가 응답하지 않습니다. 잠시 뒤 다시 시도하십시오.",
			"the database does not answer; try again in a moment")
		return fmt.Errorf("%w: %w", down, err)
	}
	return fmt.Errorf("database: %w", err)
}
