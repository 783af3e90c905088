package policies

import (
	"slices"

	"gyeol/gov"
	"gyeol/policies/calendar"
)

// AgreementTerm is one term of a memorandum and how it goes on (domain §2.6).
type AgreementTerm struct {
	From         gov.Date
	To           gov.Date // the last day of the term
	NoticeMonths int      // full months between a notice and the end; 0: the text states none
	AutoRenew    bool
	RenewMonths  int
	Renewals     int // extensions so far
	MaxRenewals  int // most automatic extensions; 0: the text states no limit
}

// AgreementDates are the days of a term on which something is due.
type AgreementDates struct {
	Alerts          []gov.Date `json:"alerts"`           // 6 and 3 months before the end, and before the deadline
	NoticeOperative gov.Date   `json:"notice_operative"` // the working day by which a notice should leave
	// NoticeBy is the last day of a notice in time; zero where the text states none.
	NoticeBy gov.Date `json:"notice_by,omitzero"`
}

// noticeLead is how many days before the notice deadline the last alert goes out.
const noticeLead = 14

// Dates works the days of a term out. A notice "one month before the end" of a term to 31 December must be there by 30
// November; where that is no working day, the working day before is what an office plans for. Where the text states no
// period, a notice is in time until the last day.
func (t AgreementTerm) Dates(cal *calendar.Calendar) AgreementDates {
	last := t.To
	var d AgreementDates
	if t.NoticeMonths > 0 {
		d.NoticeBy = t.To.AddMonths(-t.NoticeMonths)
		last = d.NoticeBy
	}
	d.NoticeOperative = cal.PrevWorkingDay(last)
	for _, day := range []gov.Date{t.To.AddMonths(-6), t.To.AddMonths(-3), d.NoticeOperative.AddDays(-noticeLead)} {
		day = cal.PrevWorkingDay(day)
		if day.After(t.From) && !slices.Contains(d.Alerts, day) {
			d.Alerts = append(d.Alerts, day)
		}
	}
	slices.SortFunc(d.Alerts, gov.Date.Compare)
	return d
}

// AlertOn is the number of the alert that is due on a day, from 1, or 0. What was missed is made up for by the last.
func (d AgreementDates) AlertOn(day gov.Date, sent int) int {
	due := 0
	for i, a := range d.Alerts {
		if !day.Before(a) {
			due = i + 1
		}
	}
	if due <= sent {
		return 0
	}
	return due
}

// ReviewOn is the next day after the given one on which the agreement must be looked at: an alert, or the day after the
// end of the term.
func (t AgreementTerm) ReviewOn(day gov.Date, cal *calendar.Calendar) gov.Date {
	for _, a := range t.Dates(cal).Alerts {
		if a.After(day) {
			return a
		}
	}
	return t.To.AddDays(1)
}

// Over reports whether the term has ended: the last day is the whole of it (민법 제159조).
func (t AgreementTerm) Over(day gov.Date) bool { return day.After(t.To) }

// Extends reports whether the term renews itself once more when nobody has given notice.
func (t AgreementTerm) Extends() bool {
	return t.AutoRenew && t.RenewMonths > 0 && (t.MaxRenewals == 0 || t.Renewals < t.MaxRenewals)
}

// Next is the term after this one; it begins on the day after.
func (t AgreementTerm) Next() AgreementTerm {
	n := t
	n.From, n.To, n.Renewals = t.To.AddDays(1), t.To.AddMonths(max(t.RenewMonths, 1)), t.Renewals+1
	return n
}
