package api

import (
	"context"
	"net/http"
	"time"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
)

type clockState struct{ Body cases.ClockState }

type stepClock struct{ OnceKey }

type jumpClock struct {
	OnceKey

	Body struct {
		To     gov.Date `json:"to" doc:"The day to stand on" example:"2025-01-02"`
		Reason string   `json:"reason" minLength:"1" maxLength:"2000"`
	}
}

func (s *server) clock() {
	add(s, operation{
		id: "get-clock", method: http.MethodGet, path: "/clock", tag: "Clock",
		summary: "Say on which day the installation stands, and whether it is at rest",
	}, s.getClock)
	add(s, operation{
		id: "step-clock", method: http.MethodPost, path: "/clock/step", tag: "Clock", scope: auth.ScopeOperator,
		summary:  "Open the next office day of a rehearsal",
		doc:      "Waits until all is at rest, opens the next day with both its parts, and answers when all is at rest again. After 60 s it is 409 not_settled with the open wakes; repeat it under the same key.",
		refusals: []int{http.StatusForbidden, http.StatusConflict},
	}, s.stepClock)
	add(s, operation{
		id: "jump-clock", method: http.MethodPost, path: "/clock/jump", tag: "Clock", scope: auth.ScopeOperator,
		summary:  "Leap over days of a rehearsal on which nothing is to happen",
		doc:      "Refused while a process is open. The days between are recorded as jumped and never opened.",
		refusals: []int{http.StatusForbidden, http.StatusConflict, http.StatusRequestEntityTooLarge},
	}, s.jumpClock)
}

func (s *server) getClock(ctx context.Context, _ *struct{}) (*clockState, error) {
	out, err := s.cases.Clock(ctx)
	return &clockState{Body: out}, err
}

func (s *server) stepClock(ctx context.Context, in *stepClock) (*clockState, error) {
	out, err := s.cases.StepClock(ctx, who(ctx).actor(), in.Key)
	return &clockState{Body: out}, err
}

func (s *server) jumpClock(ctx context.Context, in *jumpClock) (*clockState, error) {
	if !cleanText(in.Body.Reason) {
		return nil, bodyFault("body.reason", "contains NUL")
	}
	out, err := s.cases.JumpClock(ctx, who(ctx).actor(), cases.Jump{
		To: in.Body.To, Reason: in.Body.Reason,
		Key: in.Key,
	})
	return &clockState{Body: out}, err
}

// health is what a watcher of the process needs to know.
type health struct {
	Status   string `json:"status"`
	Database string `json:"database"`
}

// healthz needs no token: it says that the process lives and its database answers, and nothing else.
func (s *server) healthz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.signIn.Ping(ctx); err != nil {
		s.log.WarnContext(ctx, "database does not answer", "error", err)
		refuse(w, r, gov.Refuse(gov.CodeUnavailable, "데이터베이스가 응답하지 않습니다.", "the database does not answer"))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := s.api.Marshal(w, "application/json", health{Status: "ok", Database: "ok"}); err != nil {
		s.log.WarnContext(ctx, "health not written", "error", err)
	}
}

// wall is the clock by which visitors are paced, whichever clock the office has.
func wall() time.Time { return time.Now() }
