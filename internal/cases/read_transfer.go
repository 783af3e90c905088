package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// inPerson are the kinds of tasks that stay with whom they name, as queries take them.
func inPerson() []string { return asTexts(policies.InPersonTasks()) }

// Transfer is a person who moved, with the hand-over list (인계인수서) once all has moved.
type Transfer struct {
	ID        gov.TransferID `json:"id"`
	Person    string         `json:"person" doc:"Slug"`
	Name      string         `json:"name"`
	FromPost  gov.PostID     `json:"from_post,omitempty" doc:"Held until yesterday"`
	FromTitle string         `json:"from_title,omitempty"`
	ToPost    gov.PostID     `json:"to_post,omitempty" doc:"Held from that day on"`
	ToTitle   string         `json:"to_title,omitempty"`
	On        gov.Date       `json:"on"`
	Reason    string         `json:"reason"`
	GivenBy   string         `json:"given_by" doc:"Slug"`
	Moved     int32          `json:"moved" doc:"Tasks by name that have followed so far"`
	Done      bool           `json:"done" doc:"All have moved and the list is written; else resume it"`
	List      []HandedTask   `json:"list" nullable:"false" doc:"The hand-over list; empty until done"`
}

// HandedTask is one line of a hand-over list.
type HandedTask struct {
	Task         gov.TaskID   `json:"task"`
	Key          string       `json:"key"`
	Title        string       `json:"title"`
	Kind         gov.TaskKind `json:"kind"`
	Case         gov.CaseID   `json:"case"`
	CaseState    gov.State    `json:"case_state"`
	State        string       `json:"state" enum:"open,done,cancelled" doc:"When the list was written"`
	DueOperative gov.Date     `json:"due_operative,omitzero"`
	DueLegal     gov.Date     `json:"due_legal,omitzero"`

	OperativeText string `json:"due_operative_text,omitempty" doc:"The operative date with its weekday"`
	LegalText     string `json:"due_legal_text,omitempty" doc:"The legal date with its weekday"`

	How string `json:"how" enum:"post,name,stays" doc:"post: belongs to the post and to its next holder; name: was given by name and followed; stays: a vote, a score or an opinion of his own"`
}

// TransferFilter narrows the list of transfers.
type TransferFilter struct {
	Person     string // slug
	Unfinished bool
	After      string // cursor
	Limit      int
}

// TransferPage is one page of transfers, youngest first.
type TransferPage struct {
	Transfers []Transfer `json:"transfers" nullable:"false"`
	Next      string     `json:"next,omitempty" doc:"Cursor of the next page; absent on the last"`
}

// Transfers lists who moved: all for coordinators, operators and auditors, else one's own and those from one's posts.
// The lists themselves come with the single transfer.
func (s *Service) Transfers(ctx context.Context, actor Actor, f TransferFilter) (TransferPage, error) {
	page := TransferPage{Transfers: []Transfer{}}
	r, err := s.read(ctx, actor)
	if err != nil {
		return page, err
	}
	p := db.ViewTransfersParams{Person: f.Person, Unfinished: f.Unfinished, BeforeID: everyID, N: int32(f.Limit) + 1}
	if f.After != "" {
		var id [16]byte
		if p.BeforeDay, id, err = placeOn(f.After); err != nil {
			return page, err
		}
		p.BeforeID = uid(id)
	}
	list, err := r.transfers(ctx, actor, p)
	for i, t := range list {
		if i == f.Limit {
			page.Next = mark(list[i-1].On.String(), list[i-1].ID.String())
			break
		}
		t.List = []HandedTask{}
		page.Transfers = append(page.Transfers, t)
	}
	return page, err
}

// Transfer reads one transfer with its list.
func (s *Service) Transfer(ctx context.Context, actor Actor, id gov.TransferID) (Transfer, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return Transfer{}, err
	}
	list, err := r.transfers(ctx, actor, db.ViewTransfersParams{ID: uid(id), BeforeID: everyID, N: 1})
	if err != nil || len(list) == 0 {
		return Transfer{}, orMissing(err)
	}
	return list[0], nil
}

func (r reading) transfers(ctx context.Context, actor Actor, p db.ViewTransfersParams) ([]Transfer, error) {
	p.Everything = r.v.may(policies.ActMovePeople) || r.v.may(policies.ActReadNames)
	p.Viewer, p.Posts = uid(r.v.person), r.v.posts
	rows, err := r.q.ViewTransfers(ctx, p)
	if err != nil {
		return nil, store.Interpret(err)
	}
	out := make([]Transfer, len(rows))
	for i, t := range rows {
		out[i] = Transfer{
			ID: t.ID, Person: t.Person, Name: t.Name, FromPost: t.FromPost, FromTitle: t.FromTitle, ToPost: t.ToPost,
			ToTitle: t.ToTitle, On: t.OnDay, Reason: t.Reason, GivenBy: t.Giver, Moved: t.Moved, Done: t.DoneAt != nil,
			List: []HandedTask{},
		}
		if !out[i].Done {
			continue // the ids kept so far are no list yet
		}
		if err := json.Unmarshal(t.List, &out[i].List); err != nil {
			return nil, fmt.Errorf("read a hand-over list: %w", err)
		}
		for j, h := range out[i].List {
			out[i].List[j].OperativeText, out[i].List[j].LegalText = h.DueOperative.Korean(), h.DueLegal.Korean()
		}
	}
	return out, nil
}
