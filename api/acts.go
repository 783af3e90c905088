package api

import (
	"context"
	"encoding/json"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// actBody is the one form of an act or a contribution; what stands in body depends on the verb.
type actBody struct {
	Verb        gov.Verb        `json:"verb" minLength:"1" maxLength:"40" example:"approve" doc:"One of the verbs that the task offers"`
	Reason      string          `json:"reason,omitempty" maxLength:"2000" doc:"Mandatory where the act says so, as for every return"`
	ContentHash string          `json:"content_hash,omitempty" pattern:"^[0-9a-f]{64}$" doc:"The hash of the content that was seen; needed where content is decided"`
	Body        json.RawMessage `json:"body,omitempty" doc:"An object particular to the verb"`
}

// command is the act without its place.
func (b actBody) command(ctx context.Context, key OnceKey, m IfMatch) (cases.Command, error) {
	seen, err := m.seen()
	if err != nil {
		return cases.Command{}, err
	}
	body, err := clean(b.Body)
	if err == nil && !cleanText(b.Reason) {
		err = bodyFault("body.reason", "contains NUL")
	}
	if err == nil && !cleanText(string(b.Verb)) {
		err = bodyFault("body.verb", "contains NUL")
	}
	return cases.Command{
		Verb: b.Verb, Key: key.Key, HashSeen: hashOf(b.ContentHash), Seen: seen, Reason: b.Reason, Body: body,
		Source: who(ctx).source,
	}, err
}

type actOn struct {
	IDPath
	OnceKey
	IfMatch

	Body actBody
}

type outcome struct {
	ETag string `header:"ETag" doc:"The state of the case after the act"`
	Body cases.Outcome
}

type handOver struct {
	IDPath
	OnceKey
	IfMatch

	Body struct {
		Post   gov.PostID `json:"post" minLength:"1" maxLength:"100" pattern:"^[a-z0-9][a-z0-9.-]*$" doc:"The post that is to do it" example:"lifelong-education-division.officer"`
		Reason string     `json:"reason" minLength:"1" maxLength:"2000"`
	}
}

func (s *server) taskActs() {
	add(s, operation{
		id: "act-on-task", method: http.MethodPost, path: "/tasks/{id}/acts", tag: "Tasks",
		summary: "Act on a task, or contribute to it",
		doc:     "One transaction. The same request under the same key answers with the recorded outcome and changes nothing.", refusals: acting,
	}, s.actOnTask)
	add(s, operation{
		id: "hand-over-task", method: http.MethodPost, path: "/tasks/{id}/hand-over", tag: "Tasks",
		summary: "Hand an open task to another post",
		doc:     "An overruling act of the coordinator; the new holder is told.", refusals: acting,
	}, s.handOverTask)
	add(s, operation{
		id: "act-on-case", method: http.MethodPost, path: "/cases/{id}/acts", tag: "Cases",
		summary: "Overrule the graph, or withdraw one's own paper",
		doc:     "close, reopen, skip, waive and move_date are done on the case itself, by the coordinator and with a reason.", refusals: acting,
	}, s.actOnCase)
}

func (s *server) actOnTask(ctx context.Context, in *actOn) (*outcome, error) {
	id, err := in.taskID()
	if err != nil {
		return nil, err
	}
	cmd, err := in.Body.command(ctx, in.OnceKey, in.IfMatch)
	if err != nil {
		return nil, err
	}
	cmd.Task = id
	return s.act(ctx, cmd)
}

func (s *server) actOnCase(ctx context.Context, in *actOn) (*outcome, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	cmd, err := in.Body.command(ctx, in.OnceKey, in.IfMatch)
	if err != nil {
		return nil, err
	}
	cmd.Case = id
	return s.act(ctx, cmd)
}

func (s *server) act(ctx context.Context, cmd cases.Command) (*outcome, error) {
	out, err := s.cases.Act(ctx, who(ctx).actor(), cmd)
	return &outcome{ETag: out.ETag, Body: out}, err
}

func (s *server) handOverTask(ctx context.Context, in *handOver) (*outcome, error) {
	id, err := in.taskID()
	if err != nil {
		return nil, err
	}
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	if !cleanText(in.Body.Reason) {
		return nil, bodyFault("body.reason", "contains NUL")
	}
	out, err := s.cases.HandOver(ctx, who(ctx).actor(), cases.HandOver{
		Task: id, Post: in.Body.Post, Reason: in.Body.Reason, Key: in.Key, Seen: seen, Source: who(ctx).source,
	})
	return &outcome{ETag: out.ETag, Body: out}, err
}
