package cases

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// Every writer of notices puts the cause into the key under which it writes one once; the ledger reads it from there.
func TestTheKeyOfEveryWriterOfNoticesTellsItsCause(t *testing.T) {
	t.Parallel()
	day := gov.MustDate("2022-05-16")
	for key, want := range map[string]NoticeCause{
		"assigned/T/P":            {By: "opening"},
		"meeting_moved/C/7/P":     {By: "act", Act: 7},
		"watch/C/4/P":             {By: "act", Act: 4},
		"withdraw/C/5/P":          {By: "act", Act: 5},
		"rung/T/d-3/2022-05-20/P": {By: "rung", Rung: "d-3", Due: gov.MustDate("2022-05-20"), Rule: "ladder/"},
		"hold/T/2022-05-16/P":     {By: "hold", Day: day},
		"digest/2022-05-16/P":     {By: "digest", Day: day},
		"bundle/N":                {By: "bundle"},
		"alert-2/T/P":             {By: "alert"},
		"delegation/D/given/P":    {By: "delegation", Of: "D"},
		"transfer/X/P":            {By: "transfer", Of: "X"},
		"stand/acting/post/P":     {By: "stand_in", Day: day},
		"calendar/K/T/P":          {By: "calendar", Of: "K", Day: day},
		"calendar/K/meeting/C/P":  {By: "calendar", Of: "K", Day: day},
		"not_notified/N/P":        {By: "failure", Of: "N"},
		"period/C/2022-05-12/P":   {By: "period", Of: "C", Day: day},
		"resend/N/M":              {By: "resend", Of: "N"},
		"unheard/of":              {By: "other"},
	} {
		kind := gov.NoticeKind("informed")
		switch {
		case key == "assigned/T/P":
			kind = gov.NoticeAssigned
		case want.By == "failure":
			kind = gov.NoticeNotNotified
		case key == "meeting_moved/C/7/P":
			kind = gov.NoticeMeetingMoved
		}
		require.Equal(t, want, causeOf(db.ViewNoticeRow{Kind: kind, Dedup: key, OfficeDate: day}), key)
	}
}
