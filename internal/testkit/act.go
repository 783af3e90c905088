package testkit

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/store"
)

// Do is an act or a contribution as a test says it: what is left out is filled in as a careful client would.
type Do struct {
	Verb   gov.Verb
	Body   any // marshalled to JSON; nil: no body
	Reason string
	Key    string // a fresh one
	Hash   []byte // the present content hash of the case
	Seen   *gov.ETag
}

// Accepted is told of every act that was accepted, if a test binary sets it before its tests: the API's contract has to
// describe it.
var Accepted func(t testing.TB, cmd cases.Command)

func (h *House) do(t testing.TB, who string, cmd cases.Command) (cases.Outcome, error) {
	t.Helper()
	out, err := h.act(t, h.Actor(t, who), cmd)
	if err == nil && Accepted != nil {
		Accepted(t, cmd)
	}
	return out, err
}

// act does every act of a test, and fails it where one needed more than one commit or any call to Temporal before its
// reply (design §8). A refusal is one commit too, that of its audit entry.
func (h *House) act(t testing.TB, actor cases.Actor, cmd cases.Command) (out cases.Outcome, err error) {
	t.Helper()
	OneCommit(t, string(cmd.Verb), func(ctx context.Context) error {
		out, err = h.Cases.Act(ctx, actor, cmd)
		return err
	})
	return out, err
}

// OneCommit fails the test where something done in a house needed more than one commit or any call to Temporal, or was
// done without a commit.
func OneCommit(t testing.TB, what string, do func(context.Context) error) {
	t.Helper()
	var tally store.Tally
	err := do(store.WithTally(t.Context(), &tally))
	if n := tally.Commits.Load(); n > 1 || (err == nil && n != 1) {
		t.Errorf("%s needed %d commits before its reply, want 1", what, n)
	}
	if n := tally.Calls.Load(); n > 0 {
		t.Errorf("%s needed %d calls to Temporal before its reply, want none", what, n)
	}
}

// Actor is the person in a post, or the person of that slug.
func (h *House) Actor(t testing.TB, who string) cases.Actor {
	t.Helper()
	a := cases.Actor{Name: who}
	err := h.Pool.QueryRow(t.Context(), `
		select p.id from person p left join holding h on h.person_id = p.id and h.post_id = $1
		    and h.valid_from <= $2 and (h.valid_to is null or h.valid_to >= $2)
		where h.post_id is not null or p.slug = $1 order by h.post_id nulls last limit 1`,
		who, h.Today(t)).Scan(&a.Person)
	if err != nil {
		t.Fatalf("nobody is %q: %v", who, err)
	}
	return a
}

// Try does an act on a task as the person in a post, and gives its refusal back.
func (h *House) Try(t testing.TB, who string, task gov.TaskID, do Do) (cases.Outcome, error) {
	t.Helper()
	cmd := do.command(t)
	cmd.Task = task
	if cmd.HashSeen == nil {
		cmd.HashSeen = h.hashOf(t, task)
	}
	return h.do(t, who, cmd)
}

// Act is Try for acts that must succeed.
func (h *House) Act(t testing.TB, who string, task gov.TaskID, do Do) cases.Outcome {
	t.Helper()
	out, err := h.Try(t, who, task, do)
	if err != nil {
		t.Fatalf("%s: %s: %v%s", who, do.Verb, err, reasons(err))
	}
	return out
}

// OnCase does an act on a case without a task, as those who may overrule the graph do.
func (h *House) OnCase(t testing.TB, who string, id gov.CaseID, do Do) (cases.Outcome, error) {
	t.Helper()
	cmd := do.command(t)
	cmd.Case = id
	return h.do(t, who, cmd)
}

// MustRefuse expects a refusal with the code and gives it back for a closer look, as a value that is no error any more.
func MustRefuse(t testing.TB, code gov.Code, err error) gov.Error {
	t.Helper()
	var refusal *gov.Error
	if !errors.As(err, &refusal) || refusal.Code != code {
		t.Fatalf("want a refusal %s, got: %v", code, err)
	}
	if refusal.Detail == "" || refusal.English == "" {
		t.Fatalf("the refusal %s says nothing: %+v", code, refusal)
	}
	return *refusal
}

func (d Do) command(t testing.TB) cases.Command {
	t.Helper()
	cmd := cases.Command{
		Verb: d.Verb, Reason: d.Reason, Key: d.Key, HashSeen: d.Hash, Seen: d.Seen, Source: "test",
	}
	if cmd.Key == "" {
		cmd.Key = uuid.NewString()
	}
	if d.Body != nil {
		body, err := json.Marshal(d.Body)
		if err != nil {
			t.Fatal(err)
		}
		cmd.Body = body
	}
	return cmd
}

func (h *House) hashOf(t testing.TB, task gov.TaskID) []byte {
	t.Helper()
	var hash []byte
	err := h.Pool.QueryRow(t.Context(),
		"select c.content_hash from task t join case_file c on c.id = t.case_id where t.id = $1", task).Scan(&hash)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		t.Fatal(err)
	}
	return hash
}

// reasons prints what rules said, so that a failing test shows it.
func reasons(err error) string {
	var refusal *gov.Error
	if !errors.As(err, &refusal) {
		return ""
	}
	text := "\n" + refusal.Detail
	for _, r := range refusal.Reasons {
		text += "\n  " + r.Rule + ": " + r.Text
	}
	return text
}
