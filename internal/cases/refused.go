package cases

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
)

// Refusal is what the record keeps of a refusal of a known person: who was refused what, and which rules said so. It
// holds ids, codes and names of fields, never what somebody typed.
type Refusal struct {
	SubjectKind string // case, task, cycle, process, request
	Subject     string
	Operation   string   // operation of the API, "" for an act that no door asked for
	Verb        gov.Verb // of an act
	Source      string   // network address of the caller
	Code        gov.Code
	Reasons     []gov.Reason
	Faults      []string // where the request breaks a rule of form
}

// Refused audits the refusal of a known person, in a transaction of its own. It outlives a caller who hangs up.
func (s *Service) Refused(ctx context.Context, actor Actor, r Refusal) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	return store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		clock, err := s.clock(ctx, tx)
		if err != nil {
			return err
		}
		return ledger.Write(ctx, tx.Write, ledger.Entry{
			Kind: ledger.KindRefusal, SubjectKind: r.SubjectKind, SubjectID: r.Subject, Body: r.body(actor),
			At:         clock.at,
			OfficeDate: clock.today,
		})
	})
}

func (r Refusal) body(actor Actor) map[string]any {
	out := map[string]any{"code": string(r.Code), "actor": actor.key(), "source": r.Source}
	if r.Verb != "" {
		out["verb"] = string(r.Verb)
	}
	if r.Operation != "" {
		out["operation"] = r.Operation
	}
	if len(r.Reasons) > 0 {
		out["reasons"] = r.Reasons
	}
	if len(r.Faults) > 0 {
		out["faults"] = r.Faults
	}
	return out
}

// Recorded reports whether the refusal in err stands in the record already, so that no door writes it again.
func Recorded(err error) bool {
	var e *recordedError
	return errors.As(err, &e)
}

// recordedError is a refusal that was audited where it was decided.
type recordedError struct{ error }

// Unwrap gives the refusal itself.
func (e *recordedError) Unwrap() error { return e.error }

// refused audits the refusal of an act and hands the error on. Where the record cannot be written both errors are
// handed on, and whoever answers the caller tries once more. CodeBusy is no verdict: the same request is repeated in a
// moment and decided then.
func (s *Service) refused(ctx context.Context, actor Actor, cmd Command, cause error) error {
	kind, subject := "case", cmd.Case.String()
	if !cmd.Task.IsZero() {
		kind, subject = "task", cmd.Task.String()
	}
	return s.refusedOn(ctx, actor, cause, Refusal{
		SubjectKind: kind, Subject: subject, Verb: cmd.Verb,
		Source: cmd.Source,
	})
}

func (s *Service) refusedOn(ctx context.Context, actor Actor, cause error, r Refusal) error {
	var refusal *gov.Error
	if !errors.As(cause, &refusal) || actor.System || refusal.Code == gov.CodeBusy {
		return cause
	}
	r.Code, r.Reasons = refusal.Code, wordless(refusal.Reasons)
	if refusal.Code == gov.CodeIneligible {
		r.Reasons = nil // what speaks against a nominee goes with his data, and a refusal is kept longer
	}
	if err := s.Refused(ctx, actor, r); err != nil {
		return errors.Join(cause, err)
	}
	return &recordedError{cause}
}

// wordless takes out of reasons about fields what they may repeat of what somebody typed: the record names the field.
func wordless(reasons []gov.Reason) []gov.Reason {
	out := slices.Clone(reasons)
	for i, r := range out {
		if r.Field != "" {
			out[i].Text, out[i].English = "", ""
		}
	}
	return out
}

// onlyOnTask refuses an act that nobody was asked for.
func onlyOnTask() error {
	e := gov.Refuse(gov.CodeForbidden, "이 처리는 배정된 과업에서만 할 수 있습니다.", "this is done on an assigned task")
	e.Reasons = []gov.Reason{{Rule: "task/assigned", Text: "과업을 배정받은 직위만 그 과업에서 처리합니다."}}
	return e
}

// lacksDuty says which duty an act or a reading asks for, as a reason of a verdict.
func lacksDuty(duties ...string) gov.Reason {
	names := map[string]string{
		"coordinator": "총괄 담당", "auditor": "감사 담당", "operator": "운영 담당", "privacy": "개인정보 보호 담당",
	}
	words := make([]string, len(duties))
	for i, d := range slices.Sorted(slices.Values(duties)) {
		if words[i] = names[d]; words[i] == "" {
			words[i] = d
		}
	}
	return gov.Reason{
		Rule: "duties/" + strings.Join(slices.Sorted(slices.Values(duties)), "+"),
		Text: strings.Join(words, " 또는 ") + " 직무가 있는 직위만 할 수 있습니다.",
	}
}
