package check

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/policies"
)

// sat is a meeting with what it was held on, worked out anew beside what it recorded.
type sat struct {
	id        gov.CaseID
	name      string
	state     gov.State
	body      gov.BodyID
	pack      []byte
	hold      gov.Date
	callBy    gov.Date
	called    gov.Date
	arrived   gov.Date
	held      gov.Date
	urgent    string
	presiding string

	inOffice, present, quorum *int32 // as recorded
	seats, came               int32  // counted: seats in force and filled on the day, members marked present
	presides                  bool   // whoever presided was present
}

// readMeetings checks every meeting, one after the other.
func readMeetings(ctx context.Context, r *reader, c *Check) error {
	var all []sat
	err := r.each(ctx, read("meetings"), func(rows pgx.Rows) error {
		var m sat
		if err := rows.Scan(&m.id, &m.name, &m.state, &m.body, &m.pack, &m.hold, &m.callBy, &m.called, &m.arrived,
			&m.held, &m.urgent, &m.presiding, &m.inOffice, &m.present, &m.quorum, &m.seats, &m.came, &m.presides); err != nil {
			return err
		}
		all = append(all, m)
		return nil
	})
	if err != nil {
		return err
	}
	for _, m := range all {
		c.Examined++
		if err := m.check(ctx, r, c); err != nil {
			return err
		}
	}
	return nil
}

func (m sat) check(ctx context.Context, r *reader, c *Check) error {
	p, err := r.pack(ctx, m.pack)
	if err != nil {
		return err
	}
	body, ok := p.Body(m.body)
	if !ok {
		c.find(m.name, "규정 묶음에 회의체 %[1]s이(가) 없습니다 (its pack knows no body %[1]s)", m.body)
		return nil
	}
	m.checkCall(c, policies.CallBy(m.hold, &body, r.cal))
	if m.held.IsZero() {
		return nil
	}
	m.checkQuorum(c)
	return m.checkVotes(ctx, r, c)
}

// checkCall works out anew by when the notice had to be there (서울특별시 각종 위원회의 설치ㆍ운영에 관한 조례
// 제10조제1항).
func (m sat) checkCall(c *Check, by gov.Date) {
	if m.callBy != by {
		c.find(m.name, "소집통지 기한이 %[1]s로 기록되었으나 규정으로는 %[2]s입니다 (call by %[1]s, the rule says %[2]s)", m.callBy, by)
	}
	if m.called.IsZero() {
		if !m.held.IsZero() {
			c.find(m.name, "소집통지 없이 열렸습니다 (held without a call)")
		}
		return
	}
	if m.arrived.Before(m.called) {
		c.find(m.name, "통지가 %[1]s에 나갔는데 %[2]s에 도달했습니다 (called on %[1]s, arrived on %[2]s)", m.called, m.arrived)
	}
	if m.arrived.After(by) && m.urgent == "" {
		c.find(m.name, "통지가 %[1]s에 도달했으나 기한은 %[2]s이고 긴급 사유가 없습니다 (arrived on %[1]s, due by %[2]s, no urgent reason)",
			m.arrived, by)
	}
	if m.held.Before(m.hold) && !m.held.IsZero() {
		c.find(m.name, "통지한 회의일 %[1]s 전인 %[2]s에 열렸습니다 (held on %[2]s, before the announced %[1]s)", m.hold, m.held)
	}
}

// checkQuorum counts seats and members present anew (같은 조례 제10조제2항).
func (m sat) checkQuorum(c *Check) {
	if n := number(m.inOffice); n != m.seats {
		c.find(m.name, "재적위원이 %[1]d명으로 기록되었으나 %[2]d명입니다 (%[1]d members in office recorded, %[2]d hold seats)",
			n, m.seats)
	}
	if n := number(m.present); n != m.came {
		c.find(m.name, "출석위원이 %[1]d명으로 기록되었으나 %[2]d명입니다 (%[1]d present recorded, %[2]d are marked present)", n, m.came)
	}
	o := m.opening()
	if n := number(m.quorum); n != int32(o.Needed) {
		c.find(m.name, "정족수가 %[1]d명으로 기록되었으나 %[2]d명입니다 (quorum %[1]d recorded, the rule says %[2]d)", n, o.Needed)
	}
	if met := m.state != gov.NoQuorum; met != o.Met && m.state != gov.Missing {
		c.find(m.name, "출석 %[1]d명, 정족수 %[2]d명인데 상태는 %[3]s입니다 (present %[1]d of %[2]d needed, yet it is %[3]s)",
			o.Present, o.Needed, m.state)
	}
	if m.state != gov.NoQuorum && !m.presides {
		c.find(m.name, "회의를 진행한 %[1]q이(가) 출석하지 않았습니다 (%[1]q presided and was not present)", m.presiding)
	}
}

