package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// saysOf runs a command of the calendar as its flags are parsed, and gives what it prints.
func saysOf(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var c struct {
		Calendar calendarCmd `cmd:""`
	}
	k, err := kong.New(&c, kong.Exit(func(int) { t.Fatal("the parser gave up") }))
	require.NoError(t, err)
	json := len(args) > 0 && args[len(args)-1] == "--json"
	if json {
		args = args[:len(args)-1]
	}
	at, err := k.Parse(append([]string{"calendar"}, args...))
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	at.BindTo(t.Context(), (*context.Context)(nil))
	err = at.Run(&Globals{Out: &out, JSON: json})
	return out.String(), err
}

// TestEveryPeriodOfTheLawPageIsWhatTheCommandPrints walks the vectors of the law page (domain §7.3) that are
// periods.
func TestEveryPeriodOfTheLawPageIsWhatTheCommandPrints(t *testing.T) {
	t.Parallel()
	const civil, foia = "행정기본법 제6조 제1항, 민법 제157조·제159조·제161조", "공공기관의 정보공개에 관한 법률 제29조 제2항"
	for _, c := range []struct{ rule, from, days, asOf, operative, legal, article string }{
		{"civil", "2026-04-24", "7", "", "2026-04-30", "2026-05-04", civil},
		{"civil", "2026-04-24", "7", "2026-04-20", "2026-05-01", "2026-05-01", civil},
		{"civil", "2026-09-14", "10", "", "2026-09-23", "2026-09-28", civil},
		{"civil", "2027-02-24", "7", "", "2027-03-03", "2027-03-03", civil},
		{"civil", "2027-02-24", "10", "", "2027-03-05", "2027-03-08", civil},
		{"working", "2026-02-12", "10", "", "2026-03-03", "2026-03-03", foia},
		{"restrict", "2026-07-08", "10", "", "2026-07-16", "2026-07-17", "행정기본법 제6조 제2항"},
		{"restrict", "2026-07-08", "10", "2026-05-10", "2026-07-17", "2026-07-17", "행정기본법 제6조 제2항"},
		{"backward", "2027-02-24", "15", "", "2027-02-05", "2027-02-08", "행정기본법 제6조 제1항, 민법 제157조·제159조"},
		{"backward", "2026-11-19", "7", "", "2026-11-11", "2026-11-11", "행정기본법 제6조 제1항, 민법 제157조·제159조"},
	} {
		args := []string{"period", "--rule", c.rule, "--from", c.from, "--days", c.days}
		if c.asOf != "" {
			args = append(args, "--as-of", c.asOf)
		}
		out, err := saysOf(t, append(args, "--json")...)
		require.NoError(t, err)
		var got periodAnswer
		require.NoError(t, json.Unmarshal([]byte(out), &got))
		require.Equal(t, gov.MustDate(c.operative), got.Operative, "%v", args)
		require.Equal(t, gov.MustDate(c.legal), got.Legal, "%v", args)
		require.Equal(t, c.article, got.Article)
		require.Equal(t, got.Legal.Korean(), got.LegalText)
		require.Contains(t, got.OperativeText, "(", "with its weekday")
	}
}

func TestAPeriodThatCannotBeCountedIsRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"period", "--rule", "civil", "--from", "2026-04-24", "--days", "0"},
		{"period", "--rule", "civil", "--from", "2026-02-30", "--days", "7"},
		{"period", "--rule", "lunar", "--from", "2026-04-24", "--days", "7"},
		{"period", "--rule", "civil", "--from", "2050-12-30", "--days", "30"},
		{"period", "--rule", "civil", "--from", "2019-12-30", "--days", "3"},
	} {
		_, err := saysOf(t, args...)
		require.Error(t, err, strings.Join(args, " "))
	}
	out, err := saysOf(t, "year", "2027")
	require.NoError(t, err)
	require.Contains(t, out, "공휴일 72일, 휴무일 119일, 근무일 246일")
	require.Equal(t, 72, calendar.National().TotalsOf(2027).Holidays)
}

// TestWhatIfTheCouncilMeetsLaterNeedsNoServer asks of the files of the pack alone.
func TestWhatIfTheCouncilMeetsLaterNeedsNoServer(t *testing.T) {
	t.Parallel()
	out, err := saysOf(t, "what-if", "--move", "council=2027-03-10", "--json")
	require.NoError(t, err)
	var got policies.WhatIfResult
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Positive(t, got.Broken)
	require.Contains(t, out, "행정기본법 제6조 제1항, 민법 제161조")
	text, err := saysOf(t, "what-if", "--move", "council=2027-03-10")
	require.NoError(t, err)
	require.Contains(t, text, "2027. 3. 2.(화)", "the last lawful day for the ministry")
	require.Contains(t, text, "소집통지 기한")
	planned, err := saysOf(t, "what-if", "--move", "council=2027-02-24")
	require.NoError(t, err)
	require.Contains(t, planned, "지킬 수 없는 것 0건")
	for _, move := range []string{"council", "council=tomorrow", "nothing=2027-03-10"} {
		_, err := saysOf(t, "what-if", "--move", move)
		require.Error(t, err, move)
	}
}
