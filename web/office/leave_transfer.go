package office

import (
	"context"
	"net/http"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// transferCases are what the pages about people who move ask for.
type transferCases interface {
	Transfers(ctx context.Context, actor cases.Actor, f cases.TransferFilter) (cases.TransferPage, error)
	Transfer(ctx context.Context, actor cases.Actor, id gov.TransferID) (cases.Transfer, error)
	TransferPerson(ctx context.Context, actor cases.Actor, t cases.TransferPerson) (cases.Transfer, error)
	ResumeTransfer(ctx context.Context, actor cases.Actor, id gov.TransferID, source string) (cases.Transfer, error)
}

// atTransfers is where moves of people stand; the menu leads there by way of approvals.
const atTransfers = "/transfers"

func transferPart() part {
	return part{
		link: link{atTransfers, "인사이동·인계"}, under: []string{atTransfers, atTransfers + "/"}, open: nobody,
		pages: func(s *server) routes {
			return routes{
				"GET /transfers": s.transfers, "POST /transfers": s.movePerson, "GET /transfers/{id}": s.transfer,
				"POST /transfers/{id}/resume": s.resumeMove,
			}
		},
	}
}

// transfersPage is who moved, and for whoever may move people the form of it.
type transfersPage struct {
	Tabs []tab
	List []cases.Transfer
	Next string
	Move *leaveForm
}

func (s *server) transfers(r *http.Request, v visitor) (page, error) {
	of, err := s.transfersOf(r, v)
	return transfersView(of), err
}

func transfersView(of transfersPage) page {
	return page{
		view: "transfers", title: "인사이동·인계", at: atLines, of: of,
		crumbs: []link{{atLines, "결재"}, {"", "인사이동·인계"}},
	}
}

func (s *server) transfersOf(r *http.Request, v visitor) (transfersPage, error) {
	of := transfersPage{Tabs: lineTabs(atTransfers)}
	list, err := s.Cases.Transfers(r.Context(), v.actor, cases.TransferFilter{
		After: r.URL.Query().Get("after"), Limit: perPage,
	})
	if err != nil {
		return of, err
	}
	if of.List = list.Transfers; list.Next != "" {
		of.Next = atTransfers + "?after=" + list.Next
	}
	where, err := s.Cases.Directory(r.Context(), v.actor)
	if err != nil || !where.Moves {
		return of, err
	}
	form := moveForm(where)
	of.Move = &form
	return of, nil
}

// moveForm names people by the posts that they hold, and the posts by their titles.
func moveForm(where cases.Directory) leaveForm {
	var held, posts []option
	for _, p := range where.Posts {
		posts = append(posts, option{Value: string(p.ID), Text: p.Title})
		for _, h := range p.Holders {
			held = append(held, option{Value: h.Slug + " " + string(p.ID), Text: h.Name + " (" + p.Title + ")"})
		}
	}
	return leaveForm{Key: newKey(), Fields: []field{
		{Name: "who", ID: "move-who", Label: "누가 어느 직위에서", As: "select", Options: held, Needed: true},
		{
			Name: "to", ID: "move-to", Label: "가는 직위", As: "select", Options: posts,
			Hint: "퇴직이나 전출이면 비워 둡니다. 맡은 사람이 있는 직위에는 갈 수 없습니다.",
		},
		{Name: "reason", ID: "move-reason", Label: "사유", As: "text", Most: 1000, Needed: true},
	}}
}

// movePerson moves a person as of today.
func (s *server) movePerson(r *http.Request, v visitor) (page, error) {
	f := r.PostForm
	person, from, _ := strings.Cut(f.Get("who"), " ")
	out, err := s.Cases.TransferPerson(r.Context(), v.actor, cases.TransferPerson{
		Person: person, From: gov.PostID(from), To: gov.PostID(f.Get("to")), Reason: f.Get("reason"), Key: f.Get("key"),
		Source: r.RemoteAddr,
	})
	if err == nil {
		return page{to: atTransfers + "/" + out.ID.String() + "?did=move"}, nil
	}
	e := s.refusal(r, err)
	if statusOf(e.Code) >= http.StatusInternalServerError {
		return page{}, err
	}
	of, again := s.transfersOf(r, v)
	if again != nil {
		return page{}, err
	}
	if of.Move != nil {
		of.Move.Fields, of.Move.Open = keptTyped(of.Move.Fields, r), true
		mark(of.Move.Fields, e.Reasons)
	}
	p := transfersView(of)
	p.status, p.note = statusOf(e.Code), &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons}
	return p, nil
}

// transferPage is a move with its hand-over list.
type transferPage struct {
	cases.Transfer

	Tabs []tab
}

func (s *server) transfer(r *http.Request, v visitor) (page, error) {
	var id gov.TransferID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	t, err := s.Cases.Transfer(r.Context(), v.actor, id)
	if err != nil {
		return page{}, err
	}
	p := page{
		view: "transfer", title: "인계인수서 — " + t.Name, at: atLines, of: transferPage{t, lineTabs(atTransfers)},
		crumbs: []link{{atLines, "결재"}, {atTransfers, "인사이동·인계"}, {"", t.Name}},
	}
	if did := leaveDone[r.URL.Query().Get("did")]; did != "" {
		p.note = &note{Kind: "good", Text: did}
	}
	return p, nil
}

// resumeMove goes on with a move that was cut short.
func (s *server) resumeMove(r *http.Request, v visitor) (page, error) {
	var id gov.TransferID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	if _, err := s.Cases.ResumeTransfer(r.Context(), v.actor, id, r.RemoteAddr); err != nil {
		return page{}, err
	}
	return page{to: atTransfers + "/" + id.String() + "?did=move"}, nil
}
