package testkit

import (
	"context"
	"fmt"
	"testing"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/embedded/smtp"
	"gyeol/internal/mail"
	"gyeol/internal/store"
)

// Post sends every notice that may leave today through the product's own outbox and sender to a real sink, and gives
// the folder in which the sink keeps what it received.
func (h *House) Post(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	sender := senderTo(t, dir)
	outbox := store.NewOutbox(h.Pool)
	for {
		letters, err := outbox.Claim(t.Context(), h.Today(t), 50)
		if err != nil {
			t.Fatal(err)
		}
		if len(letters) == 0 {
			return dir
		}
		for _, l := range letters {
			if mine, err := outbox.Record(t.Context(), nil, &l); err != nil || !mine {
				t.Fatalf("the letter %s was not begun: %v", l.ID, err)
			}
			if _, err := outbox.Record(t.Context(), []gov.Posted{sender.Send(t.Context(), l)}, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// senderTo is a sender to a sink that keeps its mail in a folder.
func senderTo(t testing.TB, dir string) *mail.Sender {
	t.Helper()
	sink, err := smtp.Start(t.Context(), smtp.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	invites, err := auth.NewInvites([32]byte{1}, "https://gyeol.example")
	if err != nil {
		t.Fatal(err)
	}
	user, password := sink.Credentials()
	sender, err := mail.NewSender(mail.Config{
		URL: fmt.Sprintf("smtp://%s:%s@%s", user, password, sink.Addr()), From: "gyeol@seoul.example", FromName: "결",
		BaseURL: "https://gyeol.example", Roots: sink.Roots(), Secrets: invites,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sender.Close(); err != nil {
			t.Error(err)
		}
		if err := sink.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return sender
}
