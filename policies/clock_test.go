package policies_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

// at is an hour of a day in Seoul.
func at(day string, hour int) time.Time {
	return gov.MustDate(day).Time().Add(time.Duration(hour) * time.Hour)
}

// posting is a sending without a day of its own.
func posting(sending policies.Sending, when time.Time) policies.Posting {
	return policies.Posting{Sending: sending, At: when}
}

// established is the clock of a document signed at ten.
func established(t *testing.T, sending policies.Sending, day string) policies.LegalClock {
	t.Helper()
	c, r, err := policies.LegalClock{Drafted: at(day, 9)}.Establish(sending, at(day, 10))
	require.NoError(t, err)
	require.Equal(t, "행정업무의 운영 및 혁신에 관한 규정 제6조제1항", r.Article)
	return c
}

func TestADocumentExistsFromItsFinalSignature(t *testing.T) {
	t.Parallel()
	c := established(t, policies.SendLetter, "2021-12-22")
	require.Equal(t, at("2021-12-22", 10), c.Established)
	require.True(t, c.Effective.IsZero(), "it has no effect before it arrives")
	require.Equal(t, "2021-12-22", established(t, policies.SendNone, "2021-12-22").Effective.String())

	_, _, err := c.Establish(policies.SendLetter, at("2021-12-23", 9))
	require.Equal(t, gov.CodeActNotOpen, gov.CodeOf(err), "it comes into being once")
	_, _, err = policies.LegalClock{Drafted: at("2021-12-22", 9)}.Establish(policies.SendLetter, at("2021-12-22", 8))
	require.Equal(t, gov.CodeInvalid, gov.CodeOf(err))
	_, _, err = policies.LegalClock{}.Establish(policies.SendLetter, at("2021-12-22", 8))
	require.Error(t, err, "nobody drafted it")
}

func TestALetterTakesEffectWhereItArrives(t *testing.T) {
	t.Parallel()
	c := established(t, policies.SendLetter, "2021-12-31")
	c, r, err := c.Dispatch(posting(policies.SendLetter, at("2021-12-31", 17)), calendar.National())
	require.NoError(t, err)
	require.NotEmpty(t, r.Text)
	require.True(t, c.Effective.IsZero())
	c, r, err = c.Arrive(policies.Arrival{Way: policies.ArrivedSystem, At: at("2022-01-01", 0), Agency: true})
	require.NoError(t, err)
	require.Equal(t, "행정업무의 운영 및 혁신에 관한 규정 제6조제2항", r.Article)
	require.Equal(t, "2022-01-01", c.Effective.String(), "midnight in Seoul is the new year, whatever UTC says")
	_, _, err = c.Arrive(policies.Arrival{Way: policies.ArrivedSystem, At: at("2022-01-02", 0)})
	require.Equal(t, gov.CodeActNotOpen, gov.CodeOf(err), "the first arrival counts")
}

func TestMailToAnAgencyIsNoArrival(t *testing.T) {
	t.Parallel()
	c := established(t, policies.SendLetter, "2021-12-22")
	c, _, err := c.Dispatch(posting(policies.SendLetter, at("2021-12-22", 11)), calendar.National())
	require.NoError(t, err)
	mail := policies.Arrival{Way: policies.ArrivedMail, At: at("2021-12-22", 12), Agency: true}
	same, _, err := c.Arrive(mail)
	var refused *gov.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "행정업무의 운영 및 혁신에 관한 규정 제6조제2항", refused.Reasons[0].Article)
	require.Equal(t, c, same, "a refusal changes nothing")
	mail.Agency = false
	c, r, err := c.Arrive(mail)
	require.NoError(t, err)
	require.Equal(t, "행정업무의 운영 및 혁신에 관한 규정 제16조제3항", r.Article)
	require.Equal(t, "2021-12-22", c.Effective.String())
}

