package cases

import (
	"context"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// ties is what the schema needs to know of a viewer to work out his ties to cases (the functions ties_of and ties_on).
type ties struct {
	person pgtype.UUID
	posts  []string
	units  []string
	stands []pgtype.UUID // cases with a task that waits for him in another's place
	vacant []pgtype.UUID // cases with a task that waits for a post of his unit that nobody holds
	bound  []string      // the body to which he was invited, and the one round or meeting of it; empty: no such bound
}

// ties of the viewer today.
func (r reading) ties(ctx context.Context) (ties, error) { return r.tiesSince(ctx, gov.Date{}) }

// tiesSince adds the cases whose task was closed on a day or later: that it is done is news to whoever stood in.
func (r reading) tiesSince(ctx context.Context, since gov.Date) (ties, error) {
	t := ties{
		person: uid(r.v.person), posts: r.v.posts, units: r.v.units, stands: []pgtype.UUID{}, vacant: []pgtype.UUID{},
		bound: []string{},
	}
	if r.v.body != "" {
		t.bound = []string{string(r.v.body), textOrNone(r.v.stage), textOrNone(r.v.meet)}
	}
	tasks, err := r.behalfSince(ctx, since)
	for _, b := range tasks {
		if b.Kind == "vacant" {
			t.vacant = append(t.vacant, uid(b.CaseID))
		} else {
			t.stands = append(t.stands, uid(b.CaseID))
		}
	}
	return t, err
}

// may asks the rules of access about the installation.
func (v viewer) may(action string) bool {
	ok, _ := v.judge(action, nil)
	return ok
}

// mayWith asks the rules of access about a case.
func (v viewer) mayWith(action string, f pack.File) bool {
	ok, _ := v.judge(action, &f)
	return ok
}

// judge is the one place where a reading is decided, by the access rules of the pack in force. Before there is one
// nothing is allowed.
func (v viewer) judge(action string, f *pack.File) (bool, []gov.Reason) {
	if v.rules == nil {
		return false, []gov.Reason{{Rule: "access/none", Text: "시행 중인 규칙 묶음이 없어 허용할 수 없습니다."}}
	}
	return v.rules.Judge(pack.Request{Viewer: v.as, Action: action, File: f})
}

// cells are the answers to the viewer by which a list of cases is filtered.
func (v viewer) cells(action string, kinds ...gov.CaseKind) pack.Cells {
	if v.rules == nil {
		return pack.Cells{Keys: []string{}, Bits: [][]byte{}}
	}
	return v.rules.Cells(v.as, action, kinds...)
}

// must refuses whoever is allowed an action by no rule.
func (v viewer) must(action string) error {
	ok, reasons := v.judge(action, nil)
	if ok {
		return nil
	}
	e := gov.Refuse(gov.CodeForbidden, "담당 직무가 있는 직위만 볼 수 있는 자료입니다. 총괄부서에 문의하십시오.",
		"only posts with the duty may see this")
	e.Reasons = reasons
	return e
}

// fileOf is what the rules of access see of a case that was read.
func fileOf(c db.ViewCaseRow) pack.File {
	return pack.File{
		Kind: c.Kind, State: c.State, Disclosure: gov.Disclosure(c.Disclosure), Ties: policies.Tie(c.Ties),
	}
}

// listed is the same of a case in a list.
func listed(c db.ViewCasesRow) pack.File {
	return pack.File{
		Kind: c.Kind, State: c.State, Disclosure: gov.Disclosure(c.Disclosure), Ties: policies.Tie(c.Ties),
	}
}

// seen reads a case that the viewer may see. Of one that is not there and one that he may not see it asks the same, and
// answers the same: gov.ErrNotFound.
func (r reading) seen(ctx context.Context, id gov.CaseID) (db.ViewCaseRow, error) {
	return r.allowed(ctx, policies.ActSee, id)
}

// followed reads a case that the viewer may follow, with all that was done to it; gov.ErrNotFound otherwise. Whoever
// was sent a paper sees it and does not follow it.
func (r reading) followed(ctx context.Context, id gov.CaseID) (db.ViewCaseRow, error) {
	return r.allowed(ctx, policies.ActFollow, id)
}

func (r reading) allowed(ctx context.Context, action string, id gov.CaseID) (db.ViewCaseRow, error) {
	t, err := r.ties(ctx)
	if err != nil {
		return db.ViewCaseRow{}, err
	}
	return r.allowedWith(ctx, action, id, t)
}

func (r reading) allowedWith(ctx context.Context, action string, id gov.CaseID, t ties) (db.ViewCaseRow, error) {
	c, err := r.q.ViewCase(ctx, db.ViewCaseParams{
		ID: id, Person: t.person, Posts: t.posts, Units: t.units, Stands: t.stands, Vacant: t.vacant, Bound: t.bound,
	})
	if err != nil {
		return db.ViewCaseRow{}, store.Interpret(err)
	}
	if !r.v.mayWith(action, fileOf(c)) {
		return db.ViewCaseRow{}, gov.ErrNotFound
	}
	return c, nil
}

// follows reports whether the viewer may follow a case that he sees.
func (v viewer) follows(c db.ViewCaseRow) bool { return v.mayWith(policies.ActFollow, fileOf(c)) }

// unmasked reports whether the viewer is shown what a case holds of a nominee (개인정보 보호법 제23조). To see every case is
// no reason to see every person.
func (v viewer) unmasked(f pack.File) bool { return v.mayWith(policies.ActReadNominee, f) }

// atWork are the ties of whoever works on a case himself or in another's place.
const atWork = policies.Holder | policies.Worked | policies.StandsIn | policies.Vacant | policies.SignedFor |
	policies.OnLine

// own reports whether a nomination is one's own: one's unit made it and one worked on it. To read it again is no access
// to the data of others.
func own(f pack.File) bool { return f.Ties&atWork != 0 && f.Ties&policies.OwnUnit != 0 }
