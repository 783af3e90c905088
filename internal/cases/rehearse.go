package cases

import (
	"context"
	"errors"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// RehearseLeave asks what would go to whom if a person were away. Nothing is written.
type RehearseLeave struct {
	Person   string // slug; empty: the actor himself
	From, To gov.Date
}

// LeaveRehearsal is what would become of a person's work while he is away.
type LeaveRehearsal struct {
	Person string       `json:"person" doc:"Slug"`
	Name   string       `json:"name"`
	From   gov.Date     `json:"from"`
	To     gov.Date     `json:"to"`
	Posts  []LeavePost  `json:"posts" nullable:"false" doc:"His posts, and who stands in for each on which days"`
	Items  []LeaveItem  `json:"items" nullable:"false" doc:"Open tasks, and cells of running lines whose turn may come"`
	Never  []LeaveNever `json:"never" nullable:"false" doc:"What nobody may do in his place"`
	Gaps   int          `json:"gaps" doc:"Posts and items that nobody could see to on some working day: no deputy, or both away"`
}

// LeavePost is one post with who stands in for it in all matters.
type LeavePost struct {
	Post  gov.PostID  `json:"post"`
	Title string      `json:"title"`
	Days  []LeaveSpan `json:"days" nullable:"false"`
}

// LeaveSpan is some days on which the same holds.
type LeaveSpan struct {
	From    gov.Date   `json:"from"`
	To      gov.Date   `json:"to"`
	Outcome string     `json:"outcome" enum:"holder,delegation,acting,away,drafter,nobody" doc:"holder: another holder of the post; delegation, acting: the deputy; away: the deputy is away too; drafter: the deputy drafted it himself; nobody: there is no deputy"`
	Deputy  gov.PostID `json:"deputy,omitempty"`
	Title   string     `json:"title,omitempty"`
	Person  string     `json:"person,omitempty" doc:"Slug of who holds the deputy's post"`
	Name    string     `json:"name,omitempty"`
}

// LeaveItem is one task or one waiting cell and what would become of it.
type LeaveItem struct {
	Kind   string      `json:"kind" enum:"task,cell"`
	Task   gov.TaskID  `json:"task,omitzero"`
	Case   gov.CaseID  `json:"case"`
	Title  string      `json:"title"`
	Post   gov.PostID  `json:"post,omitempty" doc:"Empty: given to him by name"`
	Matter string      `json:"matter,omitempty"`
	Due    *Due        `json:"due,omitempty"`
	Stays  string      `json:"stays,omitempty" enum:"undelegable,in_person,by_name" doc:"Why nobody may do it in his place; absent where somebody may"`
	Days   []LeaveSpan `json:"days" nullable:"false" doc:"To whom it would go; empty where it stays"`
}

// LeaveNever is a matter or a seat in which nobody stands in for a person.
type LeaveNever struct {
	Kind    string `json:"kind" enum:"matter,seat"`
	ID      string `json:"id" doc:"Matter of the delegation table, or body"`
	Title   string `json:"title"`
	Article string `json:"article,omitempty"`
}

// rehearseMost bounds the days of a rehearsal.
const rehearseMost = 366

// RehearseLeave is for the person himself, the heads above him and coordinators.
func (s *Service) RehearseLeave(ctx context.Context, actor Actor, q RehearseLeave) (LeaveRehearsal, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return LeaveRehearsal{}, err
	}
	if q.From.IsZero() {
		q.From = r.v.today
	}
	if q.To.IsZero() {
		q.To = q.From
	}
	if err := period(q.From, q.To, r.v.today); err != nil {
		return LeaveRehearsal{}, err
	}
	if q.To.Sub(q.From) >= rehearseMost {
		return LeaveRehearsal{}, invalid("to", "모의 점검은 1년까지만 할 수 있습니다.", "a rehearsal covers one year at most")
	}
	who, err := r.whoLeaves(ctx, actor, q.Person)
	if err != nil {
		return LeaveRehearsal{}, err
	}
	return r.rehearse(ctx, who, q)
}

// whoLeaves finds the person, whom the viewer must be or lead.
func (r reading) whoLeaves(ctx context.Context, actor Actor, slug string) (db.PersonBySlugRow, error) {
	if slug == "" {
		mine, err := r.q.PersonByID(ctx, actor.Person)
		return db.PersonBySlugRow(mine), store.Interpret(err)
	}
	who, err := r.q.PersonBySlug(ctx, slug)
	if err = store.Interpret(err); errors.Is(err, gov.ErrNotFound) {
		return who, invalid("person", "등록되지 않은 사람입니다. 사람의 식별자를 확인하십시오.", "no such person is registered")
	}
	if err != nil || who.ID == actor.Person || r.v.may(policies.ActArrange) {
		return who, err
	}
	units, err := r.q.UnitsOfPerson(ctx, db.UnitsOfPersonParams{PersonID: who.ID, Day: r.v.today})
	if err != nil {
		return who, store.Interpret(err)
	}
	led, err := r.q.UnitsLed(ctx, db.UnitsLedParams{Day: r.v.today, Posts: r.v.posts})
	if err != nil {
		return who, store.Interpret(err)
	}
	if !slices.ContainsFunc(units, func(u gov.UnitID) bool { return slices.Contains(led, string(u)) }) {
		return who, notLed("부재 모의 점검은 본인이나 소속 부서의 장, 총괄 담당만 할 수 있습니다.",
			"only the person himself, the head of his unit or a coordinator may rehearse a leave")
	}
	return who, nil
}

