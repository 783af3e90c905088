package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// bulkItem is one act of many.
type bulkItem struct {
	Task        string          `json:"task" maxLength:"64" doc:"Id of the task" example:"0190f5a2-7c1e-7a51-9d5e-3f1f1b1f0a01"`
	Verb        gov.Verb        `json:"verb" minLength:"1" maxLength:"40" example:"approve"`
	Reason      string          `json:"reason,omitempty" maxLength:"2000"`
	ContentHash string          `json:"content_hash,omitempty" pattern:"^[0-9a-f]{64}$" doc:"Of the content that was seen: each act binds to its own"`
	Body        json.RawMessage `json:"body,omitempty" doc:"An object particular to the verb"`
	Key         string          `json:"key,omitempty" minLength:"8" maxLength:"200" pattern:"^[!-~]+$" doc:"Idempotency key of this act; left out, it follows from that of the request and the place in it"`
}

type bulkActs struct {
	OnceKey

	Body struct {
		Items []bulkItem `json:"items" minItems:"1" maxItems:"200" nullable:"false" doc:"Done in this order, each in a transaction of its own"`
	}
}

// BulkResult is what became of one act.
type BulkResult struct {
	Task    string         `json:"task"`
	Status  int            `json:"status" example:"200" doc:"As the act alone would have been answered"`
	Code    gov.Code       `json:"code,omitempty" example:"stale_content" doc:"Of a refusal"`
	Outcome *cases.Outcome `json:"outcome,omitempty"`
	Problem *Problem       `json:"problem,omitempty"`
}

type bulkResults struct {
	Body struct {
		Done    int          `json:"done" doc:"How many of them were done, now or before under the same key"`
		Results []BulkResult `json:"results" nullable:"false" doc:"One for each item, in the order of the request"`
	}
}

func (s *server) bulk() {
	add(s, operation{
		id: "act-on-tasks", method: http.MethodPost, path: "/tasks/acts", tag: "Tasks",
		summary: "Act on up to 200 tasks",
		doc: "Each act is a transaction of its own, bound to its own content hash, and has its own answer: that some are " +
			"refused is normal and stops none. The same request under the same key does nothing twice and answers with the " +
			"recorded outcomes.",
		refusals: []int{http.StatusRequestEntityTooLarge},
	}, s.actOnTasks)
}

func (s *server) actOnTasks(ctx context.Context, in *bulkActs) (*bulkResults, error) {
	out := &bulkResults{}
	out.Body.Results = make([]BulkResult, len(in.Body.Items))
	for i, item := range in.Body.Items {
		if err := ctx.Err(); err != nil {
			return nil, err // the caller hung up: what was done is done, and is found under its keys
		}
		if item.Key == "" {
			item.Key = fmt.Sprintf("%s/%d", in.Key, i)
		}
		out.Body.Results[i] = s.actOnOne(ctx, item)
		if out.Body.Results[i].Outcome != nil {
			out.Body.Done++
		}
	}
	return out, nil
}

// actOnOne does one act of many and answers for it alone.
func (s *server) actOnOne(ctx context.Context, item bulkItem) BulkResult {
	cmd, err := item.command(ctx)
	if err == nil {
		var out cases.Outcome
		if out, err = s.cases.Act(ctx, who(ctx).actor(), cmd); err == nil {
			return BulkResult{Task: item.Task, Status: http.StatusOK, Outcome: &out}
		}
	}
	c := who(ctx)
	c.visit = c.visit.onTask(cmd.Task)
	p := problemOf(ctx, err)
	p.TraceID = traceOf(ctx)
	if cases.Recorded(err) {
		c.visit.told()
	}
	c.record(ctx, p)
	s.tell(ctx, err)
	return BulkResult{Task: item.Task, Status: p.Status, Code: p.Code, Problem: p}
}

func (item bulkItem) command(ctx context.Context) (cases.Command, error) {
	id, err := idOf(item.Task, parseTask)
	if err != nil {
		return cases.Command{}, err
	}
	b := actBody{Verb: item.Verb, Reason: item.Reason, ContentHash: item.ContentHash, Body: item.Body}
	cmd, err := b.command(ctx, OnceKey{Key: item.Key}, IfMatch{})
	cmd.Task = id
	return cmd, err
}
