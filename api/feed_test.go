package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	goical "github.com/emersion/go-ical"
	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/intake"
	"gyeol/internal/testkit"
	"gyeol/policies/pack"
)

const calendarBase = "https://gyeol.example"

// calendars is an office with calendar feeds, in which the half-yearly meeting of city and education office was called.
type calendars struct {
	*office

	stage testkit.Stage
	sign  auth.Feeds
}

const (
	clerk  = "lifelong-education-division.coordinator"
	member = "office-of-education.vice-superintendent"
)

func withCalendars(t *testing.T) *calendars {
	t.Helper()
	h := testkit.Seoul(t, "2022-05-02")
	sign, err := auth.NewFeeds([32]byte{1})
	require.NoError(t, err)
	srv := httptest.NewServer(api.New(api.Config{
		Cases: h.Cases, SignIn: auth.New(h.Pool), Feed: api.FeedConfig{Sign: sign, BaseURL: calendarBase},
	}))
	t.Cleanup(srv.Close)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	c := &calendars{office: &office{House: h, url: srv.URL}, stage: h.OpenStage(t, "education-meeting"), sign: sign}
	h.SetToday(t, "2022-05-11")
	h.Act(t, clerk, h.TaskOf(t, clerk, gov.TaskCall, "/education-meeting/").ID, testkit.Do{
		Verb: gov.VerbCall, Body: map[string]string{"place": "서울시청 회의실"},
	})
	return c
}

// answered is what a calendar program got: an http.Response whose body was read and closed.
type answered struct {
	StatusCode int
	Header     http.Header
}

// get asks for an address as a calendar program does: without signing in. The header is a name and a value, or none.
func (c *calendars) get(t *testing.T, address string, header ...string) (answered, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.url+strings.TrimPrefix(address, calendarBase), nil)
	require.NoError(t, err)
	if len(header) == 2 {
		r.Header.Set(header[0], header[1])
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { require.NoError(t, answer.Body.Close()) }()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answered{answer.StatusCode, answer.Header}, string(body)
}

// events are those of a feed by their titles.
func events(t *testing.T, body string) map[string]goical.Event {
	t.Helper()
	cal, err := goical.NewDecoder(strings.NewReader(body)).Decode()
	require.NoError(t, err)
	out := map[string]goical.Event{}
	for _, e := range cal.Events() {
		title, err := e.Props.Text(goical.PropSummary)
		require.NoError(t, err)
		out[title] = e
	}
	return out
}

const sitting = "시·교육청 정례회의"

func TestAFeedShowsDeadlinesAndMeetingsAndFollowsWhatIsDone(t *testing.T) {
	t.Parallel()
	c := withCalendars(t)
	me := c.as(t, member)
	_, err := me.CalendarFeed(t.Context())
	require.Equal(t, string(gov.CodeNotFound), codeOfErr(err))
	feed := must(me.RenewCalendarFeed(t.Context(), "feed-of-member"))(t)
	require.True(t, strings.HasPrefix(feed.URL, calendarBase+"/calendar/feed/"))
	require.Equal(t, feed.URL, must(me.RenewCalendarFeed(t.Context(), "feed-of-member"))(t).URL, "the same under its key")
	require.Equal(t, feed.URL, must(me.CalendarFeed(t.Context()))(t).URL)

	answer, body := c.get(t, feed.URL)
	require.Equal(t, http.StatusOK, answer.StatusCode, body)
	require.Equal(t, "text/calendar; charset=utf-8", answer.Header.Get("Content-Type"))
	require.Equal(t, "private, no-cache", answer.Header.Get("Cache-Control"))
	require.NotEmpty(t, answer.Header.Get("Last-Modified"))
	shown := events(t, body)
	require.Equal(t, "20220520T140000", shown[sitting].Props.Get(goical.PropDateTimeStart).Value)
	var deadline string
	for title, e := range shown {
		if strings.HasPrefix(title, "[기한]") {
			deadline = title
			require.Equal(t, "20220520", e.Props.Get(goical.PropDateTimeStart).Value)
			about, err := e.Props.Text(goical.PropDescription)
			require.NoError(t, err)
			require.Contains(t, about, "처리 기한: 2022. 5. 20.(금)")
			require.Contains(t, about, "법정 기한: 2022. 5. 20.(금)")
		}
	}
	require.Contains(t, deadline, "참석 여부 회신")

	etag := answer.Header.Get("ETag")
	again, _ := c.get(t, feed.URL, "If-None-Match", etag)
	require.Equal(t, http.StatusNotModified, again.StatusCode)
	again, _ = c.get(t, feed.URL, "If-Modified-Since", answer.Header.Get("Last-Modified"))
	require.Equal(t, http.StatusNotModified, again.StatusCode)

	c.Act(t, member, c.TaskOf(t, member, gov.TaskAttend, "/education-meeting/").ID, testkit.Do{
		Verb: gov.VerbAttend, Body: map[string]string{"answer": "yes"},
	})
	after, body := c.get(t, feed.URL, "If-None-Match", etag)
	require.Equal(t, http.StatusOK, after.StatusCode, "what was done is no deadline any more")
	require.NotContains(t, events(t, body), deadline)

	meeting := c.Case(t, c.stage, "attempt-1").ID
	_, err = c.OnCase(t, clerk, meeting, testkit.Do{
		Verb: gov.VerbMoveMeeting, Reason: "의장 일정", Body: map[string]string{"hold_on": "2022-06-10", "place": "서소문청사"},
	})
	require.NoError(t, err)
	_, body = c.get(t, feed.URL)
	moved := events(t, body)[sitting]
	require.Equal(t, meeting.String(), moved.Props.Get(goical.PropUID).Value)
	require.Equal(t, "1", moved.Props.Get(goical.PropSequence).Value)
	require.Equal(t, "20220610T140000", moved.Props.Get(goical.PropDateTimeStart).Value)
	_, err = c.OnCase(t, clerk, meeting, testkit.Do{Verb: gov.VerbCancelMeeting, Reason: "안건 없음"})
	require.NoError(t, err)
	_, body = c.get(t, feed.URL)
	require.Equal(t, "CANCELLED", events(t, body)[sitting].Props.Get(goical.PropStatus).Value)
}

