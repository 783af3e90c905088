package cases

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"gyeol/gov"
	"gyeol/internal/ledger"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// NoticePreferences are how notices reach a person: what he chose, and what the rules of the day make of it.
type NoticePreferences struct {
	Revision   int32            `json:"revision" doc:"Grows with every change; 0: nothing was ever chosen"`
	Language   string           `json:"language" enum:"ko,en" doc:"Of letters"`
	QuietHours *QuietHours      `json:"quiet_hours,omitempty" doc:"Chosen by the person; absent: those of the rules"`
	Rule       *QuietHoursRule  `json:"quiet_hours_rule,omitempty" doc:"Of the rules; absent: they have none"`
	Kinds      []NoticeKindView `json:"kinds" nullable:"false"`
}

// QuietHours are a window of wall time in Seoul in which no letter leaves but those the law asks for.
type QuietHours struct {
	From string `json:"from" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" example:"19:00"`
	To   string `json:"to" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" doc:"The same as from: no quiet hours" example:"08:00"`
}

// QuietHoursRule are the quiet hours of whoever chose none.
type QuietHoursRule struct {
	QuietHours

	MostHours int      `json:"most_hours" doc:"That a person may choose"`
	Article   []string `json:"article" nullable:"false"`
}

// NoticeKindView is how notices of one kind reach the person.
type NoticeKindView struct {
	Kind     gov.NoticeKind `json:"kind" example:"assigned"`
	Title    string         `json:"title" example:"새 업무"`
	Class    string         `json:"class" enum:"legal,reminder,information" doc:"legal: nobody may change it"`
	Delivery gov.Delivery   `json:"delivery" enum:"immediate,digest,off" doc:"In effect today"`
	Default  gov.Delivery   `json:"default" enum:"immediate,digest" doc:"Of the rule"`
	Chosen   gov.Delivery   `json:"chosen,omitempty" doc:"By the person, whether the rule of today allows it or not"`
	Choices  []gov.Delivery `json:"choices" nullable:"false" doc:"What may be chosen beside the default"`
	Article  []string       `json:"article" nullable:"false"`
}

// SetNoticePreferences asks for all preferences of the actor anew.
type SetNoticePreferences struct {
	Language   string      // "" is Korean
	QuietHours *QuietHours // nil: those of the rules
	Kinds      map[gov.NoticeKind]gov.Delivery
	Seen       *gov.ETag // the state that was seen; nil: whatever it is
	Key        string    // idempotency key
	Source     string    // the network address of the caller, for the record of refusals
}

// coalesceWithin is how long what comes after a person's last letter waits for more.
const coalesceWithin = 2 * time.Minute

// MailManner is how notices reach people on a day by the rules in force. A rehearsal has no window shorter than a day:
// neither quiet hours nor waiting (design §6).
func (s *Service) MailManner(ctx context.Context, day gov.Date) (store.Manner, error) {
	m := store.Manner{Kinds: map[gov.NoticeKind]store.KindManner{}}
	p, err := s.noticePack(ctx, db.New(s.pool), day)
	if err != nil {
		return m, err
	}
	for _, kind := range policies.NoticeKinds() {
		r := p.NoticeOn(kind, day)
		m.Kinds[kind] = store.KindManner{Delivery: r.Delivery, Choices: append([]gov.Delivery{r.Delivery}, r.Choices...)}
	}
	if s.rehearsal {
		return m, nil
	}
	m.Window, m.ByWall = coalesceWithin, true
	if q, ok := p.QuietOn(day); ok {
		m.Begins, m.Ends = q.Begins, q.Ends
	}
	return m, nil
}

// noticePack is the pack in force on a day; where none is, an empty one, under which notices come as they always did.
func (s *Service) noticePack(ctx context.Context, q *db.Queries, day gov.Date) (*pack.Pack, error) {
	hash, err := q.ActivePackHash(ctx, day)
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return &pack.Pack{}, nil
	}
	if err != nil {
		return nil, store.Interpret(err)
	}
	return s.rules.Of(ctx, q, hash)
}

