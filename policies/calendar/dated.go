package calendar

import (
	"time"

	"gyeol/gov"
)

const (
	electionArticle   = decreeName + " 제2조 제10호의2"
	designatedArticle = decreeName + " 제2조 제11호"
)

// dated lists the national holidays that no rule yields: elections on expiry of a term and days the government
// designated. A presidential election after a vacancy is not an election of 제10호의2 and had to be designated.
// Elections of terms that have not begun are left out: their days follow only when the term before them is known.
var dated = []Holiday{
	election("2020-04-15", "제21대 국회의원선거", "공직선거법 제34조, 중앙선거관리위원회"),
	designated("2020-08-17", "임시공휴일", "2020-07-21"),
	election("2022-03-09", "제20대 대통령선거", "공직선거법 제34조 제2항(3·1절로 한 주 늦춤), 중앙선거관리위원회"),
	election("2022-06-01", "제8회 전국동시지방선거", "공직선거법 제34조, 중앙선거관리위원회"),
	designated("2023-10-02", "임시공휴일", "2023-09-05"),
	election("2024-04-10", "제22대 국회의원선거", "공직선거법 제34조, 중앙선거관리위원회"),
	designated("2024-10-01", "임시공휴일(국군의 날)", "2024-09-03"),
	designated("2025-01-27", "임시공휴일", "2025-01-14"),
	designated("2025-06-03", "제21대 대통령선거(궐위)", "2025-04-08"),
	election("2026-06-03", "제9회 전국동시지방선거", "공직선거법 제34조, 중앙선거관리위원회"),
	expected("2028-04-12", "제23대 국회의원선거", "공직선거법 제34조: 임기만료일(2028-05-29) 전 50일 이후 첫 수요일"),
	expected("2030-03-27", "제22대 대통령선거", "공직선거법 제34조: 임기만료일(2030-06-03) 전 70일 이후 첫 수요일"),
	expected("2030-06-12", "제10회 전국동시지방선거", "공직선거법 제34조: 6월 5일은 현충일 전날이어서 다음 주 수요일"),
}

func election(date, name, source string) Holiday {
	return Holiday{Date: gov.MustDate(date), Name: name, Kind: Election, Article: electionArticle, Source: source}
}

// expected is an election whose day follows from the law and the present terms of office but is still ahead.
func expected(date, name, source string) Holiday {
	h := election(date, name, source)
	h.Assumed = true
	return h
}

// designated is a day that the cabinet decided on; before that day nobody could count on it.
func designated(date, name, decided string) Holiday {
	return Holiday{
		Date: gov.MustDate(date), Name: name, Kind: Designated, Article: designatedArticle,
		Source: decided + " 국무회의 의결", Known: gov.MustDate(decided),
	}
}

// localRule is a yearly holiday of one local government (지방자치단체의 공휴일에 관한 규정).
type localRule struct {
	region, name string
	month        time.Month
	day, from    int // day of the month; first year
	article      string
}

// localRules lists the local holidays that are known; an operator adds others as days.
var localRules = []localRule{
	{"제주특별자치도", "4·3희생자 추념일", time.April, 3, 2018, "제주특별자치도 4·3희생자추념일의 지방공휴일 지정에 관한 조례"},
	{"광주광역시", "5·18민주화운동 기념일", time.May, 18, 2020, "광주광역시 5·18민주화운동 기념일 지방공휴일 지정 조례"},
}

// localDays returns the local holidays of a region in the years of the table; none for a region without any.
func localDays(region string) []Holiday {
	var days []Holiday
	for _, r := range localRules {
		if r.region != region {
			continue
		}
		for year := max(r.from, FirstYear); year <= LastYear; year++ {
			d := gov.NewDate(year, r.month, r.day)
			days = append(days, Holiday{Date: d, Name: r.name, Kind: Local, Article: r.article})
		}
	}
	return days
}
