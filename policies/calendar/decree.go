package calendar

import (
	"time"

	"gyeol/gov"
)

// decreeName is the decree under which all public offices close.
const decreeName = "관공서의 공휴일에 관한 규정"

// Version is one wording of the 관공서의 공휴일에 관한 규정.
type Version struct {
	From    gov.Date // first day in force
	Change  string   // what it changed, in Korean
	Assumed bool     // the wording was not read; it is applied as remembered
}

// versions lists the wordings from old to new. The first covers everything before the wordings that were read.
var versions = []Version{
	{From: gov.MustDate("2013-11-05"), Change: "설날·추석 연휴와 어린이날의 대체공휴일", Assumed: true},
	{From: gov.MustDate("2021-08-04"), Change: "3·1절, 광복절, 개천절, 한글날까지 대체공휴일 확대"},
	{From: gov.MustDate("2023-05-04"), Change: "부처님오신날과 기독탄신일까지 대체공휴일 확대"},
	{From: gov.MustDate("2026-05-01"), Change: "노동절(5월 1일) 추가"},
	{From: gov.MustDate("2026-05-11"), Change: "제헌절(7월 17일)을 포함한 모든 국경일"},
}

// VersionOn returns the wording of the 관공서의 공휴일에 관한 규정 in force on d. Before the first known wording it
// returns that wording, which is marked as assumed.
func VersionOn(d gov.Date) Version {
	in := versions[0]
	for _, v := range versions {
		if !d.Before(v.From) {
			in = v
		}
	}
	return in
}

// Versions returns the known wordings of the decree from old to new.
func Versions() []Version { return append([]Version(nil), versions...) }

// weekend says on which days of the weekend a holiday earns a substitute. Meeting another holiday on a weekday earns
// one in either case.
type weekend int

const (
	noSubstitute weekend = iota
	onSunday
	onSaturdayOrSunday
)

// since is a substitute rule with the first holiday date to which it applies.
type since struct {
	from gov.Date
	when weekend
}

// rule is one holiday of 제2조 with the substitute rules of 제3조 that have applied to it.
type rule struct {
	name       string
	on         func(year int) gov.Date // no date if the year is not in the lunar table
	article    string
	from       gov.Date // first day as a holiday; no date means always
	substitute []since
}

var (
	seollalRule  = []since{{versions[0].From, onSunday}}
	childrenRule = []since{{versions[0].From, onSaturdayOrSunday}}
	nationalRule = []since{{versions[1].From, onSaturdayOrSunday}}
	buddhaRule   = []since{{versions[2].From, onSaturdayOrSunday}}
	labourRule   = []since{{versions[3].From, onSaturdayOrSunday}}
)

// rules is 제2조 제2호 to 제10호 in calendar order. Sundays (제1호) are not listed; elections (제10호의2) and
// designated days (제11호) are in dated.go.
var rules = []rule{
	{name: "1월 1일", on: fixed(time.January, 1), article: "제2조 제3호"},
	{name: "설날 전날", on: seollal(-1), article: "제2조 제4호", substitute: seollalRule},
	{name: "설날", on: seollal(0), article: "제2조 제4호", substitute: seollalRule},
	{name: "설날 다음 날", on: seollal(1), article: "제2조 제4호", substitute: seollalRule},
	{name: "3·1절", on: fixed(time.March, 1), article: "제2조 제2호", substitute: nationalRule},
	{name: "노동절", on: fixed(time.May, 1), article: "제2조", from: versions[3].From, substitute: labourRule},
	{name: "어린이날", on: fixed(time.May, 5), article: "제2조 제7호", substitute: childrenRule},
	{name: "부처님오신날", on: buddha, article: "제2조 제6호", substitute: buddhaRule},
	{name: "현충일", on: fixed(time.June, 6), article: "제2조 제8호"},
	{name: "제헌절", on: fixed(time.July, 17), article: "제2조 제2호", from: versions[4].From, substitute: nationalRule},
	{name: "광복절", on: fixed(time.August, 15), article: "제2조 제2호", substitute: nationalRule},
	{name: "추석 전날", on: chuseok(-1), article: "제2조 제9호", substitute: seollalRule},
	{name: "추석", on: chuseok(0), article: "제2조 제9호", substitute: seollalRule},
	{name: "추석 다음 날", on: chuseok(1), article: "제2조 제9호", substitute: seollalRule},
	{name: "개천절", on: fixed(time.October, 3), article: "제2조 제2호", substitute: nationalRule},
	{name: "한글날", on: fixed(time.October, 9), article: "제2조 제2호", substitute: nationalRule},
	{name: "기독탄신일", on: fixed(time.December, 25), article: "제2조 제10호", substitute: buddhaRule},
}

func fixed(m time.Month, day int) func(int) gov.Date {
	return func(year int) gov.Date { return gov.NewDate(year, m, day) }
}

// substituteOn returns the substitute rule that applies to the holiday when it falls on d, of those in force on
// asOf.
func (r rule) substituteOn(d, asOf gov.Date) weekend {
	when := noSubstitute
	for _, s := range r.substitute {
		if !d.Before(s.from) && known(s.from, asOf) {
			when = s.when
		}
	}
	return when
}
