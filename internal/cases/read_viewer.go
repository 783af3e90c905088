package cases

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies/pack"
)

// viewer is who looks: the posts he holds today, their units, and the duties those posts carry. Whoever is inside sees
// what his units and his tasks concern; coordinators and auditors see everything.
type viewer struct {
	person  gov.PersonID
	visit   Visit
	today   gov.Date
	at      time.Time // wall time of the reading
	posts   []string
	units   []string
	duties  []string
	insider bool
	body    gov.BodyID  // the only one whose cases an invited member sees; empty: no such bound
	stage   gov.StageID // of those, the only round; zero: every round
	meet    gov.CaseID  // of those, the only meeting; zero: every meeting

	awardData func() bool // a rule of access lets one of his posts read what nominations hold of persons; asked once
}

// viewerOf reads the standing of a person today, in one query.
func (s *Service) viewerOf(ctx context.Context, q *db.Queries, actor Actor) (viewer, error) {
	rows, err := q.ViewStanding(ctx, actor.Person)
	if err != nil {
		return viewer{}, store.Interpret(err)
	}
	v := viewer{person: actor.Person, visit: actor.Visit, posts: []string{}, units: []string{}, body: actor.Body}
	v.stage, v.meet = actor.Stage, actor.Meet
	for _, r := range rows {
		v.today, v.at = r.Day, r.At
		if r.PostID == "" {
			continue
		}
		v.posts = append(v.posts, string(r.PostID))
		if !slices.Contains(v.units, string(r.UnitID)) {
			v.units = append(v.units, string(r.UnitID))
		}
		v.insider = v.insider || inside(gov.UnitKind(r.UnitKind))
	}
	if len(rows) > 0 {
		if err := s.keepUp(ctx, q, rows[0].Calendar); err != nil {
			return v, err
		}
	}
	if len(rows) == 0 || len(rows[0].PackHash) == 0 || v.body != "" {
		return v, nil // whoever was invited to a body has no duty beside it
	}
	p, err := s.rules.Of(ctx, q, rows[0].PackHash)
	if err != nil {
		return v, err
	}
	for _, post := range v.posts {
		v.duties = append(v.duties, p.DutiesOf(gov.PostID(post))...)
	}
	v.awardData = sync.OnceValue(func() bool { return v.may(p, "read_award_data") })
	return v, nil
}

// inside reports whether a unit belongs to the administration, rather than sitting across the table from it.
func inside(k gov.UnitKind) bool {
	switch k {
	case gov.UnitCity, gov.UnitBureau, gov.UnitDivision, gov.UnitTeam, gov.UnitInstitute, gov.UnitAffiliated,
		gov.UnitDistrict, gov.UnitEducationOffice, gov.UnitDistrictEdOffice:
		return true
	case gov.UnitCouncilCommittee, gov.UnitMinistry, gov.UnitOutside:
	}
	return false
}

func (v viewer) has(duty string) bool { return slices.Contains(v.duties, duty) }

// may reports whether a rule of access lets one of the viewer's posts do something.
func (v viewer) may(p *pack.Pack, action string) bool {
	return slices.ContainsFunc(v.posts, func(post string) bool {
		ok, _ := p.Judge(pack.Request{Post: gov.PostID(post), Action: action})
		return ok
	})
}

// everything reports whether the viewer's duty is to see all cases.
func (v viewer) everything() bool { return v.has("coordinator") || v.has("auditor") }

// must refuses whoever lacks every one of the duties.
func (v viewer) must(duties ...string) error {
	for _, d := range duties {
		if v.has(d) {
			return nil
		}
	}
	e := gov.Refuse(gov.CodeForbidden, "담당 직무가 있는 직위만 볼 수 있는 자료입니다. 총괄부서에 문의하십시오.",
		"only posts with the duty may see this")
	e.Reasons = []gov.Reason{lacksDuty(duties...)}
	return e
}

// mayKnow answers whoever may not see the case that he names as if it were not there: a refusal would tell its state.
func (ch *change) mayKnow(ctx context.Context) error {
	if ch.cmd.Case.IsZero() {
		return nil // it is about to come into being
	}
	v, err := ch.svc.viewerOf(ctx, ch.tx.Read, ch.actor)
	if err != nil {
		return err
	}
	_, err = reading{s: ch.svc, q: ch.tx.Read, v: v}.seen(ctx, ch.cmd.Case)
	return err
}

// uid is the form in which a query takes an id that no column types.
func uid(id [16]byte) pgtype.UUID { return pgtype.UUID{Bytes: id, Valid: true} }

// orNull is uid, and a zero id is none.
func orNull(id [16]byte) pgtype.UUID { return pgtype.UUID{Bytes: id, Valid: id != [16]byte{}} }

func uids[T ~[16]byte](ids []T) []pgtype.UUID {
	out := make([]pgtype.UUID, len(ids))
	for i, id := range ids {
		out[i] = uid(id)
	}
	return out
}

// everyID sorts after all ids.
var everyID = uid([16]byte{
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
})

// mark is a place in a list, given out as an opaque cursor.
func mark(sort string, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(sort + "|" + id))
}

// place reads a cursor back.
func place(cursor string) (sort string, id [16]byte, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return "", id, badCursor()
	}
	sort, text, ok := strings.Cut(string(raw), "|")
	if !ok {
		return "", id, badCursor()
	}
	parsed, err := gov.ParseID[struct{}](text)
	if err != nil {
		return "", id, badCursor()
	}
	return sort, parsed, nil
}

// placeOn reads a cursor of a list that is ordered by a date.
func placeOn(cursor string) (day gov.Date, id [16]byte, err error) {
	sort, id, err := place(cursor)
	if err != nil || sort == "" {
		return gov.Date{}, id, err
	}
	if day, err = gov.ParseDate(sort); err != nil {
		return day, id, badCursor()
	}
	return day, id, nil
}

func badCursor() error {
	return gov.Refuse(gov.CodeInvalid, "목록의 위치 표시(after)가 올바르지 않습니다. 처음부터 다시 조회하십시오.",
		"the cursor is not one of ours; list again from the start")
}