func TestASecretaryHasTheMeetingsHeClerksInHisFeed(t *testing.T) {
	t.Parallel()
	c := withCalendars(t)
	feed := must(c.as(t, clerk).RenewCalendarFeed(t.Context(), ""))(t)
	_, body := c.get(t, feed.URL)
	require.Contains(t, events(t, body), sitting)
	other := must(c.as(t, "gangnam-gu.officer").RenewCalendarFeed(t.Context(), ""))(t)
	_, body = c.get(t, other.URL)
	require.NotContains(t, events(t, body), sitting, "a meeting is shown to its members and its secretary alone")
}

func TestAFeedEndsWithItsRenewalAndOpensNothingToAGuesser(t *testing.T) {
	t.Parallel()
	c := withCalendars(t)
	me := c.as(t, member)
	first := must(me.RenewCalendarFeed(t.Context(), ""))(t).URL
	second := must(me.RenewCalendarFeed(t.Context(), ""))(t).URL
	require.NotEqual(t, first, second)
	answer, dead := c.get(t, first)
	require.Equal(t, http.StatusNotFound, answer.StatusCode)
	require.NotContains(t, dead, "vice-superintendent")
	answer, _ = c.get(t, second)
	require.Equal(t, http.StatusOK, answer.StatusCode)

	elsewhere, err := auth.NewFeeds([32]byte{2})
	require.NoError(t, err)
	id := testkit.One[gov.FeedID](t, c.House, "select id from calendar_feed where ended_on is null")
	require.Equal(t, second, calendarBase+"/calendar/feed/"+c.sign.Token(id)+".ics")
	token := strings.TrimSuffix(strings.TrimPrefix(second, calendarBase+"/calendar/feed/"), ".ics")
	plain := func(body string) string { // without the id of the request
		before, _, _ := strings.Cut(body, `"trace_id"`)
		return before
	}
	for name, guess := range map[string]string{
		"signed elsewhere": elsewhere.Token(id) + ".ics", "another id": c.sign.Token(gov.NewFeedID()) + ".ics",
		"no name of a calendar": token, "the id alone": id.String() + ".ics", "nothing": ".ics", "a bit more": token + "A.ics",
		"one letter": flipped(token) + ".ics", "no base64": strings.Repeat("!", len(token)) + ".ics",
		"long": strings.Repeat("A", 4000) + ".ics", "above": "..%2F..%2Fapi%2Fv1%2Ftasks.ics",
	} {
		answer, body := c.get(t, "/calendar/feed/"+guess)
		require.Equal(t, http.StatusNotFound, answer.StatusCode, name)
		require.Equal(t, plain(dead), plain(body), "%s is told apart from a dead address", name)
	}
	require.NoError(t, me.EndCalendarFeed(t.Context(), ""))
	require.NoError(t, me.EndCalendarFeed(t.Context(), ""), "who has none loses nothing")
	answer, _ = c.get(t, second)
	require.Equal(t, http.StatusNotFound, answer.StatusCode)
}

