package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// PublishedCopy is the public copy of a paper as it was released.
type PublishedCopy struct {
	policies.PublicCopy

	Case        gov.CaseID   `json:"case"`
	Kind        gov.CaseKind `json:"kind" enum:"document,meeting"`
	Number      int32        `json:"number" doc:"1 for the first; the next where the paper discloses something else"`
	ContentHash string       `json:"content_hash" doc:"SHA-256 of its canonical JSON (RFC 8785) of title, head and parts, in hex"`
	ReleasedOn  gov.Date     `json:"released_on"`
	ReleasedAs  string       `json:"released_as" doc:"Title of the post that checked and released it" example:"평생교육과 주무관"`
	ReleasedBy  string       `json:"released_by" doc:"Name of whoever did"`
}

// PublicCopyItem is a public copy in a list.
type PublicCopyItem struct {
	Case        gov.CaseID   `json:"case"`
	Kind        gov.CaseKind `json:"kind" enum:"document,meeting"`
	Number      int32        `json:"number"`
	Title       string       `json:"title" doc:"Masked as in the copy"`
	ContentHash string       `json:"content_hash"`
	ReleasedOn  gov.Date     `json:"released_on"`
	Stale       bool         `json:"stale" doc:"The paper discloses something else now: the copy is being made anew and not shown until then"`
}

// PublicCopyPage is one page of public copies, youngest first.
type PublicCopyPage struct {
	Copies []PublicCopyItem `json:"copies" nullable:"false"`
	Next   string           `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// CopyProposal is the public copy as it would be released now, with what it does not show.
type CopyProposal struct {
	policies.PublicCopy

	Case     gov.CaseID          `json:"case"`
	CopyHash string              `json:"copy_hash" doc:"What a release names"`
	Masks    []policies.CopyMask `json:"masks" nullable:"false" doc:"What is masked, where and why"`
	Lifts    []CopyFixBody       `json:"lifts" nullable:"false" doc:"What is shown by a person's word"`
	Released int32               `json:"released" doc:"Number of the last released copy, 0 for none"`
}

// PublicCopy reads the released copy of a paper: whoever is signed in may. One that is being made anew, because the
// paper discloses something else now, is not shown: it might show what was closed since.
func (s *Service) PublicCopy(ctx context.Context, id gov.CaseID) (PublishedCopy, error) {
	row, err := db.New(s.pool).ViewPublicCopy(ctx, id)
	if err != nil {
		return PublishedCopy{}, store.Interpret(err)
	}
	if !row.WithdrawnOn.IsZero() {
		return PublishedCopy{}, gov.Refusef(gov.CodeWithdrawn,
			"이 공개본은 %[1]s 회수되었습니다. 새 공개본이 확정된 뒤 다시 여십시오.",
			"this public copy was withdrawn on %[2]s; open it again once another is released", row.WithdrawnOn.Korean(), row.WithdrawnOn)
	}
	if !row.Fresh {
		return PublishedCopy{}, gov.Refuse(gov.CodeActNotOpen,
			"이 문서의 공개구분이나 내용이 바뀌어 공개본을 다시 만들고 있습니다. 확정된 뒤 다시 여십시오.",
			"what the paper discloses has changed; its public copy is being made anew")
	}
	out := PublishedCopy{
		Case: id, Kind: row.Kind, Number: row.Number, ContentHash: hex(row.ContentHash), ReleasedOn: row.ReleasedOn,
		ReleasedAs: row.ReleasedAs, ReleasedBy: row.ReleasedBy,
	}
	if err := json.Unmarshal(row.Content, &out.PublicCopy); err != nil {
		return out, fmt.Errorf("read the public copy of %s: %w", id, err)
	}
	return out, nil
}

// PublicCopies lists the released copies.
func (s *Service) PublicCopies(ctx context.Context, after string, limit int) (PublicCopyPage, error) {
	page := PublicCopyPage{Copies: []PublicCopyItem{}}
	p := db.ViewPublicCopiesParams{BeforeDay: gov.NewDate(9999, 12, 31), BeforeID: everyID, N: int32(limit) + 1}
	if after != "" {
		day, id, err := placeOn(after)
		if err != nil {
			return page, err
		}
		p.BeforeDay, p.BeforeID = day, uid(id)
	}
	rows, err := db.New(s.pool).ViewPublicCopies(ctx, p)
	if err != nil {
		return page, store.Interpret(err)
	}
	for i, c := range rows {
		if i == limit {
			page.Next = mark(rows[i-1].ReleasedOn.String(), rows[i-1].CaseID.String())
			break
		}
		page.Copies = append(page.Copies, PublicCopyItem{
			Case: c.CaseID, Kind: c.Kind, Number: c.Number, Title: c.Title, ContentHash: hex(c.ContentHash),
			ReleasedOn: c.ReleasedOn, Stale: !c.Fresh,
		})
	}
	return page, nil
}

// ProposeCopy shows whoever works on a paper its public copy as it would be released, and what is masked in it. That
// names persons: it stands in the log of access.
func (s *Service) ProposeCopy(ctx context.Context, actor Actor, id gov.CaseID) (CopyProposal, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return CopyProposal{}, err
	}
	c, err := r.seen(ctx, id)
	if err != nil {
		return CopyProposal{}, err
	}
	if !r.v.mayWith(policies.ActMakeCopy, fileOf(c)) || c.Kind != gov.CaseDocument && c.Kind != gov.CaseMeeting ||
		c.State != gov.Dispatched && c.State != gov.MinutesOut {
		return CopyProposal{}, gov.ErrNotFound
	}
	d, err := r.copyOf(ctx, id)
	if err != nil {
		return CopyProposal{}, store.Interpret(err)
	}
	out := CopyProposal{
		PublicCopy: d.copy, Case: id, CopyHash: hex(d.hash), Masks: some(d.masks), Lifts: []CopyFixBody{}, Released: d.number,
	}
	for _, l := range d.lifts {
		out.Lifts = append(out.Lifts, CopyFixBody(l))
	}
	for _, kind := range []string{ofNomination, ofPerson} {
		if err := r.saw(ctx, d.named(kind)); err != nil {
			return CopyProposal{}, err
		}
	}
	return out, nil
}

func (r reading) copyOf(ctx context.Context, id gov.CaseID) (copyDraft, error) {
	c, err := r.q.GetCase(ctx, id)
	if err != nil {
		return copyDraft{}, err
	}
	return r.draftCopy(ctx, c, r.v.today)
}

func (r reading) copyHash(ctx context.Context, id gov.CaseID) (string, error) {
	d, err := r.copyOf(ctx, id)
	return hex(d.hash), err
}

// named are those of a kind whose names are masked in a copy.
func (d copyDraft) named(kind string) sight {
	s := sight{kind: kind, fields: []string{"name"}, whose: []pgtype.UUID{}}
	for _, n := range d.names {
		if n.Kind == kind && slices.ContainsFunc(d.masks, func(m policies.CopyMask) bool {
			return m.By == policies.MaskedName && unspaced(m.Value) == unspaced(n.Name)
		}) {
			s.whose = append(s.whose, n.ID)
		}
	}
	return s
}

// unspaced is a name without the spaces between its syllables.
func unspaced(name string) string { return strings.Join(strings.Fields(name), "") }
