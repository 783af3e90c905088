package activities_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/activities"
	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
)

// shaky is an outbox whose database is away once, when the first answer is to be written.
type shaky struct {
	activities.Outbox
	gone *bool
	stop context.CancelFunc
}

var errAway = errors.New("the database is away")

func (s shaky) Record(ctx context.Context, done []gov.Posted, next *gov.Letter) (bool, error) {
	if len(done) > 0 && !*s.gone {
		*s.gone = true
		s.stop()
		return false, errAway
	}
	return s.Outbox.Record(ctx, done, next)
}

// A worker that is stopped between the server's answer and its record writes the answer nevertheless, and puts the rest
// back: nothing is left in doubt.
func TestDrain_AnAnswerIsNotLostWhenTheWorkerStops(t *testing.T) {
	t.Parallel()
	p := newPost(t, smtp.Config{})
	for range 3 {
		p.notice(t, gov.NoticeDueToday, gov.NoticeParams{Title: "기한"})
	}
	ctx, stop := context.WithCancel(t.Context())
	gone := false
	whole := p.Outbox
	p.Outbox = shaky{Outbox: whole, gone: &gone, stop: stop}
	require.ErrorIs(t, p.Drain(ctx), errAway)
	require.Equal(t, map[string]int{"sent": 1, "queued": 2}, p.states(t))
	require.Len(t, p.mails(t), 1)
	p.Outbox = whole
	_, err := p.pool.Exec(t.Context(), "update notice set next_try = now() where state = 'queued'")
	require.NoError(t, err)
	p.drain(t, map[string]int{"sent": 3})
	require.Len(t, p.mails(t), 3)
}
