package policies_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// leaves is the clock of a document sent on a day.
func leaves(t *testing.T, sending policies.Sending, day string) policies.LegalClock {
	t.Helper()
	c, _, err := established(t, sending, "2021-01-04").Dispatch(posting(sending, at(day, 9)), calendar.National())
	require.NoError(t, err)
	return c
}

// twoDays are the two faces of a deadline.
func twoDays(d calendar.Deadline) string { return d.Operative.String() + " " + d.Legal.String() }

// posted is the clock of a notice posted on a day.
func posted(t *testing.T, day string) policies.LegalClock {
	t.Helper()
	return leaves(t, policies.SendNotice, day)
}

// arrived is the clock of a letter that left on one day and arrived on another.
func arrived(t *testing.T, sent, day string) policies.LegalClock {
	t.Helper()
	by := policies.Arrival{Way: policies.ArrivedPost, At: at(day, 15), Agency: true}
	c, _, err := leaves(t, policies.SendLetter, sent).Arrive(by)
	require.NoError(t, err)
	return c
}

func TestAPeriodCountsFromTheArrival(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		arrived          string
		days             int
		operative, legal string
	}{
		{"2022-02-24", 1, "2022-02-25", "2022-02-25"},  // the day of the arrival is not counted
		{"2022-02-24", 5, "2022-02-28", "2022-03-02"},  // ends on 3·1절
		{"2022-02-25", 12, "2022-03-08", "2022-03-10"}, // ends on the day of the election
		{"2022-02-28", 12, "2022-03-11", "2022-03-14"}, // ends on a Saturday
		{"2026-09-20", 4, "2026-09-23", "2026-09-28"},  // ends in Chuseok, and a Sunday follows
		{"2026-04-26", 5, "2026-04-30", "2026-05-04"},  // ends on 노동절, which is a holiday since 2026
		{"2025-04-26", 5, "2025-05-01", "2025-05-01"},  // and was none before
		{"2024-12-31", 30, "2025-01-24", "2025-01-31"}, // ends in a Seollal that a designated day prolongs
		{"2028-02-28", 1, "2028-02-29", "2028-02-29"},  // a leap day
	} {
		for _, basis := range []policies.DueBasis{policies.DueArrived, policies.DueEffective} {
			d, why := arrived(t, "2021-01-05", v.arrived).Due(basis, v.days, calendar.National())
			require.Equal(t, v.operative+" "+v.legal, twoDays(d), "%d days after %s", v.days, v.arrived)
			require.Len(t, why, 2)
			require.Equal(t, "행정업무의 운영 및 혁신에 관한 규정 제6조제2항", why[0].Article)
			require.Contains(t, why[0].Text, gov.MustDate(v.arrived).Korean())
			require.Equal(t, d.Article, why[1].Article)
			require.Contains(t, why[1].Article, "민법 제157조·제159조·제161조")
			require.Contains(t, why[1].Text, "첫날은 세지 않습니다")
			require.Contains(t, why[1].Text, d.Legal.Korean())
		}
	}
}

// A notice has effect from 00:00 of the day after its five days: of a period that begins at midnight the first day
// counts (민법 제157조 단서).
func TestAPeriodCountsFromTheEffectOfANotice(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		posted, effective string
		days              int
		operative, legal  string
	}{
		{"2022-02-24", "2022-03-03", 10, "2022-03-11", "2022-03-14"}, // five days end on 3·1절, ten on a Saturday
		{"2026-03-02", "2026-03-10", 10, "2026-03-19", "2026-03-19"},
		{"2026-09-20", "2026-09-29", 7, "2026-10-02", "2026-10-06"}, // over 개천절, whose substitute is the Monday
		{"2024-12-27", "2025-01-03", 1, "2025-01-03", "2025-01-03"},
	} {
		c := posted(t, v.posted)
		require.Equal(t, v.effective, c.Effective.String())
		d, why := c.Due(policies.DueEffective, v.days, calendar.National())
		require.Equal(t, v.operative+" "+v.legal, twoDays(d), v.posted)
		require.Equal(t, "행정업무의 운영 및 혁신에 관한 규정 제6조제3항", why[0].Article)
		require.Contains(t, why[1].Text, "오전 0시부터 시작하므로 첫날도 셉니다")
		_, why = c.Due(policies.DueArrived, v.days, calendar.National())
		require.Empty(t, why, "it arrives at nobody")
	}
	p := policies.Posting{Sending: policies.SendNotice, At: at("2026-03-02", 11), Effective: gov.MustDate("2026-03-02")}
	c, _, err := established(t, policies.SendNotice, "2026-03-02").Dispatch(p, calendar.National())
	require.NoError(t, err)
	d, _ := c.Due(policies.DueEffective, 3, calendar.National())
	require.Equal(t, "2026-03-05", d.Legal.String(), "it took effect in the middle of the day it was posted")
}

