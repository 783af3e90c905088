package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// called is an office in which the half-yearly meeting with the education office, of 2022-05-20, has been called.
func called(t *testing.T) (s seat, meeting string) {
	t.Helper()
	s = sit(t)
	s.h.SetToday(t, "2022-05-02")
	stage := s.h.OpenStage(t, "education-meeting")
	s.h.SetToday(t, "2022-05-09")
	list := s.says(testkit.Coordinator, &taskListCmd{Scope: "mine", Kind: "call_meeting"}, "회의 소집통지")
	task := strings.Fields(strings.Split(list, "\n")[1])[0]
	s.says(testkit.Coordinator, &taskActCmd{Task: task, Verb: "call", Body: `{"place": "서울시청 회의실"}`}, "소집")
	return s, s.h.Case(t, stage, "attempt-1").ID.String()
}

func TestAMeetingIsMovedAndCancelledInATerminal(t *testing.T) {
	t.Parallel()
	s, id := called(t)
	s.says(testkit.Coordinator, &meetingListCmd{Stage: "education-meeting"}, id, "2022. 5. 20.(금)")
	move := &meetingMoveCmd{
		Meeting: id, HoldOn: gov.MustDate("2022-05-24"), Place: "서소문청사 회의실", Reason: "의장 일정",
		Key: "move-in-terminal",
	}
	s.says(testkit.Coordinator, move, "회의 일시·장소 변경", "회의일: 2022. 5. 24.(화)", "소집통지 기한: 2022. 5. 16.(월)")
	s.says(testkit.Coordinator, move, "이미 처리된 요청입니다")
	require.Equal(t, "2022-05-24 서소문청사 회의실", testkit.One[string](t, s.h,
		"select hold_on || ' ' || place from meeting"), "hours and what else was left out stay")
	require.Equal(t, 6, testkit.One[int](t, s.h, "select count(*)::int from notice where kind = 'meeting_moved' and legal"))

	_, err := s.types(testkit.Coordinator, &meetingMoveCmd{Meeting: id, HoldOn: gov.MustDate("2022-05-22"), Reason: "일요일"})
	require.ErrorContains(t, err, "휴무일입니다")
	_, err = s.types(testkit.Coordinator, &meetingMoveCmd{Meeting: id, HoldOn: gov.MustDate("2022-05-12"), Reason: "앞당김"})
	require.ErrorContains(t, err, "notice_too_short")
	_, err = s.types("gangnam-gu.officer", &meetingCancelCmd{Meeting: id, Reason: "남의 회의"})
	require.Error(t, err)

	cancel := &meetingCancelCmd{Meeting: id, Reason: "안건 철회", Key: "cancel-in-terminal"}
	s.says(testkit.Coordinator, cancel, "소집 취소")
	s.says(testkit.Coordinator, &meetingListCmd{State: "cancelled"}, id)
	require.Equal(t, 6, testkit.One[int](t, s.h, "select count(*)::int from notice where kind = 'meeting_cancelled' and legal"))
	_, err = s.types(testkit.Coordinator, &meetingMoveCmd{Meeting: id, Place: "다른 곳", Reason: "늦음"})
	require.ErrorContains(t, err, "act_not_open")
}

func TestADayIsDesignatedAndWithdrawnInATerminal(t *testing.T) {
	t.Parallel()
	s := sit(t)
	day := gov.MustDate("2022-02-04")
	s.says(testkit.Coordinator, &calendarDesignateCmd{Day: day, Kind: "designated", DryRun: true}, "2022. 2. 4.(금)", "2022. 2. 3.(목)")
	require.Zero(t, testkit.One[int](t, s.h, "select count(*)::int from calendar_day"), "a dry run writes nothing")
	_, err := s.types(testkit.Coordinator, &calendarDesignateCmd{Day: day, Kind: "designated"})
	require.ErrorContains(t, err, "reason")
	enter := &calendarDesignateCmd{Day: day, Kind: "designated", Reason: "국무회의 의결", Key: "designate-in-terminal"}
	s.says(testkit.Coordinator, enter, "2022. 2. 4.(금)", "2022. 2. 3.(목)")
	s.says(testkit.Coordinator, enter, "2022. 2. 4.(금)")
	require.Equal(t, 1, testkit.One[int](t, s.h, "select count(*)::int from calendar_day"), "once under its key")
	plans := "select due_operative::text from stage where key = 'plans'"
	require.Equal(t, "2022-02-03", testkit.One[string](t, s.h, plans))

	back := &calendarWithdrawCmd{Day: day, Kind: "designated", Reason: "의결 취소", Key: "withdraw-in-terminal"}
	s.says(testkit.Coordinator, back, "2022. 2. 3.(목)", "2022. 2. 4.(금)")
	s.says(testkit.Coordinator, back, "2022. 2. 4.(금)")
	require.Equal(t, "2022-02-04", testkit.One[string](t, s.h, plans))
	_, err = s.types(testkit.Coordinator, &calendarWithdrawCmd{Day: day, Kind: "designated", Reason: "두 번"})
	require.ErrorContains(t, err, "입력된 임시공휴일이(가) 없습니다")
}

func TestAMailThatCameBackIsTakenInByTheTerminal(t *testing.T) {
	t.Parallel()
	s := sit(t)
	s.h.OpenStage(t, "guideline")
	id := testkit.One[gov.NoticeID](t, s.h, `update notice set state = 'sent', sent_at = now(), sent_on = '2021-12-20', attempts = 1,
		message_id = id || '@gyeol.example' where id = (select id from notice where kind = 'assigned' limit 1) returning id`)
	to := testkit.One[string](t, s.h, "select p.email from notice n join person p on p.id = n.person_id where n.id = $1", id)
	mail := strings.ReplaceAll(fmt.Sprintf(`From: MAILER-DAEMON@relay.example
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; %s
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: <%s@gyeol.example>
X-Gyeol-Notice: %[2]s

--b--
`, to, id), "\n", "\r\n")
	pipe := func(text string) *mailBounceCmd { return &mailBounceCmd{File: "-", in: bytes.NewBufferString(text)} }
	s.says(testkit.Coordinator, pipe(mail), "통지가 반송되어 담당자에게 알렸습니다", id.String(), "(bounced)")
	require.Equal(t, "bounced", testkit.One[string](t, s.h, "select state from notice where id = $1", id))
	s.says(testkit.Coordinator, pipe(mail), "전에 받은 메일입니다")
	s.says(testkit.Coordinator, pipe("Subject: hello\r\n\r\nnothing came back\r\n"), "반송이 아닙니다")
	_, err := s.types(testkit.Coordinator, &mailBounceCmd{File: t.TempDir() + "/none"})
	require.Error(t, err)
}