// NoticePreferences are those of the actor himself.
func (s *Service) NoticePreferences(ctx context.Context, actor Actor) (NoticePreferences, error) {
	today, err := s.Today(ctx)
	if err != nil {
		return NoticePreferences{}, err
	}
	q := db.New(s.pool)
	p, err := s.noticePack(ctx, q, today)
	if err != nil {
		return NoticePreferences{}, err
	}
	row, err := preferenceOf(ctx, q, actor.Person)
	if err != nil {
		return NoticePreferences{}, err
	}
	choices, err := q.NoticeChoices(ctx, actor.Person)
	if err != nil {
		return NoticePreferences{}, store.Interpret(err)
	}
	out := NoticePreferences{Revision: row.Revision, Language: row.Language, Kinds: []NoticeKindView{}}
	if row.QuietFrom != nil && row.QuietTo != nil {
		out.QuietHours = &QuietHours{From: *row.QuietFrom, To: *row.QuietTo}
	}
	if r, ok := p.QuietOn(today); ok {
		out.Rule = &QuietHoursRule{QuietHours: QuietHours{From: r.Begins, To: r.Ends}, MostHours: r.Most, Article: r.Article}
	}
	for _, kind := range policies.NoticeKinds() {
		out.Kinds = append(out.Kinds, kindView(p.NoticeOn(kind, today), choices))
	}
	return out, nil
}

// preferenceOf is what a person chose for all his letters; revision 0 where he never did.
func preferenceOf(ctx context.Context, q *db.Queries, person gov.PersonID) (db.NoticePreference, error) {
	row, err := q.GetNoticePreference(ctx, person)
	if errors.Is(store.Interpret(err), gov.ErrNotFound) {
		return db.NoticePreference{PersonID: person, Language: gov.LanguageKorean}, nil
	}
	return row, store.Interpret(err)
}

func kindView(r policies.NoticeRule, chosen []db.NoticeChoicesRow) NoticeKindView {
	v := NoticeKindView{
		Kind: r.Kind, Title: policies.NoticeWord(r.Kind), Class: string(r.Class), Delivery: r.Delivery, Default: r.Delivery,
		Choices: append([]gov.Delivery{}, r.Choices...), Article: append([]string{}, r.Article...),
	}
	for _, c := range chosen {
		if c.Kind != string(r.Kind) {
			continue
		}
		v.Chosen = gov.Delivery(c.Delivery)
		if slices.Contains(r.Choices, v.Chosen) {
			v.Delivery = v.Chosen
		}
	}
	return v
}

// SetNoticePreferences replaces what the actor chose. What the rules do not leave to him is refused with its article,
// and nothing of the request is kept.
func (s *Service) SetNoticePreferences(
	ctx context.Context, actor Actor, p SetNoticePreferences,
) (NoticePreferences, error) {
	err := (Command{Key: p.Key, Case: gov.NewCaseID()}).check()
	if err == nil {
		err = s.decided(ctx, func(tx *store.Tx) error { return s.setPreferences(ctx, tx, actor, p) })
	}
	if err != nil {
		return NoticePreferences{}, s.refusedOn(ctx, actor, err, Refusal{
			SubjectKind: "notice_preference", Subject: actor.Person.String(), Operation: "set-notice-preferences",
			Source: p.Source,
		})
	}
	return s.NoticePreferences(ctx, actor)
}

