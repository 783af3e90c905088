package policies_test

import (
	"testing"

	"pgregory.net/rapid"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/calendar"
)

func TestABodyOpensWithMoreThanHalfOfItsMembers(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 40; n++ {
		for present := 0; present <= n; present++ {
			o := policies.Quorum(n, present)
			if o.Met != (2*present > n) {
				t.Errorf("%d of %d: %+v", present, n, o)
			}
			if 2*o.Needed <= n || 2*(o.Needed-1) > n {
				t.Errorf("%d in office need %d", n, o.Needed)
			}
		}
	}
	if o := policies.Quorum(20, 11); !o.Met || o.Needed != 11 {
		t.Errorf("the council of twenty: %+v", o)
	}
	if o := policies.Quorum(0, 0); o.Met {
		t.Errorf("a body without members opens: %+v", o)
	}
}

func TestAnItemPassesWithMoreThanHalfOfThosePresent(t *testing.T) {
	t.Parallel()
	for present := 1; present <= 40; present++ {
		for yes := 0; yes <= present; yes++ {
			if needed, passed := policies.Majority(present, yes); passed != (2*yes > present) || needed != present/2+1 {
				t.Errorf("%d of %d: needed %d, passed %t", yes, present, needed, passed)
			}
		}
	}
}

func TestItemsAreCounted(t *testing.T) {
	t.Parallel()
	eleven := policies.Quorum(20, 11)
	for _, c := range []struct {
		name     string
		open     policies.Opening
		ballots  policies.Ballots
		want     policies.Resolution
		deferred bool
	}{
		{
			"SixOfElevenPass", eleven,
			policies.Ballots{Yes: 6, No: 5},
			policies.Resolution{Present: 11, Yes: 6, No: 5, Needed: 6, Passed: true},
			false,
		},
		{
			"ATieDoesNotPass", policies.Quorum(20, 12),
			policies.Ballots{Yes: 6, No: 6},
			policies.Resolution{Present: 12, Yes: 6, No: 6, Needed: 7},
			false,
		},
		{
			"AnAbstentionIsPresentAndNotYes", eleven,
			policies.Ballots{Yes: 5, Abstain: 6},
			policies.Resolution{Present: 11, Yes: 5, Abstain: 6, Needed: 6},
			false,
		},
		{
			"SilenceIsNoConsent", eleven,
			policies.Ballots{Yes: 5, No: 1},
			policies.Resolution{Present: 11, Yes: 5, No: 1, Abstain: 5, Needed: 6},
			false,
		},
		{
			"TheRecusedAreNotCountedAmongThosePresent", policies.Quorum(20, 13),
			policies.Ballots{Yes: 6, No: 5, Recused: 2},
			policies.Resolution{Present: 11, Yes: 6, No: 5, Recused: 2, Needed: 6, Passed: true},
			false,
		},
		{
			"TooManyRecusalsDeferTheItem", eleven,
			policies.Ballots{Yes: 10, Recused: 1},
			policies.Resolution{Present: 10, Yes: 10, Recused: 1, Needed: 6, Deferred: true},
			true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := policies.Resolve(c.open, c.ballots); got != c.want || got.Deferred != c.deferred {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestTheFiguresOfAnItemAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "in office")
		present := rapid.IntRange(0, n).Draw(t, "present")
		b := policies.Ballots{Recused: rapid.IntRange(0, present).Draw(t, "recused")}
		b.Yes = rapid.IntRange(0, present-b.Recused).Draw(t, "yes")
		b.No = rapid.IntRange(0, present-b.Recused-b.Yes).Draw(t, "no")
		r := policies.Resolve(policies.Quorum(n, present), b)
		if r.Yes+r.No+r.Abstain != r.Present || r.Present+r.Recused != present || r.Abstain < 0 {
			t.Errorf("%+v", r)
		}
		if r.Passed && (r.Deferred || 2*r.Yes <= r.Present || 2*r.Present <= n) {
			t.Errorf("passed: %+v", r)
		}
	})
}

func TestTheNextMeetingKeepsItsFullNoticeAndIsTheFirstToDoSo(t *testing.T) {
	t.Parallel()
	sitting := calendar.Session{Name: "임시회", From: gov.MustDate("2025-03-10"), To: gov.MustDate("2025-03-28")}
	cal, err := calendar.New(calendar.WithSessions(sitting))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		today := gov.MustDate("2021-12-20").AddDays(rapid.IntRange(0, 1600).Draw(t, "days"))
		body := &policies.BodyRule{NoticeDays: rapid.IntRange(0, 30).Draw(t, "notice")}
		call := cal.AddWorkingDays(today, 1)
		got := policies.NextMeeting(today, body, cal)
		fits := func(d gov.Date) bool {
			_, blocked := cal.Blocked(d)
			return cal.IsWorkingDay(d) && !blocked && !policies.CallBy(d, body, cal).Before(call)
		}
		if !fits(got) {
			t.Fatalf("called on %s, %d days: %s", call, body.NoticeDays, got)
		}
		for d := today; d.Before(got); d = d.AddDays(1) {
			if fits(d) {
				t.Fatalf("called on %s, %d days: %s, but %s fits", call, body.NoticeDays, got, d)
			}
		}
	})
}

func TestTheCouncilCalledAgainMeetsSixteenDaysLater(t *testing.T) {
	t.Parallel()
	got := policies.NextMeeting(gov.MustDate("2022-10-11"), &policies.BodyRule{NoticeDays: 15}, calendar.National())
	if want := gov.MustDate("2022-10-28"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
