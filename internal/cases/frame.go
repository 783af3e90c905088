package cases

import (
	"context"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// OpenCycle asks for a year to begin. Its stages, their gates and their processes come into being in the same act, so
// that the graph is either there whole or not at all.
type OpenCycle struct {
	Name   string // of the cycle in the active pack
	Year   int
	Key    string
	Source string // the network address of the caller, for the record of refusals
}

// Open begins a cycle. The same name and year again under the same key answers with the recorded outcome.
func (s *Service) Open(ctx context.Context, actor Actor, o OpenCycle) (Outcome, error) {
	subject := Refusal{SubjectKind: "cycle", Subject: fmt.Sprintf("%s-%d", o.Name, o.Year), Verb: gov.VerbOpen, Source: o.Source}
	cmd := Command{Case: gov.NewCaseID(), Verb: gov.VerbOpen, Key: o.Key, Reason: subject.Subject}
	if err := cmd.check(); err != nil {
		return Outcome{}, s.refusedOn(ctx, actor, err, subject)
	}
	var out Outcome
	err := s.decided(ctx, func(tx *store.Tx) error {
		var err error
		out, err = s.openCycle(ctx, tx, actor, o)
		if err == nil {
			err = tx.Flush(ctx)
		}
		failpoint.Here("act.before_commit")
		return err
	})
	if err != nil {
		return Outcome{}, s.refusedOn(ctx, actor, err, subject)
	}
	failpoint.Here("act.after_commit")
	s.bell.Poke()
	return out, nil
}

func (s *Service) openCycle(ctx context.Context, tx *store.Tx, actor Actor, o OpenCycle) (Outcome, error) {
	clock, err := s.clock(ctx, tx)
	if err != nil {
		return Outcome{}, err
	}
	cmd := Command{Verb: gov.VerbOpen, Key: o.Key, Reason: fmt.Sprintf("%s %d", o.Name, o.Year)}
	ch := &change{svc: s, tx: tx, now: clock, actor: actor, cmd: cmd, machine: policies.MachineOf(gov.CaseCycle)}
	if known, err := ch.known(ctx); err != nil || known != nil {
		return deref(known), err
	}
	if err := ch.standing(ctx); err != nil {
		return Outcome{}, err
	}
	p, hash, err := s.rules.Active(ctx, tx, clock.today)
	if err != nil {
		return Outcome{}, err
	}
	rule, ok := p.Cycle(o.Name)
	if !ok {
		return Outcome{}, noRule("cycle", o.Name)
	}
	if _, err := pack.InForce("cycle/"+o.Name, rule.Ruled, clock.today); err != nil {
		return Outcome{}, err
	}
	unit, err := tx.Read.UnitOfPost(ctx, rule.Owner)
	if err != nil {
		return Outcome{}, fmt.Errorf("owner of cycle %s: %w", o.Name, err)
	}
	ch.c = db.CaseFile{
		ID: gov.NewCaseID(), Kind: gov.CaseCycle, CycleID: gov.NewCycleID(), ProcessID: gov.NewProcessID(),
		UnitID:  unit,
		Subject: fmt.Sprintf("%s-%d", o.Name, o.Year), Title: fmt.Sprintf("%d년 %s", o.Year, rule.Title),
		State: gov.Planned, Round: 1, PackHash: hash, OpenedOn: clock.today,
	}
	ch.post = rule.Owner
	if err := ch.mayOverrule(); err != nil {
		return Outcome{}, err
	}
	ch.move, _ = ch.machine.Find(gov.Planned, gov.VerbOpen)
	ch.to, ch.seq = gov.Open, 1
	if err := ch.layOut(ctx, rule, o.Year); err != nil {
		return Outcome{}, err
	}
	return ch.write(ctx)
}

// layOut writes the cycle, its case and process, and every stage round with its gates.
func (ch *change) layOut(ctx context.Context, rule policies.CycleRule, year int) error {
	w := ch.tx.Write
	if err := w.InsertProcess(ctx, db.InsertProcessParams{
		ID: ch.c.ProcessID, Kind: gov.ProcessCycle, WorkflowID: fmt.Sprintf("cycle/%s/%d", rule.Cycle, year),
		OwnerPost: rule.Owner,
	}); err != nil {
		return err
	}
	if err := w.InsertCycle(ctx, db.InsertCycleParams{
		ID: ch.c.CycleID, Name: rule.Cycle, Year: int32(year), Title: ch.c.Title, PackHash: ch.c.PackHash,
		OwnerPost: rule.Owner,
	}); err != nil {
		return err
	}
	if err := w.InsertCase(ctx, caseParams(ch.c)); err != nil {
		return err
	}
	rounds, err := ch.layStages(ctx, rule, year)
	if err != nil {
		return err
	}
	return ch.layGates(ctx, rule, rounds)
}

func caseParams(c db.CaseFile) db.InsertCaseParams {
	return db.InsertCaseParams{
		ID: c.ID, Kind: c.Kind, CycleID: c.CycleID, StageID: c.StageID, ProcessID: c.ProcessID, UnitID: c.UnitID,
		OtherUnit: c.OtherUnit, Subject: c.Subject, Title: c.Title, State: c.State, PackHash: c.PackHash,
		OpenedOn: c.OpenedOn,
	}
}

// layStages writes each stage, round by round, with the dates of the year.
func (ch *change) layStages(ctx context.Context, rule policies.CycleRule, year int) (map[string][]gov.StageID, error) {
	rounds := map[string][]gov.StageID{}
	for i, sr := range rule.Stages {
		for _, r := range policies.Rounds(sr, year) {
			p, err := ch.pack(ctx)
			if err != nil {
				return nil, err
			}
			body := bodyOf(p, sr)
			dates, err := policies.Dates(r.Stage, year, body, ch.svc.rules.Calendar())
			if err != nil {
				return nil, err
			}
			id, err := ch.layStage(ctx, stageLayout{rule: rule, stage: sr, round: r.No, ordinal: i, year: year, dates: dates})
			if err != nil {
				return nil, err
			}
			rounds[sr.ID] = append(rounds[sr.ID], id)
		}
	}
	return rounds, nil
}

type stageLayout struct {
	rule    policies.CycleRule
	stage   policies.StageRule
	round   int
	ordinal int
	year    int
	dates   policies.StageDates
}

// layStage writes one round of a stage: the row, its own process, its case, its counter, and a first wake.
func (ch *change) layStage(ctx context.Context, l stageLayout) (gov.StageID, error) {
	id, process := gov.NewStageID(), gov.NewProcessID()
	w := ch.tx.Write
	if err := w.InsertProcess(ctx, db.InsertProcessParams{
		ID: process, Kind: gov.ProcessKind(l.stage.Kind), WorkflowID: workflowID(l), OwnerPost: l.rule.Owner,
	}); err != nil {
		return id, err
	}
	if err := w.InsertStage(ctx, db.InsertStageParams{
		ID: id, CycleID: ch.c.CycleID, Key: l.stage.ID, Round: int32(l.round), Kind: l.stage.Kind, Title: l.stage.Title,
		AboutYear: int32(l.year + l.stage.Year), Ordinal: int32(l.ordinal), OpensOn: l.dates.Opens,
		DueOperative: l.dates.DueOperative, DueLegal: l.dates.DueLegal, HoldOn: l.dates.Hold,
		CallBy: l.dates.CallBy, Ladder: l.stage.Ladder,
	}); err != nil {
		return id, err
	}
	if err := w.InsertCase(ctx, db.InsertCaseParams{
		ID: gov.NewCaseID(), Kind: gov.CaseStage, CycleID: ch.c.CycleID, StageID: id, ProcessID: process,
		UnitID:  ch.c.UnitID,
		Subject: l.stage.ID, Title: l.stage.Title, State: gov.Planned, PackHash: ch.c.PackHash, OpenedOn: ch.now.today,
	}); err != nil {
		return id, err
	}
	if err := w.CountOne(ctx, db.CountOneParams{StageID: id, Asked: 0}); err != nil {
		return id, err
	}
	return id, w.InsertWake(ctx, db.InsertWakeParams{ProcessID: process, Cause: "cycle opened"})
}

// layGates writes which rounds a stage waits for: the same round of a stage that repeats alike, else every round.
func (ch *change) layGates(ctx context.Context, rule policies.CycleRule, rounds map[string][]gov.StageID) error {
	for _, sr := range rule.Stages {
		for _, after := range sr.After {
			for i, id := range rounds[sr.ID] {
				for _, gate := range gatesOfRound(rounds[after], i, len(rounds[sr.ID])) {
					if err := ch.tx.Write.InsertStageAfter(ctx, db.InsertStageAfterParams{StageID: id, AfterID: gate}); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// gatesOfRound are the rounds that round i of so many waits for.
func gatesOfRound(gates []gov.StageID, i, of int) []gov.StageID {
	if len(gates) == of {
		return gates[i : i+1]
	}
	return gates
}

// workflowID names the process of a stage as design §3 does.
func workflowID(l stageLayout) string {
	cycle, key := fmt.Sprintf("%s-%d", l.rule.Cycle, l.year), l.stage.ID
	if l.round > 1 {
		key = fmt.Sprintf("%s.%d", key, l.round)
	}
	prefix := map[gov.StageKind]string{
		gov.StageDeliberate: "meeting", gov.StageConsult: "consultation", gov.StageApprove: "document",
		gov.StageFile: "filing", gov.StageMonitor: "monitoring", gov.StageAward: "award",
	}[l.stage.Kind]
	if prefix == "" {
		prefix = "stage"
	}
	return prefix + "/" + cycle + "/" + key
}
