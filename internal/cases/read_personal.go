package cases

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// PersonalView is one entry of the log of access to personal data. It is masked itself: the name and the network
// address of whoever read stand in it only in part, and whose data it was only as ids.
type PersonalView struct {
	Entry      gov.AuditID `json:"entry" doc:"The entry of the audit record that proves it"`
	At         string      `json:"at" format:"date-time"`
	OfficeDate gov.Date    `json:"office_date"`
	Reader     string      `json:"reader" doc:"Slug of whoever read"`
	Name       string      `json:"name" doc:"His name, masked" example:"홍*동"`
	From       string      `json:"from" doc:"Network address, without its last part" example:"10.20.30.*"`
	Operation  string      `json:"operation" doc:"Of the API" example:"get-nomination"`
	Of         string      `json:"of" enum:"nomination,person,file" doc:"What the ids are of"`
	Subjects   []string    `json:"subjects" nullable:"false" doc:"Ids of those whose data it was"`
	Fields     []string    `json:"fields" nullable:"false" doc:"What was read of them" example:"nominee"`
	Export     bool        `json:"export" doc:"It left the house as a file or on paper"`
	Reason     string      `json:"reason,omitempty" doc:"Of an export"`
}

// PersonalViewPage is one page of the log, latest first.
type PersonalViewPage struct {
	Views []PersonalView `json:"views" nullable:"false"`
	Next  string         `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// PersonalViewFilter narrows the log.
type PersonalViewFilter struct {
	Reader  string     // slug of whoever read
	Subject gov.CaseID // nomination or person whose data it was
	Day     gov.Date   // office date
	Exports bool       // only what left the house
	After   string     // cursor
	Limit   int
}

// PersonalViews lists who read personal data, for auditors and whoever answers for the protection of personal data.
func (s *Service) PersonalViews(ctx context.Context, actor Actor, f PersonalViewFilter) (PersonalViewPage, error) {
	page := PersonalViewPage{Views: []PersonalView{}}
	r, err := s.read(ctx, actor)
	if err != nil {
		return page, err
	}
	if err := r.v.must(policies.ActReadViews); err != nil {
		return page, err
	}
	p := db.ViewViewsParams{
		Person: f.Reader, Subject: pgtype.UUID{Bytes: f.Subject, Valid: !f.Subject.IsZero()}, Day: f.Day, Exports: f.Exports,
		BeforeAt: r.v.at.Add(time.Hour), BeforeID: everyID, N: int32(f.Limit) + 1,
	}
	if f.After != "" {
		var id [16]byte
		if p.BeforeAt, id, err = placeAt(f.After); err != nil {
			return page, err
		}
		p.BeforeID = uid(id)
	}
	rows, err := r.q.ViewViews(ctx, p)
	if err != nil {
		return page, store.Interpret(err)
	}
	for i, v := range rows {
		if i == f.Limit {
			page.Next = mark(stampText(rows[i-1].At), rows[i-1].EntryID.String())
			break
		}
		page.Views = append(page.Views, personalView(v))
	}
	return page, nil
}

func personalView(v db.ViewViewsRow) PersonalView {
	out := PersonalView{
		Entry: v.EntryID, At: stampText(v.At), OfficeDate: v.OfficeDate, Reader: v.Slug, Name: policies.MaskName(v.Name),
		From: policies.MaskAddress(v.Address), Operation: v.Operation, Of: v.SubjectKind,
		Subjects: make([]string, len(v.Subjects)), Fields: v.Fields, Export: v.Export, Reason: v.Reason,
	}
	for i, id := range v.Subjects {
		out.Subjects[i] = id.String()
	}
	return out
}

// ReadingSum is what one person read of the data of others in a span of days.
type ReadingSum struct {
	Reader     string `json:"reader" doc:"Slug"`
	Name       string `json:"name" doc:"Masked"`
	Views      int32  `json:"views" doc:"Entries of the log"`
	Subjects   int32  `json:"subjects" doc:"Of how many, counted anew in each entry"`
	Exports    int32  `json:"exports"`
	OutOfHours int32  `json:"out_of_hours" doc:"Before eight, from eight in the evening on, or while the office is closed"`
}

// ReadingCheck is what the monthly check of the log looks at (개인정보의 안전성 확보조치 기준 제8조제2항).
type ReadingCheck struct {
	Since    gov.Date     `json:"since"`
	Until    gov.Date     `json:"until"`
	Refusals int32        `json:"refusals" doc:"How often anybody was refused anything"`
	Readers  []ReadingSum `json:"readers" nullable:"false" doc:"Who read most comes first"`
}

// CheckReading counts the log over a span of office days, for auditors and whoever answers for the protection of
// personal data.
func (s *Service) CheckReading(ctx context.Context, actor Actor, since, until gov.Date) (ReadingCheck, error) {
	out := ReadingCheck{Since: since, Until: until, Readers: []ReadingSum{}}
	r, err := s.read(ctx, actor)
	if err != nil {
		return out, err
	}
	if err := r.v.must(policies.ActReadViews); err != nil {
		return out, err
	}
	rows, err := r.q.SumViews(ctx, db.SumViewsParams{Since: since, Until: until})
	if err != nil {
		return out, store.Interpret(err)
	}
	for _, x := range rows {
		out.Readers = append(out.Readers, ReadingSum{
			Reader: x.Slug, Name: policies.MaskName(x.Name), Views: x.Views, Subjects: x.Subjects, Exports: x.Exports,
			OutOfHours: x.OutOfHours,
		})
	}
	out.Refusals, err = r.q.CountRefusals(ctx, db.CountRefusalsParams{Since: since, Until: until})
	return out, store.Interpret(err)
}
