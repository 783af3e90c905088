package dossier

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/mod/sumdb/note"

	"gyeol/gov"
	"gyeol/internal/evidence"
	"gyeol/internal/store/db"
)

// Role says for whom an export is made.
type Role string

// Who may read what is exported. Only an auditor and an operator may have everything unmasked, and must say why.
const (
	Reader   Role = "reader"
	Auditor  Role = "auditor"
	Operator Role = "operator"
)

// Order is what is asked for: a document or a year, why, for whom and by whom.
type Order struct {
	Document string // id of its case, or its number
	Cycle    string // name-year
	Reason   string // mandatory, at most 1,000 characters
	Role     Role   // default: reader
	Full     bool   // masks nothing
	Account  string // of the machine on which the command ran
	Command  string
}

// longestReason is how many characters a reason has at the most.
const longestReason = 1000

// check refuses what cannot be recorded as asked for.
func (o *Order) check() error {
	o.Reason = strings.TrimSpace(o.Reason)
	if o.Role == "" {
		o.Role = Reader
	}
	switch n := len([]rune(o.Reason)); {
	case n == 0:
		return gov.Refuse(gov.CodeReasonRequired, "증거 묶음을 만드는 사유를 --reason으로 적으십시오. 감사 기록에 남습니다.",
			"say why the bundle is made (--reason); it goes to the audit log")
	case n > longestReason:
		return gov.Refuse(gov.CodeInvalid, "사유는 1,000자 이하로 적으십시오.", "a reason has at most 1,000 characters")
	case (o.Document == "") == (o.Cycle == ""):
		return gov.Refuse(gov.CodeInvalid, "문서(--document)와 연도(--cycle) 가운데 하나만 주십시오.", "name a document or a cycle")
	case o.Role != Reader && o.Role != Auditor && o.Role != Operator:
		return gov.Refuse(gov.CodeInvalid, "역할은 reader, auditor, operator 가운데 하나입니다.", "no such role")
	case o.Full && o.Role == Reader:
		return gov.Refuse(gov.CodeForbidden, "가리지 않은 묶음은 감사자나 운영자만 만들 수 있습니다. --role auditor 또는 --role operator를 주십시오.",
			"only an auditor or an operator may have everything unmasked (--role)")
	}
	return nil
}

// Pages are the forms of a paper as it is printed.
type Pages struct {
	HTML  []byte
	Text  []byte
	Block []byte // the block alone, as text
}

// Printer prints papers out of a snapshot. Full shows names that are masked otherwise.
type Printer interface {
	Document(ctx context.Context, q *db.Queries, id gov.CaseID, full bool) (Pages, error)
	Minutes(ctx context.Context, q *db.Queries, id gov.CaseID) ([]byte, error)
}

// Tools are what an export needs.
type Tools struct {
	Pool  *pgxpool.Pool // of the record
	Print Printer
	Key   note.Signer // signs checkpoints; nil: some worker does
}

// subject finds what the export is about and which cases belong to it.
func (b *building) subject(ctx context.Context) error {
	if b.order.Cycle != "" {
		b.about.Kind, b.about.Name = evidence.OfCycle, b.order.Cycle
		var id gov.CaseID
		var title string
		err := b.one(ctx, "subject_cycle", []any{b.order.Cycle}, &id, &title, &b.cycle)
		if errors.Is(err, gov.ErrNotFound) {
			return gov.Refuse(gov.CodeNotFound,
				"그런 연도가 없습니다: "+b.order.Cycle+". 이름-연도로 적으십시오 (예: lifelong-education-plan-2022).",
				"there is no such cycle; write NAME-YEAR")
		}
		b.about.ID, b.about.Name = id.String(), title
		return err
	}
	b.about.Kind = evidence.OfDocument
	found := 0
	var id gov.CaseID
	err := b.each(ctx, "subject_document", []any{b.order.Document}, func(rows pgx.Rows) error {
		found++
		return rows.Scan(&id, &b.about.Name, &b.about.Number)
	})
	switch {
	case err != nil:
		return err
	case found == 0:
		return gov.Refuse(gov.CodeNotFound, "그런 문서가 없습니다: "+b.order.Document+". 문서번호나 사안의 id를 적으십시오.",
			"there is no such document; write its number or the id of its case")
	case found > 1:
		return gov.Refuse(gov.CodeConflict, "그 번호의 문서가 여럿입니다. 사안의 id를 적으십시오.",
			"several documents have the number; write the id of the case")
	}
	b.about.ID = id.String()
	return b.each(ctx, "related", []any{id}, func(rows pgx.Rows) error {
		var one pgtype.UUID
		err := rows.Scan(&one)
		b.named = append(b.named, one)
		return err
	})
}