func TestANoticeTakesEffectAfterFiveDays(t *testing.T) {
	t.Parallel()
	for posted, effective := range map[string]string{
		"2026-03-02": "2026-03-10", // the fifth day is a Saturday, the next one a Sunday: it ends on Monday the 9th
		"2026-03-03": "2026-03-10", // the fifth day is a Sunday
		"2026-03-04": "2026-03-10",
		"2024-02-26": "2024-03-05", // over 29 February; the fifth day is a Saturday, Monday the 4th ends it
		"2024-02-23": "2024-02-29",
		"2024-12-27": "2025-01-03", // the fifth day is 1 January
		"2026-09-18": "2026-09-24", // ends on the day before Chuseok
		"2026-09-20": "2026-09-29", // ends in Chuseok
		"2026-04-26": "2026-05-05", // ends on 노동절, then a weekend; Monday the 4th ends it
	} {
		c := established(t, policies.SendNotice, "2024-01-02")
		c, r, err := c.Dispatch(posting(policies.SendNotice, at(posted, 9)), calendar.National())
		require.NoError(t, err)
		require.Equal(t, effective, c.Effective.String(), posted)
		require.Equal(t, "행정업무의 운영 및 혁신에 관한 규정 제6조제3항", r.Article)
		_, _, err = c.Arrive(policies.Arrival{Way: policies.ArrivedPost, At: at("2026-12-01", 9)})
		require.Equal(t, gov.CodeActNotOpen, gov.CodeOf(err), "a notice arrives at nobody")
	}
}

func TestANoticeMayNameItsDay(t *testing.T) {
	t.Parallel()
	c := established(t, policies.SendNotice, "2026-03-02")
	p := policies.Posting{Sending: policies.SendNotice, At: at("2026-03-02", 11), Effective: gov.MustDate("2026-03-02")}
	named, r, err := c.Dispatch(p, calendar.National())
	require.NoError(t, err)
	require.Equal(t, p.Effective, named.Effective)
	require.Contains(t, r.Text, "2026. 3. 2.(월)")
	p.Effective = gov.MustDate("2026-03-01")
	_, _, err = c.Dispatch(p, calendar.National())
	require.Equal(t, gov.CodeInvalid, gov.CodeOf(err), "no notice reaches back")
}

func TestASimpleRequestIsSentByItsPosting(t *testing.T) {
	t.Parallel()
	c := established(t, policies.SendBoard, "2026-03-02")
	c, r, err := c.Dispatch(posting(policies.SendBoard, at("2026-03-02", 11)), calendar.National())
	require.NoError(t, err)
	require.Equal(t, "행정업무의 운영 및 혁신에 관한 규정 시행규칙 제9조제2항", r.Article)
	require.Equal(t, at("2026-03-02", 11), c.Dispatched)
	require.True(t, c.Effective.IsZero())
}

func TestTheClockRunsForwardOnly(t *testing.T) {
	t.Parallel()
	letter := posting(policies.SendLetter, at("2026-03-02", 11))
	c := established(t, policies.SendLetter, "2026-03-02")
	sent, _, err := c.Dispatch(letter, calendar.National())
	require.NoError(t, err)
	unsigned := policies.LegalClock{Drafted: at("2026-03-02", 9)}
	early := posting(policies.SendLetter, at("2026-03-01", 9))
	inside, fax, dated := posting(policies.SendNone, letter.At), posting("fax", letter.At), letter
	dated.Effective = gov.MustDate("2026-03-09")
	post := policies.Arrival{Way: policies.ArrivedPost, At: at("2026-03-02", 10)}
	for name, err := range map[string]error{
		"sent before it exists":    third(unsigned.Dispatch(letter, calendar.National())),
		"sent twice":               third(sent.Dispatch(letter, calendar.National())),
		"sent before signed":       third(c.Dispatch(early, calendar.National())),
		"an internal one sent":     third(c.Dispatch(inside, calendar.National())),
		"a letter with its day":    third(c.Dispatch(dated, calendar.National())),
		"sent in an unknown way":   third(c.Dispatch(fax, calendar.National())),
		"arrived, never sent":      third(c.Arrive(post)),
		"arrived before it left":   third(sent.Arrive(post)),
		"arrived by pigeon":        third(sent.Arrive(policies.Arrival{Way: "pigeon", At: at("2026-03-02", 12)})),
		"established without time": third(unsigned.Establish(policies.SendNone, time.Time{})),
	} {
		require.Error(t, err, name)
		require.NotEqual(t, gov.CodeInternal, gov.CodeOf(err), name)
	}
}

func third(_ policies.LegalClock, _ gov.Reason, err error) error { return err }
