package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gyeol/client"
	"gyeol/gov"
)

// follow signs the plan of each year up to its last signature, and times from that reply until the next stage's task is
// in the inbox: the workflow dispatches the plan, ends its stage, wakes the next one, and that opens.
func (b *bench) follow(ctx context.Context, years []int) ([]float64, error) {
	var took []float64
	for _, year := range years {
		if err := b.rest(ctx); err != nil {
			return nil, err
		}
		if err := b.signPlan(ctx, year); err != nil {
			return nil, err
		}
		replied := time.Now()
		next := client.InboxFilter{Cycle: fmt.Sprintf("%s-%d", benchCycle, year), Stage: benchNext, Most: 1}
		if err := b.until(ctx, func() (bool, error) {
			tasks, err := b.as(benchCoordinator).Inbox(ctx, next)
			return len(tasks) > 0, told(err)
		}); err != nil {
			return nil, fmt.Errorf("%s of %d: %w", benchNext, year, err)
		}
		took = append(took, float64(time.Since(replied).Microseconds())/1000)
	}
	return took, nil
}

// signPlan drafts the plan of a year and has every cell of its line signed.
func (b *bench) signPlan(ctx context.Context, year int) error {
	who, verb := benchCoordinator, gov.VerbSubmit
	for {
		task, err := b.planTask(ctx, who, year)
		if err != nil {
			return err
		}
		o := client.ActOptions{ContentHash: task.hash, Body: task.body}
		out, err := b.as(who).Act(ctx, task.id, verb, o)
		if err != nil {
			return told(err)
		}
		if gov.State(out.State) != gov.InApproval {
			return nil
		}
		if who, verb, err = b.nextSigner(ctx, out.Opened[0].ID); err != nil {
			return err
		}
	}
}

// planTask is the open task of the year's decision that a post has, as the act on it needs it.
type planTask struct {
	id, hash string
	body     any
}

func (b *bench) planTask(ctx context.Context, who string, year int) (planTask, error) {
	var t planTask
	var kind gov.TaskKind
	err := b.in.engine.pool.QueryRow(ctx, `
		select t.id::text, t.kind, coalesce(encode(c.content_hash, 'hex'), '')
		from task t join task_actor a on a.task_id = t.id
		    join case_file c on c.id = t.case_id join stage s on s.id = c.stage_id join cycle y on y.id = s.cycle_id
		where t.state = 'open' and a.post_id = $1 and s.key = $2 and y.year = $3 and c.subject = 'document'`,
		who, benchStage, year).Scan(&t.id, &kind, &t.hash)
	switch {
	case kind == gov.TaskDraft:
		t.body = map[string]any{
			"title": "시행계획 확정", "body": map[string]any{"text": "확정하고자 합니다."}, "abstract": "시행계획 확정",
			"keywords": []string{"평생교육"},
		}
	case who == "planning-office.head":
		t.body = map[string]any{"agrees": true}
	}
	return t, err
}

func (b *bench) nextSigner(ctx context.Context, task string) (who string, verb gov.Verb, err error) {
	err = b.in.engine.pool.QueryRow(ctx, `
		select a.post_id, t.verbs[1] from task t join task_actor a on a.task_id = t.id
		where t.id = $1`, task).Scan(&who, &verb)
	return strings.TrimSpace(who), verb, err
}
