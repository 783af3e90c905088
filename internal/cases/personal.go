package cases

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// Visit is how a person came to what he reads: the log of access to personal data keeps it (개인정보의 안전성 확보조치
// 기준 제8조). The zero value is a reading inside the house, by a test or a command on the database.
type Visit struct {
	Source    string // network address of the caller
	Operation string // id of the operation of the API
	Export    bool   // what is read leaves the house as a file or on paper
	Reason    string // why it does
}

// The kinds of those whose data is read.
const (
	ofNomination = "nomination" // whoever is nominated in a case: a nominee has no id beside it
	ofPerson     = "person"     // a person of the organisation
	ofFile       = "file"       // a file that somebody put beside a submission: whose data it holds nobody has said
)

// exportReason bounds the reason of an export, in characters.
const (
	exportReasonLeast = 2
	exportReasonMost  = 1000
)

// sight is the personal data of others that one request shows: whose, and which fields.
type sight struct {
	kind   string
	whose  []pgtype.UUID
	fields []string
}

// saw keeps that the viewer read personal data of others: one entry for a request, however many they are, written in
// one statement before the answer is given. Names and posts of officials in their function, what one wrote oneself and
// one's own data are none (공공기관의 정보공개에 관한 법률 제9조제1항제6호). What leaves the house needs its reason.
func (r reading) saw(ctx context.Context, s sight) error {
	if len(s.whose) == 0 {
		return nil
	}
	visit := r.v.visit
	if err := visit.mayTake(); err != nil {
		return err
	}
	if visit.Operation == "" {
		visit.Operation = "inside"
	}
	slices.SortFunc(s.whose, func(a, b pgtype.UUID) int { return bytes.Compare(a.Bytes[:], b.Bytes[:]) })
	s.whose = slices.Compact(s.whose)
	subject := visit.Operation
	if len(s.whose) == 1 {
		subject = s.whose[0].String()
	}
	proof, err := ledger.Prove(ledger.Entry{
		Kind: ledger.KindView, SubjectKind: s.kind, SubjectID: subject, At: r.v.at, OfficeDate: r.v.today,
		Body: map[string]any{
			"actor": r.v.person.String(), "source": visit.Source, "operation": visit.Operation, "export": visit.Export,
			"said": hashText(visit.Reason), "subjects": len(s.whose), "subjects_hash": s.hash(), "fields": s.fields,
		},
	})
	if err != nil {
		return err
	}
	return store.Interpret(r.q.InsertView(ctx, db.InsertViewParams{
		ID: gov.NewAuditID(), PersonID: r.v.person, At: r.v.at, OfficeDate: r.v.today, Address: visit.Source,
		Operation: visit.Operation, Export: visit.Export, Reason: visit.Reason, SubjectKind: s.kind, SubjectID: subject,
		Subjects: s.whose, Fields: s.fields, BodyHash: proof.Hash, Salt: proof.Salt, Body: proof.Body,
	}))
}

// mayTake refuses an export of personal data that says no reason.
func (v Visit) mayTake() error {
	n := utf8.RuneCountInString(strings.TrimSpace(v.Reason))
	if !v.Export || n >= exportReasonLeast && n <= exportReasonMost {
		return nil
	}
	e := gov.Refuse(gov.CodeReasonRequired,
		"개인정보가 들어 있는 자료입니다. 내려받거나 인쇄하는 사유(reason)를 2자 이상 1,000자 이하로 적어 다시 요청하십시오.",
		"this holds personal data: say in 2 to 1,000 characters (reason) why it is exported")
	e.Reasons = []gov.Reason{{
		Rule: "privacy/export", Article: "개인정보의 안전성 확보조치 기준 제8조제2항", Field: "/reason",
		Text: "개인정보를 내려받으면 그 사유를 확인합니다.",
	}}
	return e
}

// hash is the SHA-256 over the ids of those whose data it is, in order: an entry names many by it.
func (s sight) hash() string {
	h := sha256.New()
	for _, id := range s.whose {
		h.Write(id.Bytes[:])
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func hashText(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

// sawCase keeps what a case showed of others: a nomination its nominee, the paper on which the mayor decides all those
// on its list.
func (r reading) sawCase(ctx context.Context, c db.ViewCaseRow, v CaseView) error {
	s := sight{kind: ofNomination}
	switch n := v.Context.Nomination; {
	case n != nil && !n.Masked && n.Nominee != "" && !own(fileOf(c)):
		s.whose, s.fields = []pgtype.UUID{uid(c.ID)}, []string{"facts", "merit", "nominee", "scores", "verdict"}
	case ofAwards(c):
		return r.sawPaper(ctx, c)
	}
	return r.saw(ctx, s)
}

// ofAwards reports whether a case is the paper on which the mayor decides awards.
func ofAwards(c db.ViewCaseRow) bool { return c.Kind == gov.CaseDocument && c.Subject == awardDecision }

// maskNominees hides the names on the list of the paper on which the mayor decides awards. What cannot be read as such
// a list is not shown at all.
func (d *DocumentContext) maskNominees() {
	var body map[string]any
	if err := json.Unmarshal(d.Body, &body); err != nil {
		d.Body = json.RawMessage("{}")
		return
	}
	list, _ := body["nominees"].([]any)
	for _, one := range list {
		if n, ok := one.(map[string]any); ok {
			name, _ := n["nominee"].(string)
			n["nominee"] = policies.MaskName(name)
		}
	}
	masked, err := json.Marshal(body)
	if err != nil {
		masked = []byte("{}")
	}
	d.Body = masked
}

// withoutNominees leaves out of a difference what it says of the list of nominees.
func (d *Difference) withoutNominees() {
	d.Changes = slices.DeleteFunc(d.Changes, func(c ContentChange) bool {
		return strings.HasPrefix(c.Path, "/body/nominees") || c.Path == "/body"
	})
}

// sawPaper keeps that the text of a document was read, where it is the paper on which the mayor decides awards.
func (r reading) sawPaper(ctx context.Context, c db.ViewCaseRow) error {
	if !ofAwards(c) || !r.v.unmasked(fileOf(c)) {
		return nil
	}
	ids, err := r.q.NomineesOfStage(ctx, c.StageID)
	if err != nil {
		return store.Interpret(err)
	}
	return r.saw(ctx, sight{kind: ofNomination, whose: uids(ids), fields: []string{"nominee"}})
}

// sawTrail keeps that the network addresses of others were read in a trail of the audit record.
func (r reading) sawTrail(ctx context.Context, entries []AuditItem) error {
	s := sight{kind: ofPerson, fields: []string{"source"}}
	for _, e := range entries {
		var told struct{ Actor, Source string }
		if len(e.Body) == 0 {
			continue
		}
		if err := json.Unmarshal(e.Body, &told); err != nil {
			return fmt.Errorf("read an audit body: %w", err)
		}
		actor, err := gov.ParseID[struct{}](told.Actor)
		if told.Source != "" && err == nil && gov.PersonID(actor) != r.v.person {
			s.whose = append(s.whose, uid(actor))
		}
	}
	return r.saw(ctx, s)
}
