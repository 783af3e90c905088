package policies

import (
	"strconv"
	"strings"
	"time"

	"gyeol/gov"
)

// Retention is how long a record is kept (공공기록물 관리에 관한 법률 시행령 제26조).
type Retention string

// The terms of retention.
const (
	Retain1       Retention = "1"
	Retain3       Retention = "3"
	Retain5       Retention = "5"
	Retain10      Retention = "10"
	Retain30      Retention = "30"
	SemiPermanent Retention = "semi_permanent"
	Permanent     Retention = "permanent"
)

const retentionArticle = "공공기록물 관리에 관한 법률 시행령 제26조"

// Retentions are the terms from the shortest on.
func Retentions() []Retention {
	return []Retention{Retain1, Retain3, Retain5, Retain10, Retain30, SemiPermanent, Permanent}
}

// Valid reports whether the term is one of the seven.
func (r Retention) Valid() bool { return r.Korean() != "" }

// Years is the number of years of a term that ends, 0 for 준영구 and 영구.
func (r Retention) Years() int {
	switch r {
	case Retain1, Retain3, Retain5, Retain10, Retain30:
		n, err := strconv.Atoi(string(r))
		if err != nil {
			return 0
		}
		return n
	case SemiPermanent, Permanent:
	}
	return 0
}

// Korean prints the term: 5년, 준영구, 영구; "" for what is no term.
func (r Retention) Korean() string {
	switch r {
	case Retain1, Retain3, Retain5, Retain10, Retain30:
		return string(r) + "년"
	case SemiPermanent:
		return "준영구"
	case Permanent:
		return "영구"
	}
	return ""
}

// ParseRetention reads a term as papers print it, 5년, or as it is stored, 5.
func ParseRetention(s string) (Retention, error) {
	s = strings.TrimSpace(s)
	for _, r := range Retentions() {
		if s == string(r) || s == r.Korean() {
			return r, nil
		}
	}
	return "", gov.Refusef(gov.CodeInvalid, "보존기간 ‘%s’은(는) 없습니다. 1년, 3년, 5년, 10년, 30년, 준영구, 영구 가운데에서 고르십시오.",
		"%q is no term of retention", s)
}

// RetentionFrom is the day from which the term counts: 1 January of the year after the matter was completed (공공기록물
// 관리에 관한 법률 시행령 제26조).
func RetentionFrom(completed gov.Date) gov.Date {
	if completed.IsZero() {
		return gov.Date{}
	}
	return gov.NewDate(completed.Year()+1, time.January, 1)
}

// RetentionUntil is the last day on which the record is kept: 31 December of the last year of the term, counted from
// RetentionFrom. It is zero for 준영구 and 영구, which no day ends, and while the matter is not completed.
func RetentionUntil(completed gov.Date, term Retention) gov.Date {
	if completed.IsZero() || term.Years() == 0 {
		return gov.Date{}
	}
	return gov.NewDate(completed.Year()+term.Years(), time.December, 31)
}