func TestNothingCountsBeforeItsMoment(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]policies.LegalClock{
		"drafted":     {Drafted: at("2026-03-02", 9)},
		"established": established(t, policies.SendLetter, "2026-03-02"),
		"sent":        leaves(t, policies.SendLetter, "2026-03-02"),
	} {
		for _, basis := range []policies.DueBasis{policies.DueArrived, policies.DueEffective, policies.DueDays} {
			d, why := c.Due(basis, 7, calendar.National())
			require.Zero(t, d, name)
			require.Empty(t, why, name)
		}
	}
	d, _ := arrived(t, "2026-03-02", "2026-03-03").Due(policies.DueArrived, 0, calendar.National())
	require.Zero(t, d, "no days are no period")
	d, why := established(t, policies.SendNone, "2026-03-02").Due(policies.DueEffective, 3, calendar.National())
	require.Equal(t, "2026-03-05", d.Legal.String())
	require.Equal(t, "행정업무의 운영 및 혁신에 관한 규정 제6조제1항", why[0].Article, "what stays inside has effect by its signature")
}

func TestAPeriodThatCannotBeIsAFault(t *testing.T) {
	t.Parallel()
	period := func(from policies.DueBasis, days int) policies.ReplyPeriod {
		return policies.ReplyPeriod{From: from, Days: days}
	}
	asks, after, none := period(policies.DueArrived, 14), period(policies.DueEffective, 14), period("", 0)
	const letter, system = policies.SendLetter, policies.ArrivedSystem
	for name, v := range map[string]struct {
		period  policies.ReplyPeriod
		sending policies.Sending
		way     policies.ArrivalWay
		fault   string
	}{
		"a letter by the system":           {asks, letter, system, ""},
		"a letter by post":                 {after, letter, policies.ArrivedPost, ""},
		"a request on the board":           {asks, policies.SendBoard, system, ""},
		"a notice":                         {after, policies.SendNotice, system, ""},
		"no answer asked for":              {none, policies.SendNone, system, ""},
		"a notice that arrives":            {asks, policies.SendNotice, system, "/reply_from"},
		"an answer to what is not sent":    {asks, policies.SendNone, system, "/reply_days"},
		"days from nothing":                {period("", 3), letter, system, "/reply_from"},
		"no days":                          {period(policies.DueArrived, 0), letter, system, "/reply_days"},
		"more than a year":                 {period(policies.DueArrived, 366), letter, system, "/reply_days"},
		"days from the stage":              {period(policies.DueStage, 3), letter, system, "/reply_from"},
		"a notice by post":                 {none, policies.SendNotice, policies.ArrivedPost, "/delivery"},
		"a letter by pigeon":               {none, letter, "pigeon", "/delivery"},
		"a letter by e-mail to an agency":  {none, letter, policies.ArrivedMail, "/delivery"},
		"what stays inside goes by nobody": {none, policies.SendNone, policies.ArrivedHand, "/delivery"},
	} {
		var fields string
		for _, f := range v.period.Faults(v.sending, v.way) {
			fields += f.Field
			require.NotEmpty(t, f.Article, name)
			require.NotEmpty(t, f.English, name)
		}
		require.Equal(t, v.fault, fields, name)
	}
}
