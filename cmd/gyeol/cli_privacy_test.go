package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

func TestWhoReadPersonalDataIsListedInATerminal(t *testing.T) {
	t.Parallel()
	s := sit(t)
	from, to := gov.MustDate("2021-12-21"), gov.MustDate("2021-12-22")
	s.says("gangnam-gu.officer", &leaveRecordCmd{From: from, To: to, Reason: "병가", Key: "absence-in-a-terminal"}, "병가")
	s.says(testkit.Coordinator, &leaveListCmd{Scope: "unit"}, "병가")
	line := s.says("audit-committee.auditor", &privacyViewsCmd{Most: 10},
		"list-absences", "구성원 1명", "absence.reason", "127.0.0.*")
	require.NotContains(t, line, "병가", "the log says which field was read, and not what stood in it")
	require.NotContains(t, line, "반출")
	s.says("audit-committee.auditor", &privacyCheckCmd{Since: from.AddDays(-20), Until: to}, "시간 외", "거부된 요청")
	_, err := s.types(testkit.Coordinator, &privacyViewsCmd{Most: 10})
	require.ErrorContains(t, err, "forbidden")
}
