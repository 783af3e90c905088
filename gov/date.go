package gov

import (
	"cmp"
	"fmt"
	"time"
	_ "time/tzdata" // Asia/Seoul must be known in a container without zone files.
)

// isoDate is the only written form of a date in files, in JSON and in the API.
const isoDate = "2006-01-02"

// maxDays is 9999-12-31 in days since 0000-12-31.
const maxDays = 3652059

// Seoul is the zone in which every office day begins and ends. Korea has kept UTC+9 without summer time since
// October 1988, so the fixed zone that stands in when no zone data can be read gives the same dates.
var Seoul = loadSeoul()

func loadSeoul() *time.Location {
	if loc, err := time.LoadLocation("Asia/Seoul"); err == nil {
		return loc
	}
	return time.FixedZone("KST", 9*60*60)
}

// Date is a civil date: a day of the calendar without clock or zone. Dates can be compared with == and used as map
// keys. The zero value means "no date"; it sorts before every date and stays "no date" under arithmetic. Only the
// years 1 to 9999 exist; what would fall outside is "no date".
type Date struct {
	days int32 // days since 0000-12-31, so that 1 is 0001-01-01 and 0 is free to mean "no date"
}

// NewDate returns the date of a year, month and day. Like time.Date it normalises: 30 February is 1 or 2 March.
func NewDate(y int, m time.Month, d int) Date {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if t.Year() < 1 || t.Year() > 9999 {
		return Date{}
	}
	return fromDays(t.Unix()/86400 + epochDays)
}

// epochDays is 1970-01-01 in days since 0000-12-31.
const epochDays = 719163

func fromDays(n int64) Date {
	if n < 1 || n > maxDays {
		return Date{}
	}
	return Date{days: int32(n)}
}

// ParseDate reads a date written as 2006-01-02 and refuses everything else, including days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(isoDate, s)
	if err != nil {
		return Date{}, fmt.Errorf("parse date %q: want YYYY-MM-DD", s)
	}
	d := NewDate(t.Date())
	if d.IsZero() {
		return Date{}, fmt.Errorf("parse date %q: year out of range", s)
	}
	return d, nil
}

// MustDate is ParseDate for tables and tests; it panics on a date that does not exist.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// DateIn returns the date on which the instant t falls in Seoul. The zero time gives "no date".
func DateIn(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return NewDate(t.In(Seoul).Date())
}

// IsZero reports whether d means "no date".
func (d Date) IsZero() bool { return d.days == 0 }

// civil returns d as midnight UTC, the form on which package time does its arithmetic.
func (d Date) civil() time.Time {
	return time.Unix((int64(d.days)-epochDays)*86400, 0).UTC()
}

// Year returns the year of d, or 0 for "no date".
func (d Date) Year() int {
	if d.IsZero() {
		return 0
	}
	return d.civil().Year()
}

// Month returns the month of d, or 0 for "no date".
func (d Date) Month() time.Month {
	if d.IsZero() {
		return 0
	}
	return d.civil().Month()
}

// Day returns the day of the month of d, or 0 for "no date".
func (d Date) Day() int {
	if d.IsZero() {
		return 0
	}
	return d.civil().Day()
}

// Weekday returns the day of the week of d. It is meaningless for "no date".
func (d Date) Weekday() time.Weekday { return time.Weekday(d.days % 7) }

// AddDays returns the date n days after d, or before it if n is negative.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return fromDays(int64(d.days) + int64(n))
}

// AddMonths returns the day of d in the month n months later, or earlier if n is negative. Where that month has no
// such day it returns the last day of that month (민법 제160조 제3항): one month from 31 January is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	y, m, day := d.civil().Date()
	first := NewDate(y, m+time.Month(n), 1)
	if first.IsZero() {
		return first
	}
	last := NewDate(first.Year(), first.Month()+1, 0)
	if last.IsZero() { // December 9999 has no following month
		last = fromDays(maxDays)
	}
	return fromDays(min(int64(first.days)+int64(day)-1, int64(last.days)))
}

// Sub returns the number of days from o to d: positive if d is later. Both must be dates.
func (d Date) Sub(o Date) int { return int(d.days) - int(o.days) }

// Before reports whether d lies before o.
func (d Date) Before(o Date) bool { return d.days < o.days }

// After reports whether d lies after o.
func (d Date) After(o Date) bool { return d.days > o.days }

// Compare returns -1, 0 or +1 as d lies before, on or after o, in the form slices.SortFunc wants.
func (d Date) Compare(o Date) int { return cmp.Compare(d.days, o.days) }

// Equal reports whether both are the same day. It is == under the name that go-cmp looks for.
func (d Date) Equal(o Date) bool { return d == o }

// Time returns midnight in Seoul at which d begins, or the zero time for "no date".
func (d Date) Time() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	y, m, day := d.civil().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, Seoul)
}

// String returns d as 2006-01-02, or the empty string for "no date".
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.civil().Format(isoDate)
}

// Korean returns d the way official papers write it, as in "2027. 2. 26.(금)" (행정업무의 운영 및 혁신에 관한 규정
// 제7조), or the empty string for "no date".
func (d Date) Korean() string {
	if d.IsZero() {
		return ""
	}
	y, m, day := d.civil().Date()
	return fmt.Sprintf("%d. %d. %d.(%s)", y, int(m), day, koreanWeekdays[d.Weekday()])
}

var koreanWeekdays = [...]string{"일", "월", "화", "수", "목", "금", "토"}
