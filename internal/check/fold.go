package check

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/policies"
)

// folded is a case with what its acts have added up to so far.
type folded struct {
	name    string
	kind    gov.CaseKind
	state   gov.State // as the row has it
	seq     int32
	round   int32
	closed  gov.Date
	opened  gov.Date
	machine *policies.Machine

	at     gov.State // as the acts have it
	acts   int32
	rounds int32
	last   gov.Date
	broken bool // a number is missing: what follows from that is told once
}

// foldedAct is one act of it; seq is nil for a case without acts.
type foldedAct struct {
	seq                      *int32
	verb, from, to           *string
	round                    *int32
	actor, reason            *string
	day                      gov.Date
	saidVerb, saidFrom, said *string // in the outcome that the key answers with
	saidSeq                  *string
}

// foldCases walks every case through its acts by the transition table of its kind.
func foldCases(ctx context.Context, r *reader, c *Check) error {
	var now folded
	var present string
	err := r.each(ctx, read("acts"), func(rows pgx.Rows) error {
		var id string
		var f folded
		var a foldedAct
		if err := rows.Scan(&id, &f.name, &f.kind, &f.state, &f.seq, &f.round, &f.closed, &f.opened,
			&a.seq, &a.verb, &a.from, &a.to, &a.round, &a.actor, &a.reason, &a.day,
			&a.saidVerb, &a.saidFrom, &a.said, &a.saidSeq); err != nil {
			return err
		}
		if id != present {
			now.finish(c)
			f.begin(c)
			now, present = f, id
		}
		if a.seq != nil {
			c.Examined++
			now.add(c, a)
		}
		return nil
	})
	now.finish(c)
	return err
}

func (f *folded) begin(c *Check) {
	c.Examined++
	f.rounds = 1
	if f.machine = policies.MachineOf(f.kind); f.machine == nil {
		c.find(f.name, "사안의 종류 %[1]s을(를) 모릅니다 (no machine knows the kind %[1]s)", f.kind)
		return
	}
	f.at = f.machine.Initial
}

// add takes the next act, and says what of it the table does not know.
func (f *folded) add(c *Check, a foldedAct) {
	f.acts++
	f.last = a.day
	if f.machine == nil || f.broken {
		return
	}
	seq, verb, from, to := *a.seq, gov.Verb(*a.verb), gov.State(*a.from), gov.State(*a.to)
	if seq != f.acts {
		c.find(f.name, "행위 %[1]d번이 없고 %[2]d번이 있습니다 (act %[1]d is missing, act %[2]d follows)", f.acts, seq)
		f.broken = true
		return
	}
	if from != f.at {
		c.find(f.name,
			"행위 %[1]d번(%[2]s)은 상태 %[3]s에서 시작하지만 그 앞은 %[4]s입니다 (act %[1]d starts from %[3]s, before it stood %[4]s)",
			seq, verb, from, f.at)
	}
	move, ok := f.machine.Find(from, verb)
	if beside, known := f.machine.Beside(from, verb); !ok { // with a task, in any kind: the case stays as it is
		move, ok = beside, known
	}
	if !ok || !slices.Contains(move.To, to) {
		c.find(f.name, "행위 %[1]d번: %[2]s에서 %[3]s(으)로 %[4]s할 수 없습니다 (act %[1]d: no move from %[2]s to %[3]s by %[4]s)",
			seq, from, to, verb)
	}
	f.judge(c, a, move)
	f.at = to
}

// judge looks at who acted, why, in which round, and what the act's key would answer today.
func (f *folded) judge(c *Check, a foldedAct, move policies.Move) {
	seq := *a.seq
	if move.System && *a.actor != "system" {
		c.find(f.name, "행위 %[1]d번(%[2]s)은 시스템만 할 수 있습니다 (act %[1]d %[2]s is the system's alone)", seq, *a.verb)
	}
	if move.Reason && *a.reason == "" {
		c.find(f.name, "행위 %[1]d번(%[2]s)에 사유가 없습니다 (act %[1]d %[2]s has no reason)", seq, *a.verb)
	}
	if f.newRound(a, move) {
		f.rounds++
	}
	if *a.round != f.rounds {
		c.find(f.name, "행위 %[1]d번의 차수 %[2]d은(는) %[3]d이어야 합니다 (act %[1]d is in round %[2]d, the acts make it %[3]d)",
			seq, *a.round, f.rounds)
		f.rounds = *a.round
	}
	if orDash(a.saidVerb) != *a.verb || orDash(a.saidFrom) != *a.from || orDash(a.said) != *a.to ||
		orDash(a.saidSeq) != decimal(seq) {
		c.find(f.name, "행위 %[1]d번의 결과 기록이 행위와 다릅니다 (the recorded outcome of act %[1]d tells another story)", seq)
	}
}

// newRound reports whether a round begins. An agreement whose term renews itself begins one too: the table has one row
// for both ends of a term.
func (f *folded) newRound(a foldedAct, move policies.Move) bool {
	renewed := f.kind == gov.CaseAgreement && *a.verb == string(gov.VerbExpire) && *a.to == string(gov.InForce)
	return move.NewRound || renewed
}

// finish compares the row with the fold.
func (f *folded) finish(c *Check) {
	if f.machine == nil || f.broken {
		return
	}
	if f.state != f.at {
		c.find(f.name, "상태가 %[1]s이지만 행위의 합은 %[2]s입니다 (state %[1]s, its acts add up to %[2]s)", f.state, f.at)
	}
	if f.seq != f.acts {
		c.find(f.name, "마지막 행위 번호가 %[1]d이지만 행위는 %[2]d건입니다 (seq %[1]d, it has %[2]d acts)", f.seq, f.acts)
	}
	if f.round != f.rounds {
		c.find(f.name, "차수가 %[1]d이지만 행위의 합은 %[2]d입니다 (round %[1]d, its acts add up to %[2]d)", f.round, f.rounds)
	}
	var want gov.Date
	if f.machine.IsFinal(f.at) {
		want = f.last
	}
	if f.closed != want {
		c.find(f.name, "종결일이 %[1]q이지만 %[2]q이어야 합니다 (closed on %[1]q, its acts say %[2]q)", f.closed, want)
	}
}
