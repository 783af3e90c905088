package cases

import (
	"context"
	"errors"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// roleName is the Korean word for a role.
func roleName(r policies.Role) string {
	names := map[policies.Role]string{
		policies.RoleUnitOfficer: "부서 담당자", policies.RoleUnitHead: "부서장", policies.RoleCoordinator: "총괄부서 담당자",
		policies.RoleOtherOfficer: "상대 기관 담당자", policies.RoleLineCell: "결재선의 현재 결재자", policies.RoleDrafter: "기안자",
		policies.RoleSecretary: "위원회 간사", policies.RoleMembers: "위원", policies.RoleExpert: "모니터링 위원",
		policies.RoleJury: "심사위원", policies.RoleReader: "공람자", policies.RoleAwardOfficer: "포상 담당자",
		policies.RoleOwner: "절차 책임자", policies.RoleUnitLine: "부서 결재선의 현재 결재자",
		policies.RoleTouched: "관련 부서 담당자", policies.RoleDateOwner: "기한을 정한 담당자",
	}
	return names[r]
}

// resolve finds the posts or persons behind a role, on the date of the act.
func (ch *change) resolve(ctx context.Context, spec policies.TaskSpec) ([]taskPlan, error) {
	switch spec.Role {
	case policies.RoleUnitOfficer:
		return ch.ownOfficers(ctx)
	case policies.RoleOtherOfficer:
		return ch.officers(ctx, ch.c.OtherUnit)
	case policies.RoleCoordinator:
		return ch.coordinators(ctx)
	case policies.RoleUnitHead:
		head, err := ch.headOf(ctx, ch.c.UnitID)
		return onePost(head), err
	case policies.RoleOwner:
		p, err := ch.tx.Read.GetProcess(ctx, ch.c.ProcessID)
		return onePost(p.OwnerPost), err
	case policies.RoleDrafter, policies.RoleLineCell:
		return ch.signers(ctx, spec.Role)
	case policies.RoleUnitLine:
		return ch.unitSigners(ctx)
	case policies.RoleSecretary, policies.RoleMembers:
		return ch.bodyRoles(ctx, spec.Role)
	case policies.RoleExpert:
		op, err := ch.tx.Read.GetOpinion(ctx, ch.c.ID)
		return []taskPlan{{persons: []gov.PersonID{op.ExpertID}, cell: op.ExpertSlug}}, err
	case policies.RoleJury, policies.RoleAwardOfficer:
		return ch.awardRoles(ctx, spec.Role)
	case policies.RoleReader, policies.RoleTouched, policies.RoleDateOwner: // asked by name, by an act
	}
	return nil, fmt.Errorf("no such role %q", spec.Role)
}

func onePost(p gov.PostID) []taskPlan {
	if p == "" {
		return []taskPlan{{}}
	}
	return []taskPlan{{posts: []gov.PostID{p}}}
}

// ownOfficers asks the officers of the case's unit; where it has ended in mid-collection, those of the unit that has
// handed in for it.
func (ch *change) ownOfficers(ctx context.Context) ([]taskPlan, error) {
	plans, err := ch.officers(ctx, ch.c.UnitID)
	if err != nil || ch.c.Kind != gov.CaseSubmission || len(plans) != 1 || len(plans[0].posts) > 0 {
		return plans, err
	}
	heirs, err := ch.tx.Read.HeirOf(ctx, ch.c.ID)
	if err != nil || len(heirs) == 0 {
		return plans, err
	}
	return ch.officers(ctx, heirs[0])
}

// officers asks all officers of a unit together: who takes it up does it. A unit without officers is asked at its head.
func (ch *change) officers(ctx context.Context, unit gov.UnitID) ([]taskPlan, error) {
	posts, err := ch.tx.Read.OfficersOf(ctx, db.OfficersOfParams{UnitID: unit, Day: ch.now.today})
	if err != nil {
		return nil, err
	}
	if len(posts) > 0 {
		return []taskPlan{{posts: posts}}, nil
	}
	head, err := ch.headOf(ctx, unit)
	return onePost(head), err
}

func (ch *change) headOf(ctx context.Context, unit gov.UnitID) (gov.PostID, error) {
	head, err := ch.tx.Read.HeadOf(ctx, db.HeadOfParams{UnitID: unit, Day: ch.now.today})
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return "", nil
	}
	return head, err
}

// coordinators are the officers of the unit that owns the cycle; beside the year, those of the case's own unit.
func (ch *change) coordinators(ctx context.Context) ([]taskPlan, error) {
	unit := ch.c.UnitID
	cycle, err := ch.cycleRow(ctx)
	if err != nil {
		return nil, err
	}
	if cycle != nil {
		if unit, err = ch.tx.Read.UnitOfPost(ctx, cycle.OwnerPost); err != nil {
			return nil, err
		}
	}
	return ch.officers(ctx, unit)
}

func (ch *change) bodyRoles(ctx context.Context, role policies.Role) ([]taskPlan, error) {
	m, err := ch.tx.Read.GetMeeting(ctx, ch.c.ID)
	if err != nil {
		return nil, err
	}
	if role == policies.RoleSecretary {
		body, err := ch.body(ctx, m.BodyID)
		return onePost(body.Secretary), err
	}
	return ch.members(ctx, m.BodyID)
}

// members gives each member of a body a task of his own, so that every ballot and answer is one person's.
func (ch *change) members(ctx context.Context, body gov.BodyID) ([]taskPlan, error) {
	rows, err := ch.tx.Read.MembersOf(ctx, db.MembersOfParams{BodyID: body, Day: ch.now.today})
	if err != nil {
		return nil, err
	}
	out := make([]taskPlan, len(rows))
	for i, r := range rows {
		out[i] = taskPlan{cell: r.Member}
		if r.PostID != "" {
			out[i].posts = []gov.PostID{r.PostID}
		} else {
			out[i].persons = []gov.PersonID{r.PersonID}
		}
	}
	return out, nil
}

func (ch *change) awardRoles(ctx context.Context, role policies.Role) ([]taskPlan, error) {
	n, err := ch.tx.Read.GetNomination(ctx, ch.c.ID)
	if err != nil {
		return nil, err
	}
	p, err := ch.pack(ctx)
	if err != nil {
		return nil, err
	}
	award, ok := p.Award(n.Programme)
	if !ok {
		return nil, noRule("award", n.Programme)
	}
	if role == policies.RoleAwardOfficer {
		return onePost(award.Officer), nil
	}
	return ch.members(ctx, award.Jury)
}

func (ch *change) signers(ctx context.Context, role policies.Role) ([]taskPlan, error) {
	doc, err := ch.document(ctx)
	if err != nil {
		return nil, err
	}
	if role == policies.RoleDrafter {
		return onePost(doc.DrafterPost), nil
	}
	line, err := ch.line(ctx)
	if err != nil {
		return nil, err
	}
	return ch.signerPlans(ctx, policies.Current(line))
}
