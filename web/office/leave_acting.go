package office

import (
	"net/http"
	"strconv"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// actingPlaces is how many places of an order a page offers; the use case takes as many.
const actingPlaces = 9

// actingPage is who acts for the posts of a unit while nobody who holds them is at work.
type actingPage struct {
	Tabs   []tab
	Units  []option
	Unit   string
	Orders []actingOrder
}

// actingOrder is the order of one post with the form that replaces it.
type actingOrder struct {
	Post, Title string
	Deputies    []cases.ActingPost
	Form        leaveForm
}

// acting lists the orders of a unit: everybody may know who acts for whom.
func (s *server) acting(r *http.Request, v visitor) (page, error) {
	of, err := s.actingOf(r, v, r.URL.Query().Get("unit"))
	if err != nil {
		return page{}, err
	}
	p := actingView(of)
	if did := leaveDone[r.URL.Query().Get("did")]; did != "" {
		p.note = &note{Kind: "good", Text: did}
	}
	return p, nil
}

func (s *server) actingOf(r *http.Request, v visitor, unit string) (actingPage, error) {
	where, err := s.Cases.Directory(r.Context(), v.actor)
	if err != nil {
		return actingPage{}, err
	}
	if unit == "" {
		for _, p := range where.Posts {
			if p.Mine {
				unit = string(p.Unit)
			}
		}
	}
	of := actingPage{Tabs: lineTabs(atLeave), Unit: unit}
	for _, u := range where.Units {
		of.Units = append(of.Units, option{string(u.ID), u.Name, string(u.ID) == unit})
	}
	if unit == "" {
		return of, nil
	}
	list, err := s.Cases.ActingOrders(r.Context(), cases.ActingFilter{Unit: gov.UnitID(unit)})
	if err != nil {
		return of, err
	}
	had := map[gov.PostID][]cases.ActingPost{}
	for _, o := range list.Orders {
		had[o.Post] = o.Deputies
	}
	for _, p := range where.Posts {
		if string(p.Unit) == unit {
			of.Orders = append(of.Orders, orderOf(p, had[p.ID], where.Posts))
		}
	}
	return of, nil
}

// orderOf is the order of a post with the form that replaces it, as it stands today.
func orderOf(p cases.DirectoryPost, deputies []cases.ActingPost, posts []cases.DirectoryPost) actingOrder {
	o := actingOrder{Post: string(p.ID), Title: p.Title, Deputies: deputies, Form: leaveForm{Key: newKey()}}
	places := min(len(deputies)+2, actingPlaces)
	for n := range places {
		name := "deputy." + strconv.Itoa(n+1)
		f := field{
			Name: name, ID: o.Post + "-" + name, Label: strconv.Itoa(n+1) + "순위", As: "select",
		}
		if n < len(deputies) {
			f.Value = string(deputies[n].Post)
		}
		for _, other := range posts {
			if other.Near == p.Near && other.ID != p.ID {
				f.Options = append(f.Options, option{string(other.ID), other.Title, string(other.ID) == f.Value})
			}
		}
		o.Form.Fields = append(o.Form.Fields, f)
	}
	o.Form.Fields = append(o.Form.Fields, field{
		Name: "reason", ID: o.Post + "-reason", Label: "사유", As: "text", Most: 1000, Needed: true,
	})
	return o
}

// setActing replaces the order of a post from today on.
func (s *server) setActing(r *http.Request, v visitor) (page, error) {
	f, post := r.PostForm, gov.PostID(r.PostForm.Get("post"))
	o := cases.SetActingOrder{Post: post, Reason: f.Get("reason"), Key: f.Get("key"), Source: r.RemoteAddr}
	for n := range actingPlaces {
		if d := f.Get("deputy." + strconv.Itoa(n+1)); d != "" {
			o.Deputies = append(o.Deputies, gov.PostID(d))
		}
	}
	_, err := s.Cases.SetActingOrder(r.Context(), v.actor, o)
	if err == nil {
		return page{to: actingAddress(f.Get("unit")) + "&did=acting"}, nil
	}
	e := s.refusal(r, err)
	if statusOf(e.Code) >= http.StatusInternalServerError {
		return page{}, err
	}
	of, again := s.actingOf(r, v, f.Get("unit"))
	if again != nil {
		return page{}, err
	}
	for i, one := range of.Orders {
		if one.Post == string(post) {
			of.Orders[i].Form.Fields, of.Orders[i].Form.Open = keptTyped(one.Form.Fields, r), true
		}
	}
	p := actingView(of)
	p.status, p.note = statusOf(e.Code), &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons}
	return p, nil
}
