package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/mailbox"
	"gyeol/internal/testkit"
)

func TestTheLedgerIsReadAndANoticeSentAgainInATerminal(t *testing.T) {
	t.Parallel()
	s := sit(t)
	s.h.OpenStage(t, "guideline")
	_, err := s.types(testkit.Coordinator, &mailListCmd{})
	require.ErrorContains(t, err, "rehearsal_only")
	s.h.Cases.SetSink(mailbox.New(s.h.Post(t)))

	list := s.says(testkit.Coordinator, &noticesListCmd{Most: 10}, "새 업무", "발송됨", "ko/assigned@")
	id := strings.Fields(strings.Split(list, "\n")[1])[0]
	s.says(testkit.Coordinator, &noticesShowCmd{ID: id}, "단계 열림", "1번째 시도", "2.0.0", "Message-ID", "ko/assigned@")
	again := &noticesResendCmd{ID: id, Reason: "받지 못함", Key: "resend-in-terminal"}
	s.says(testkit.Coordinator, again, "받지 못함", "발송 대기", "다시 보냄 "+id)
	s.says(testkit.Coordinator, &noticesListCmd{State: "queued", Most: 10}, "새 업무")

	mails := s.says(testkit.Coordinator, &mailListCmd{Most: 1}, "[결] 새 업무:")
	mail := strings.Fields(strings.Split(mails, "\n")[1])[0]
	s.says(testkit.Coordinator, &mailShowCmd{ID: mail}, "제목: [결] 새 업무:", "새 업무가 배정되었습니다.")
	s.says(testkit.Coordinator, &mailShowCmd{ID: mail, Headers: true, HTML: true}, "Auto-Submitted: auto-generated", `lang="ko"`)
	_, err = s.types(testkit.Coordinator, &mailShowCmd{ID: "x"})
	require.ErrorContains(t, err, "unknown_id")
}
