package rehearsal

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
)

// TestOneUnitIsGrantedALaterDateAndOneIsRefused follows both from the request to the hand-in.
func TestOneUnitIsGrantedALaterDateAndOneIsRefused(t *testing.T) {
	t.Parallel()
	for rank, want := range map[int]gov.Verb{grantedRank: gov.VerbGrantExtension, refusedRank: gov.VerbRefuseExtension} {
		s := taskOf(gov.TaskFill, "mapo-gu")
		s.place = place{rank: rank, of: 30}
		s.today = s.dayOf()
		require.Equal(t, "2022-04-11", s.today.String(), "before the date, while it can still be kept")
		require.Equal(t, plain, s.fate())
		var d client.TaskDetail
		asks := s.deeds(d)
		require.Len(t, asks, 1)
		require.Equal(t, gov.VerbAskExtension, asks[0].verb)
		require.Equal(t, gov.MustDate("2022-04-20"), asks[0].body["until"])
		require.NotEmpty(t, asks[0].reason)

		d.Extensions = []client.Extension{{State: "open"}}
		require.Empty(t, s.deeds(d), "it waits for the decision")
		review := s
		review.task.Kind = string(gov.TaskExtension)
		require.Equal(t, want, review.deeds(client.TaskDetail{})[0].verb)
	}
	s := taskOf(gov.TaskFill, "mapo-gu")
	s.place = place{rank: grantedRank, of: 30}
	granted := client.TaskDetail{Extensions: []client.Extension{{State: "granted", Granted: gov.MustDate("2022-04-20")}}}
	for day, hands := range map[string]bool{"2022-04-15": false, "2022-04-18": false, "2022-04-19": true} {
		s.today = gov.MustDate(day)
		_, done := request(s, granted)
		require.Equal(t, hands, done, day)
	}
}
