package cases

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies/pack"
)

// viewer is who looks: the posts he holds today and their units, and the access rules of the pack in force, which say
// what follows from them.
type viewer struct {
	person  gov.PersonID
	visit   Visit
	today   gov.Date
	at      time.Time // wall time of the reading
	posts   []string
	units   []string
	insider bool
	body    gov.BodyID  // the one to which he was invited; empty: no such bound
	stage   gov.StageID // of its cases, those of one round alone; zero: every round
	meet    gov.CaseID  // of its cases, those of one meeting alone; zero: every meeting
	as      pack.Viewer
	rules   *pack.Pack // nil before the first pack is in force: nothing is allowed
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
	v.as = pack.Viewer{
		Inside: v.insider, Invited: v.body != "", Operates: slices.Contains(actor.Scopes, operatorScope),
	}
	for i, post := range v.posts {
		v.as.Posts = append(v.as.Posts, gov.PostID(post))
		if i < len(v.units) {
			v.as.Units = append(v.as.Units, gov.UnitID(v.units[i]))
		}
	}
	if len(rows) == 0 || len(rows[0].PackHash) == 0 {
		return v, nil
	}
	v.rules, err = s.rules.Of(ctx, q, rows[0].PackHash)
	return v, err
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

// inUnit reports whether one of the viewer's posts is in the unit.
func (v viewer) inUnit(u gov.UnitID) bool { return u != "" && slices.Contains(v.units, string(u)) }

// mayKnow answers whoever may not see the case that he names as if it were not there: a refusal would tell its state.
func (ch *change) mayKnow(ctx context.Context) error {
	if ch.cmd.Case.IsZero() {
		return nil // it is about to come into being
	}
	return ch.knows(ctx, ch.cmd.Case)
}

// knows answers gov.ErrNotFound where the actor may not see a case.
func (ch *change) knows(ctx context.Context, id gov.CaseID) error {
	v, err := ch.svc.viewerOf(ctx, ch.tx.Read, ch.actor)
	if err != nil {
		return err
	}
	_, err = reading{s: ch.svc, q: ch.tx.Read, v: v}.seen(ctx, id)
	return err
}

// uid is the form in which a query takes an id that no column types.
func uid(id [16]byte) pgtype.UUID { return pgtype.UUID{Bytes: id, Valid: true} }

// textOrNone is the text of an id, and a zero id has none.
func textOrNone(id interface {
	IsZero() bool
	String() string
},
) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

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
