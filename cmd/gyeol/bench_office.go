package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/intake"
	"gyeol/internal/store"
)

// The posts of Seoul that a run needs beside its own departments.
const (
	benchCycle       = "lifelong-education-plan"
	benchStage       = "decision"
	benchNext        = "issue-down"
	benchCoordinator = "lifelong-education-division.coordinator"
	benchConcurs     = "budget-office.head"
	benchDecides     = "lifelong-education-bureau.head"
	benchMatter      = "results.fix" // decided by the head of the bureau, with the concurrence of the budget office
)

// paper is a document on its way up: the open task of its present cell.
type paper struct {
	unit int // 1…benchUnits
	task string
	hash string
	cell int // 0, 1, 2; 3 when it is approved
}

func (p *paper) department() string { return fmt.Sprintf("bench-%02d", p.unit) }

// signer is whose turn it is on a paper, and what he does.
func (p *paper) signer() (string, gov.Verb) {
	switch p.cell {
	case 0:
		return p.department() + ".head", gov.VerbReview
	case 1:
		return benchConcurs, gov.VerbConcur
	}
	return benchDecides, gov.VerbApprove
}

// prepare makes the office: Seoul and the departments of the run, the cycles, and the papers, each drafted and
// submitted. It returns the papers, and the years whose plan is to be followed.
func (b *bench) prepare(ctx context.Context, c *benchApproveCmd) ([]*paper, []int, error) {
	began := time.Now()
	for _, step := range []func(context.Context) error{b.seoul, b.floorTables, b.departments, b.signIn} {
		if err := step(ctx); err != nil {
			return nil, nil, err
		}
	}
	var stages []gov.CaseID
	var follow []int
	for i := range benchCycles + c.Follow {
		stage, err := b.openCycle(ctx, i)
		if err != nil {
			return nil, nil, err
		}
		if i < benchCycles {
			stages = append(stages, stage)
		} else {
			follow = append(follow, b.year(i))
		}
	}
	papers, err := b.papers(ctx, stages, c.departments())
	b.log("prepared %d documents in %d cycles, and %d cycles to follow, in %.1f s", len(papers), benchCycles, len(follow),
		time.Since(began).Seconds())
	return papers, follow, err
}

// seoul loads the pack that is built in.
func (b *bench) seoul(ctx context.Context) error {
	if err := loadSeoul(ctx, b.in.engine.pool); err != nil {
		return err
	}
	if err := b.in.engine.cases.LoadCalendar(ctx); err != nil {
		return err
	}
	var err error
	b.today, err = b.in.engine.cases.Today(ctx)
	return err
}

// floorTables makes the tables of the floor, which are no part of the product, as the owner of the schema.
func (b *bench) floorTables(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, b.in.stack.ownerURL)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, strings.ReplaceAll(floorTables, "$FLOORS", fmt.Sprint(benchUnits)))
	return errors.Join(err, conn.Close(ctx))
}

// departments takes in the departments of the run as an operator would, from lists.
func (b *bench) departments(ctx context.Context) error {
	const from = "2021-01-01"
	units, posts := "id,kind,name,parent,valid_from\n", "id,unit,title,rank,valid_from\n"
	people := "id,name,email,post,valid_from\n"
	for i := 1; i <= benchUnits; i++ {
		id := fmt.Sprintf("bench-%02d", i)
		units += fmt.Sprintf("%s,division,측정%02d과,lifelong-education-bureau,%s\n", id, i, from)
		posts += fmt.Sprintf("%s.officer,%[1]s,주무관,officer,%[2]s\n%[1]s.head,%[1]s,과장,division_head,%[2]s\n", id, from)
		for _, who := range []string{"officer", "head"} {
			people += fmt.Sprintf("%s.%s,측정%02d %[2]s,%[1]s.%[2]s@bench.example,%[1]s.%[2]s,%[4]s\n", id, who, i, from)
		}
	}
	var lists []intake.OrgRows
	for kind, text := range map[intake.OrgKind]string{
		intake.OrgUnits: units, intake.OrgPosts: posts, intake.OrgPeople: people,
	} {
		list, err := intake.ReadOrg(strings.NewReader(text), string(kind), kind)
		if err != nil {
			return err
		}
		lists = append(lists, list)
	}
	changes, err := intake.Diff(ctx, b.in.engine.pool, lists...)
	if err != nil {
		return err
	}
	return intake.Apply(ctx, b.in.engine.pool, changes)
}

func (b *bench) signIn(ctx context.Context) error {
	var err error
	b.token, err = rehearsalTokens(ctx, b.in.engine.pool, b.in.dir)
	b.sitDown()
	return err
}

func (b *bench) year(i int) int { return b.today.Year() + 1 + i }

