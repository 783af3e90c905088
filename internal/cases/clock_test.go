package cases_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/testkit"
)

// slowDays opens a day some time after it was asked to, as a workflow does.
type slowDays struct {
	cases  *cases.Service
	calls  atomic.Int64
	failed chan error
}

func (s *slowDays) OpenDay(ctx context.Context, day gov.Date) error {
	if s.calls.Add(1) > 1 {
		return nil
	}
	time.AfterFunc(100*time.Millisecond, func() {
		err := s.cases.OpenDay(context.WithoutCancel(ctx), day)
		if err == nil {
			err = s.cases.FinishDay(context.WithoutCancel(ctx), day)
		}
		s.failed <- err
	})
	return nil
}

// TestAStepAsksForItsDayOnce lets a day take a while to open: each further call would be one more start of a workflow.
func TestAStepAsksForItsDayOnce(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2021-12-20")
	days := &slowDays{cases: h.Cases, failed: make(chan error, 1)}
	h.Cases.SetDays(days)
	h.Exec(t, "update wake set done_at = now() where done_at is null")
	state, err := h.Cases.StepClock(t.Context(), h.Actor(t, "system-operation.operator"), uuid.NewString())
	require.NoError(t, err)
	require.NoError(t, <-days.failed)
	require.Equal(t, gov.MustDate("2021-12-21"), state.LastOpened)
	require.LessOrEqual(t, days.calls.Load(), int64(3), "once, and again after a second at the earliest")
}
