package rehearsal

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
)

// seatsOf is a meeting of so many members, all of whom are present.
func seatsOf(n int) client.MeetingContext {
	m := client.MeetingContext{Present: int32(n), Quorum: int32(n/2 + 1), HoldOn: gov.MustDate("2022-05-20")}
	for i := range n {
		m.Members = append(m.Members, client.Attendance{Member: fmt.Sprintf("body.member-%02d", i), Present: true, Answer: "yes"})
	}
	for i := range 3 {
		m.Items = append(m.Items, client.AgendaItem{ID: fmt.Sprint(i), Title: fmt.Sprintf("안건 %d", i)})
	}
	return m
}

func sitting(kind gov.TaskKind, stage, subject string) situation {
	s := taskOf(kind, "x")
	s.task.Stage, s.today = stage, gov.MustDate("2022-05-20")
	s.task.Key = fmt.Sprintf("lifelong-education-plan-2022/%s/x/%s/%s", stage, kind, subject)
	return s
}

func detail(m client.MeetingContext) client.TaskDetail {
	return client.TaskDetail{File: client.CaseView{Context: client.CaseContext{Meeting: m}}}
}

func TestNoLotOfABodyStopsTheYear(t *testing.T) {
	t.Parallel()
	for seed := range lots(60) {
		for _, n := range []int{4, 5, 6, 11, 30} {
			m := seatsOf(n)
			for _, it := range m.Items {
				count := map[any]int{}
				for _, member := range m.Members {
					s := sitting(gov.TaskVote, "council", "attempt-1."+member.Member)
					s.lots, s.task.Cell = seed, member.Member
					for _, d := range s.deeds(detail(m)) {
						if d.item == it.ID {
							count[d.body["choice"]]++
						}
					}
				}
				present := n - count["recused"]
				require.Greater(t, count["yes"], present/2, "seed %d, %d members, %s: %v", seed, n, it.Title, count)
				require.GreaterOrEqual(t, present, int(m.Quorum))
			}
		}
	}
}

func TestVotesAreNotAlwaysUnanimous(t *testing.T) {
	t.Parallel()
	count, m := map[any]int{}, seatsOf(30)
	for seed := range lots(60) {
		for _, member := range m.Members {
			s := sitting(gov.TaskVote, "council", "attempt-1."+member.Member)
			s.lots, s.task.Cell = seed, member.Member
			for _, d := range s.deeds(detail(m)) {
				count[d.body["choice"]]++
				require.Equal(t, d.body["choice"] == "recused", d.body["reason"] != nil, "a recusal has its reason")
			}
		}
	}
	for _, choice := range []string{"yes", "no", "abstain", "recused"} {
		require.NotZero(t, count[choice], choice)
	}
}

func TestAMemberVotesOnceOnEachItem(t *testing.T) {
	t.Parallel()
	m := seatsOf(6)
	m.Items[1].Ballots = []client.Ballot{{Member: "body.member-00"}}
	s := sitting(gov.TaskVote, "council", "attempt-1.body.member-00")
	s.task.Cell = "body.member-00"
	require.Len(t, s.deeds(detail(m)), 2)
}

func TestOnlyTheFirstMeritBoardLacksItsQuorum(t *testing.T) {
	t.Parallel()
	come := func(stage, board string) (yes int) {
		m := seatsOf(7)
		for i, member := range m.Members {
			s := sitting(gov.TaskAttend, stage, board+"."+member.Member)
			s.task.Cell = member.Member
			require.False(t, board == "board-1" && s.dayOf().IsZero(), "everybody answers that call")
			m.Members[i].Answer = client.Attendance{Answer: "no"}.Answer
			if s.deeds(detail(seatsOf(7)))[0].body["answer"] == "yes" {
				m.Members[i].Answer = "yes"
			}
		}
		d := sitting(gov.TaskConvene, stage, board).deeds(detail(m))
		present, ok := d[0].body["present"].([]string)
		require.True(t, ok)
		return len(present)
	}
	require.Less(t, come("awards", "board-1"), 4)
	require.GreaterOrEqual(t, come("awards", "board-2"), 4)
	require.GreaterOrEqual(t, come("council", "attempt-1"), 4)
}

func TestNothingIsResolvedBeforeTheLastBallot(t *testing.T) {
	t.Parallel()
	m, s := seatsOf(6), sitting(gov.TaskResolve, "coordination", "attempt-1")
	for i := range m.Items {
		m.Items[i].Cast = 5
	}
	require.Empty(t, s.deeds(detail(m)))
	for i := range m.Items {
		m.Items[i].Cast = 6
	}
	require.Len(t, s.deeds(detail(m)), 1)
	require.Contains(t, s.deeds(detail(m))[0].body, "conditions")
}

func TestAMeetingOnAnotherDaySaysWhy(t *testing.T) {
	t.Parallel()
	s := sitting(gov.TaskConvene, "council", "attempt-1")
	require.Empty(t, s.deeds(detail(seatsOf(6)))[0].reason)
	s.today = gov.MustDate("2022-05-23")
	require.NotEmpty(t, s.deeds(detail(seatsOf(6)))[0].reason)
}
