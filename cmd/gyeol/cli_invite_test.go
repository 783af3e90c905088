package main

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

func TestAMemberIsInvitedByCommands(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	invites, err := auth.NewInvites([32]byte{1}, "https://gyeol.example")
	require.NoError(t, err)
	srv := httptest.NewServer(api.New(api.Config{
		Cases: h.Cases, SignIn: auth.New(h.Pool), Invites: invites, Texting: true,
	}))
	t.Cleanup(srv.Close)
	s := seat{t: t, url: srv.URL, h: h}
	member := testkit.One[string](t, h, `select p.slug from person p join holding h on h.person_id = p.id
		where h.post_id = 'monitoring-panel.member-01'`)
	s.says(testkit.Coordinator, &inviteMemberCmd{Body: "monitoring-panel", Person: member, Days: 3},
		"https://gyeol.example/invite/gyeoli_", "확인 번호")
	s.says(testkit.Coordinator, &inviteListCmd{Body: "monitoring-panel"}, "대기")
	id := testkit.One[string](t, h, "select id::text from invitation")
	s.says(testkit.Coordinator, &inviteEndCmd{ID: id}, "거두었습니다")
	s.says(testkit.Coordinator, &inviteListCmd{Body: "monitoring-panel"}, "거둠")

	mailed := s.says(testkit.Coordinator, &inviteMemberCmd{Body: "monitoring-panel", Person: member, Mail: true},
		"메일로 보냅니다", "확인 번호")
	require.NotContains(t, mailed, "gyeoli_")
	s.says(testkit.Coordinator, &inviteMobileCmd{
		Body: "monitoring-panel", Person: member, Number: strings.Repeat("0", 10),
	}, "***-****-**00")
	texted := s.says(testkit.Coordinator, &inviteMemberCmd{Body: "monitoring-panel", Person: member, Factor: "sms"},
		"gyeoli_")
	require.NotContains(t, texted, "확인 번호")
	s.says(testkit.Coordinator, &inviteListCmd{Body: "monitoring-panel"}, "휴대전화 문자")
	s.says(testkit.Coordinator, &inviteMobileCmd{Body: "monitoring-panel", Person: member}, "지웠습니다")
}