// openCycle begins a year and lets its decision come at once: the stages before it count as decided. The stage itself
// is opened by its workflow.
func (b *bench) openCycle(ctx context.Context, i int) (gov.CaseID, error) {
	if _, err := b.as(benchCoordinator).OpenCycle(ctx, benchCycle, b.year(i), client.NewKey()); err != nil {
		return gov.CaseID{}, err
	}
	pool := b.in.engine.pool
	if _, err := pool.Exec(ctx, `
		with this as (
		    select s.id, c.process_id from stage s join cycle y on y.id = s.cycle_id
		        join case_file c on c.stage_id = s.id and c.kind = 'stage'
		    where s.key = $1 and y.year = $2
		), decided as (
		    update stage set decided_on = $3 where id in (select a.after_id from stage_after a join this on this.id = a.stage_id)
		)
		insert into wake (process_id, cause) select process_id, 'bench' from this`, benchStage, b.year(i), b.today); err != nil {
		return gov.CaseID{}, store.Interpret(err)
	}
	b.in.engine.relay.Poke()
	var id gov.CaseID
	return id, b.until(ctx, func() (bool, error) {
		err := pool.QueryRow(ctx, `
			select c.id from case_file c join stage s on s.id = c.stage_id join cycle y on y.id = s.cycle_id
			where c.kind = 'stage' and c.state = 'open' and s.key = $1 and y.year = $2
			    and exists (select from case_file d where d.stage_id = s.id and d.kind = 'document')`,
			benchStage, b.year(i)).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return false, nil
		}
		return err == nil, err
	})
}

// until looks every few milliseconds, for half a minute.
func (b *bench) until(ctx context.Context, met func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		if ok, err := met(); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.New("it did not come to pass within half a minute")
		case <-tick.C:
		}
	}
}

// departments says for each document in which department it is drafted.
func (c *benchApproveCmd) departments() []int {
	units := make([]int, c.Documents)
	for i := range units {
		units[i] = 1 + i%benchUnits
		if shares(c.Documents).crowding(i) {
			units[i] = 1
		}
	}
	return units
}

// papers opens documents in the stages, moves each into its department, and lets the officers there submit them. Only
// the move is no act of the product: papers of a stage belong to its own unit.
func (b *bench) papers(ctx context.Context, stages []gov.CaseID, departments []int) ([]*paper, error) {
	papers := make([]*paper, len(departments))
	tasks, units := make([]string, len(departments)), make([]string, len(departments))
	for i := range papers {
		papers[i] = &paper{unit: departments[i]}
		name := fmt.Sprintf("bench-%05d", i) // before "document", the paper that the stage waits for
		out, err := b.in.engine.cases.Act(ctx, cases.Actor{System: true, Name: "gyeol"}, cases.Command{
			Case: stages[i%len(stages)], Verb: gov.VerbAdd, Key: uuid.NewString(),
			Body: fmt.Appendf(nil, `{"kind":"document","for":%q}`, name),
		})
		if err != nil {
			return nil, err
		}
		papers[i].task = out.Opened[0].ID.String()
		tasks[i], units[i] = papers[i].task, papers[i].department()
	}
	if _, err := b.in.engine.pool.Exec(ctx, benchMove, tasks, units, benchMatter); err != nil {
		return nil, store.Interpret(err)
	}
	return papers, b.each(papers, func(p *paper) error { return b.submit(ctx, p) })
}

const benchMove = `
	with moved as (
	    select t.id, t.case_id, m.unit from unnest($1::uuid[], $2::text[]) m(task, unit) join task t on t.id = m.task
	), files as (
	    update case_file set unit_id = m.unit from moved m where case_file.id = m.case_id
	), documents as (
	    update document set matter = $3, drafter_post = m.unit || '.officer' from moved m where document.case_id = m.case_id
	), tasks as (
	    update task set unit_id = m.unit from moved m where task.id = m.id
	)
	update task_actor set post_id = m.unit || '.officer' from moved m where task_actor.task_id = m.id`

// submit drafts a paper as the officer of its department, and reads what the signers will have seen.
func (b *bench) submit(ctx context.Context, p *paper) error {
	out, err := b.as(p.department()+".officer").Act(ctx, p.task, gov.VerbSubmit, client.ActOptions{Body: map[string]any{
		"title": "추진실적 보고", "body": map[string]any{"text": strings.Repeat("추진실적을 다음과 같이 보고하고자 합니다. ", 10)},
		"abstract": "추진실적", "keywords": []string{"평생교육"},
	}})
	if err != nil {
		return err
	}
	p.task = out.Opened[0].ID
	return b.in.engine.pool.QueryRow(ctx, "select encode(content_hash, 'hex') from case_file where id = $1",
		out.Case).Scan(&p.hash)
}

// each does something with every paper, a few at a time.
func (b *bench) each(papers []*paper, do func(*paper) error) error {
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for w := range errs {
		wg.Go(func() {
			for i := w; i < len(papers) && errs[w] == nil; i += len(errs) {
				errs[w] = do(papers[i])
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