func flipped(token string) string {
	if token[40] == 'A' {
		return token[:40] + "B" + token[41:]
	}
	return token[:40] + "A" + token[41:]
}

func TestAFeedEndsWithItsPerson(t *testing.T) {
	t.Parallel()
	c := withCalendars(t)
	feed := must(c.as(t, member).RenewCalendarFeed(t.Context(), ""))(t)
	c.Exec(t, "update holding set valid_to = '2022-05-10' where post_id = $1", member)
	answer, _ := c.get(t, feed.URL)
	require.Equal(t, http.StatusNotFound, answer.StatusCode)
}

func TestReadingAFeedIsOnRecordOnceADay(t *testing.T) {
	t.Parallel()
	c := withCalendars(t)
	me := c.as(t, member)
	feed := must(me.RenewCalendarFeed(t.Context(), ""))(t)
	visits := func() int {
		return testkit.One[int](t, c.House, "select count(*)::int from audit_entry where subject_kind = 'calendar_feed'")
	}
	acts := testkit.One[int](t, c.House, "select count(*)::int from act")
	for range 3 {
		c.get(t, feed.URL)
	}
	require.Equal(t, 1, visits())
	c.SetToday(t, "2022-05-12")
	c.get(t, feed.URL)
	require.Equal(t, 2, visits())
	require.Equal(t, "2022-05-12", must(me.CalendarFeed(t.Context()))(t).ReadOn.String())
	require.Equal(t, acts, testkit.One[int](t, c.House, "select count(*)::int from act"), "a GET decides nothing")
}

func TestAFeedThatIsReadTooOftenWaits(t *testing.T) {
	t.Parallel()
	c := withCalendars(t)
	feed := must(c.as(t, member).RenewCalendarFeed(t.Context(), ""))(t)
	other := must(c.as(t, clerk).RenewCalendarFeed(t.Context(), ""))(t)
	var last answered
	for range 40 {
		if last, _ = c.get(t, feed.URL); last.StatusCode != http.StatusOK {
			break
		}
	}
	require.Equal(t, http.StatusTooManyRequests, last.StatusCode)
	require.NotEmpty(t, last.Header.Get("Retry-After"))
	answer, _ := c.get(t, other.URL)
	require.Equal(t, http.StatusOK, answer.StatusCode, "a colleague at the same address goes on reading")
	for range 40 {
		if last, _ = c.get(t, "/calendar/feed/guess.ics"); last.StatusCode != http.StatusNotFound {
			break
		}
	}
	require.Equal(t, http.StatusTooManyRequests, last.StatusCode, "who tries many is slowed down")
}

// TestAFeedShowsOnlyWhatTheRulesLetItsPersonSee: a rule that closes meetings closes them in the calendar, too.
func TestAFeedShowsOnlyWhatTheRulesLetItsPersonSee(t *testing.T) {
	t.Parallel()
	c := withCalendars(t)
	feed := must(c.as(t, member).RenewCalendarFeed(t.Context(), ""))(t)
	clerks := must(c.as(t, clerk).RenewCalendarFeed(t.Context(), ""))(t)
	_, body := c.get(t, feed.URL)
	require.Contains(t, body, "참석 여부")
	files := testkit.SeoulPack(t).Files()
	files["access.cedar"] = append(files["access.cedar"], `
@id("meetings-are-closed")
@article("보기")
@reason("보기")
forbid (principal, action == Action::"see", resource is Case) when { resource.kind == "meeting" };
`...)
	p, faults := pack.FromFiles(files)
	require.NoError(t, faults.Err())
	_, err := intake.Import(t.Context(), c.Pool, p, intake.Options{})
	require.NoError(t, err)
	for _, address := range []string{feed.URL, clerks.URL} {
		_, body = c.get(t, address)
		require.NotContains(t, body, "참석 여부")
		require.NotContains(t, body, sitting)
	}
}

func TestAFeedNamesNothingClosed(t *testing.T) {
	t.Parallel()
	c := withCalendars(t)
	feed := must(c.as(t, member).RenewCalendarFeed(t.Context(), ""))(t)
	task := c.TaskOf(t, member, gov.TaskAttend, "/education-meeting/")
	c.Force(t, "update case_file set kind = 'nomination', state = 'eligible' where id = $1", task.CaseID)
	_, body := c.get(t, feed.URL)
	shown := events(t, body)
	require.Contains(t, shown, "[기한] 비공개 문서")
	require.NotContains(t, body, "참석 여부")
	require.Equal(t, "PRIVATE", shown["[기한] 비공개 문서"].Props.Get(goical.PropClass).Value)
}