func (r reading) rehearse(ctx context.Context, who db.PersonBySlugRow, q RehearseLeave) (LeaveRehearsal, error) {
	out := LeaveRehearsal{
		Person: who.Slug, Name: who.Name, From: q.From, To: q.To,
		Posts: []LeavePost{}, Items: []LeaveItem{}, Never: []LeaveNever{},
	}
	roster, err := r.roster(ctx, who.ID, q)
	if err != nil {
		return out, err
	}
	for _, p := range roster.posts {
		if !slices.ContainsFunc(out.Posts, func(o LeavePost) bool { return o.Post == p.PostID }) {
			out.Posts = append(out.Posts, LeavePost{Post: p.PostID, Title: p.Title, Days: roster.spans(asked{post: p.PostID})})
		}
	}
	if out.Items, err = r.leaveItems(ctx, who.ID, roster); err != nil {
		return out, err
	}
	if out.Never, err = r.never(ctx, who.ID, roster); err != nil {
		return out, err
	}
	for _, p := range out.Posts {
		out.Gaps += r.gap(p.Days)
	}
	for _, i := range out.Items {
		out.Gaps += r.gap(i.Days)
	}
	return out, nil
}

// gap is 1 where on some working day nobody could do the work.
func (r reading) gap(days []LeaveSpan) int {
	if slices.ContainsFunc(days, func(d LeaveSpan) bool {
		open := d.Outcome == "away" || d.Outcome == "nobody" || d.Outcome == "drafter"
		return open && !r.s.rules.Calendar().NextWorkingDay(d.From).After(d.To)
	}) {
		return 1
	}
	return 0
}

func (r reading) leaveItems(ctx context.Context, person gov.PersonID, on roster) ([]LeaveItem, error) {
	tasks, err := r.q.LeaveTasks(ctx, db.LeaveTasksParams{Posts: on.postIDs(), PersonID: person})
	if err != nil {
		return nil, store.Interpret(err)
	}
	out := []LeaveItem{}
	for _, t := range tasks {
		i := LeaveItem{
			Kind: "task", Task: t.ID, Case: t.CaseID, Title: t.Title, Post: gov.PostID(t.Post), Matter: t.Matter,
			Due: dueText(t.DueOperative, t.DueLegal), Days: []LeaveSpan{},
		}
		switch {
		case slices.Contains(policies.InPersonTasks(), t.Kind):
			i.Stays = "in_person"
		case t.Undelegable:
			i.Stays = "undelegable"
		case t.Post == "":
			i.Stays = "by_name"
		default:
			i.Days = on.spans(asked{post: i.Post, matter: t.Matter, drafter: gov.PostID(t.Drafter)})
		}
		out = append(out, i)
	}
	cells, err := r.q.LeaveCells(ctx, on.postIDs())
	for _, c := range cells {
		i := LeaveItem{Kind: "cell", Case: c.ID, Title: c.Title, Post: c.PostID, Matter: c.Matter, Days: []LeaveSpan{}}
		if c.Undelegable {
			i.Stays = "undelegable"
		} else {
			i.Days = on.spans(asked{post: c.PostID, matter: c.Matter, drafter: c.DrafterPost})
		}
		out = append(out, i)
	}
	return out, store.Interpret(err)
}

// never lists the rows of the delegation table that keep a decision with one of his posts, and his seats on bodies.
func (r reading) never(ctx context.Context, person gov.PersonID, on roster) ([]LeaveNever, error) {
	out := []LeaveNever{}
	err := store.InTx(ctx, r.s.pool, func(tx *store.Tx) error {
		p, _, err := r.s.rules.Active(ctx, tx, r.v.today)
		if gov.CodeOf(err) == gov.CodeNoRule {
			return nil
		}
		if err == nil {
			out = append(out, ownRows(p, on, r.v.today)...)
		}
		return err
	})
	if err != nil {
		return out, err
	}
	seats, err := r.q.LeaveSeats(ctx, db.LeaveSeatsParams{
		Posts: on.postIDs(), PersonID: person, FromDay: on.from, ToDay: on.to,
	})
	for _, s := range seats {
		out = append(out, LeaveNever{Kind: "seat", ID: string(s.BodyID), Title: s.Name})
	}
	return out, store.Interpret(err)
}

func ownRows(p *pack.Pack, on roster, day gov.Date) []LeaveNever {
	var out []LeaveNever
	for _, row := range p.AuthorityRows {
		applies, _ := row.InForce(day)
		his := slices.ContainsFunc(on.posts, func(h db.LeavePostsRow) bool {
			return row.Post == h.PostID || (row.Post == "" && row.Decides == h.Rank)
		})
		if row.Own && applies && his {
			out = append(out, LeaveNever{
				Kind: "matter", ID: row.Matter, Title: row.Title, Article: strings.Join(row.Article, ", "),
			})
		}
	}
	return out
}
