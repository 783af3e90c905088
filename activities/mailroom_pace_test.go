package activities_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
	"gyeol/internal/mail"
)

// TestDrain_KeepsThePaceOfTheRelay holds only to what no slow machine can break: no letter comes before its time.
func TestDrain_KeepsThePaceOfTheRelay(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var came []time.Time
	p := newPost(t, smtp.Config{DecideMessage: func(smtp.Message) error {
		mu.Lock()
		defer mu.Unlock()
		came = append(came, time.Now())
		return nil
	}})
	sender, err := mail.NewSender(mail.Config{
		URL: p.relay() + "?rate=600&connections=4", From: "gyeol@gyeol.example", FromName: "결",
		BaseURL: "https://gyeol.example", Roots: p.sink.Roots(),
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, sender.Close()) })
	p.Sender = sender
	const many, step = 10, time.Minute / 600
	for range many {
		p.notice(t, gov.NoticeAssigned, gov.NoticeParams{Title: "시행계획 작성"})
	}
	began := time.Now()
	p.drain(t, map[string]int{"sent": many})
	require.Len(t, came, many, "each once")
	for i, at := range came {
		require.GreaterOrEqual(t, at.Sub(began), time.Duration(i)*step-time.Millisecond,
			"letter %d of a relay that takes 600 a minute, over four connections", i+1)
	}
}