func (s *Service) setPreferences(ctx context.Context, tx *store.Tx, actor Actor, p SetNoticePreferences) error {
	clock, err := s.clock(ctx, tx)
	if err != nil {
		return err
	}
	if p.Language == "" {
		p.Language = gov.LanguageKorean
	}
	key := keyedBy(actor, p.Key, "notice_preference", p.asked()...)
	if err := tx.Read.LockKey(ctx, "notice_preference/"+actor.Person.String()); err != nil {
		return err
	}
	if done, err := key.done(ctx, tx.Read); done || err != nil {
		return err
	}
	before, err := preferenceOf(ctx, tx.Read, actor.Person)
	if err != nil {
		return err
	}
	if p.Seen != nil && *p.Seen != (gov.ETag{Revision: before.Revision}) {
		return gov.Refuse(gov.CodeStale, "그사이 알림 설정이 바뀌었습니다. 다시 읽고 고치십시오.",
			"the preferences were changed meanwhile; read them again")
	}
	if err := s.preferencesAllowed(ctx, tx.Read, p, clock.today); err != nil {
		return err
	}
	next := db.NoticePreference{PersonID: actor.Person, Revision: before.Revision + 1, SetOn: clock.today}
	if err := writePreferences(ctx, tx.Write, next, p); err != nil {
		return err
	}
	return ledger.Write(ctx, tx.Write, ledger.Entry{
		Kind: ledger.KindPreference, SubjectKind: key.kind, SubjectID: key.id, At: clock.at, OfficeDate: clock.today,
		Body: map[string]any{ // which hours somebody rests is his own matter; which notices he does without is not
			"actor": actor.key(), "revision": before.Revision + 1, "language": p.Language, "kinds": p.Kinds,
			"quiet_hours": p.QuietHours != nil, "request": key.request,
		},
	})
}

// asked is what the request says, for its key.
func (p SetNoticePreferences) asked() []string {
	out := []string{p.Language}
	if p.QuietHours != nil {
		out = append(out, p.QuietHours.From, p.QuietHours.To)
	}
	for _, kind := range slices.Sorted(maps.Keys(p.Kinds)) {
		out = append(out, string(kind)+"="+string(p.Kinds[kind]))
	}
	return out
}

// preferencesAllowed refuses what the rules of the day do not leave to a person.
func (s *Service) preferencesAllowed(ctx context.Context, q *db.Queries, p SetNoticePreferences, today gov.Date) error {
	if p.Language != gov.LanguageKorean && p.Language != gov.LanguageEnglish {
		return invalid("language", "언어는 ko나 en으로 적으십시오.", "the language is ko or en")
	}
	rules, err := s.noticePack(ctx, q, today)
	if err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(p.Kinds)) {
		if !slices.Contains(policies.NoticeKinds(), kind) {
			return invalid("kinds", "없는 알림 종류입니다. GET /me/notice-preferences로 종류를 확인하십시오.",
				fmt.Sprintf("there is no kind of notice %q", kind))
		}
		if !slices.Contains([]gov.Delivery{gov.DeliverImmediate, gov.DeliverDigest, gov.DeliverOff}, p.Kinds[kind]) {
			return invalid("kinds", "받는 방식은 immediate, digest, off 가운데 하나로 적으십시오.",
				"a delivery is immediate, digest or off")
		}
		if err := rules.NoticeOn(kind, today).MayChoose(p.Kinds[kind]); err != nil {
			return err
		}
	}
	if p.QuietHours != nil {
		for _, at := range [][2]string{{"from", p.QuietHours.From}, {"to", p.QuietHours.To}} {
			if _, err := time.Parse("15:04", at[1]); err != nil || len(at[1]) != len("15:04") {
				return invalid(at[0], "시각은 19:00과 같이 적으십시오.", "an hour is written as 19:00")
			}
		}
	}
	if r, ok := rules.QuietOn(today); ok && p.QuietHours != nil {
		return r.MayRest(p.QuietHours.From, p.QuietHours.To)
	}
	return nil
}

func writePreferences(ctx context.Context, w *db.Queries, as db.NoticePreference, p SetNoticePreferences) error {
	row := db.SetNoticePreferenceParams{
		PersonID: as.PersonID, Language: p.Language, Revision: as.Revision, SetOn: as.SetOn,
	}
	if p.QuietHours != nil {
		row.QuietFrom, row.QuietTo = &p.QuietHours.From, &p.QuietHours.To
	}
	if err := w.SetNoticePreference(ctx, row); err != nil {
		return err
	}
	if err := w.DropNoticeChoices(ctx, as.PersonID); err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(p.Kinds)) {
		if err := w.SetNoticeChoice(ctx, db.SetNoticeChoiceParams{
			PersonID: as.PersonID, Kind: string(kind), Delivery: string(p.Kinds[kind]),
		}); err != nil {
			return err
		}
	}
	return nil
}