func (m sat) opening() policies.Opening { return policies.Quorum(int(m.seats), int(m.came)) }

// item is an agenda item with its ballots counted anew.
type item struct {
	name                                          string
	result                                        string
	present, yes, no, abstain, recused, needed    *int32
	countYes, countNo, countAbstain, countRecused int
}

// checkVotes counts every item anew.
func (m sat) checkVotes(ctx context.Context, r *reader, c *Check) error {
	resolved := m.state == gov.Resolved || m.state == gov.MinutesOut
	items := 0
	err := r.each(ctx, read("items", m.id), func(rows pgx.Rows) error {
		var i item
		if err := rows.Scan(&i.name, &i.result, &i.present, &i.yes, &i.no, &i.abstain, &i.recused, &i.needed,
			&i.countYes, &i.countNo, &i.countAbstain, &i.countRecused); err != nil {
			return err
		}
		items++
		c.Examined++
		i.name = m.name + " 안건 " + i.name
		if m.state == gov.Missing && i.result == "" {
			return nil // ended by its stage before it resolved
		}
		i.check(c, m.opening(), resolved)
		return nil
	})
	if resolved && items == 0 {
		c.find(m.name, "안건 없이 의결했습니다 (resolved without an item)")
	}
	return err
}

func (i item) check(c *Check, o policies.Opening, resolved bool) {
	cast := i.countYes + i.countNo + i.countAbstain + i.countRecused
	if !o.Met && (i.result != "" || cast > 0) {
		c.find(i.name, "성원이 되지 않았는데 표결 %[1]d건, 결과 %[2]q이(가) 있습니다 (no quorum, yet %[1]d ballots and the result %[2]q)",
			cast, i.result)
		return
	}
	if i.result == "" {
		if resolved {
			c.find(i.name, "의결된 회의의 안건에 결과가 없습니다 (the meeting resolved, this item has no result)")
		}
		return
	}
	if cast == 0 {
		c.find(i.name, "표결 없이 결과 %[1]q이(가) 있습니다 (the result %[1]q without a ballot)", i.result)
	}
	want := policies.Resolve(o, policies.Ballots{
		Yes: i.countYes, No: i.countNo, Abstain: i.countAbstain, Recused: i.countRecused,
	})
	have := policies.Resolution{
		Present: whole(i.present), Yes: whole(i.yes), No: whole(i.no), Abstain: whole(i.abstain),
		Recused: whole(i.recused), Needed: whole(i.needed), Passed: want.Passed, Deferred: want.Deferred,
	}
	if have != want {
		c.find(i.name,
			"집계가 표결과 다릅니다: 기록 %[1]s, 표결 %[2]s (the count differs from the ballots: recorded %[1]s, cast %[2]s)",
			counts(have), counts(want))
	}
	if got := outcome(i.result); got != verdict(want) {
		c.find(i.name, "결과 %[1]q이(가) 표결(%[2]s)과 맞지 않습니다 (the result %[1]q, the ballots say %[2]s)",
			i.result, verdict(want))
	}
}

func counts(r policies.Resolution) string {
	return fmt.Sprintf("출석 %d/찬성 %d/반대 %d/기권 %d/회피 %d/의결정족수 %d", r.Present, r.Yes, r.No, r.Abstain, r.Recused, r.Needed)
}

// outcome takes the manner in which an item passed off its result.
func outcome(result string) string {
	switch result {
	case "passed_as_is", "passed_amended", "passed_with_conditions":
		return "passed"
	}
	return result
}

func verdict(r policies.Resolution) string {
	switch {
	case r.Deferred:
		return "deferred"
	case r.Passed:
		return "passed"
	}
	return "rejected"
}

func number(n *int32) int32 {
	if n == nil {
		return -1
	}
	return *n
}

func whole(n *int32) int { return int(number(n)) }
