package office

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// placeCases are what the lists of meetings, filings, opinions, nominations and agreements ask for, and their pages.
type placeCases interface {
	Places(ctx context.Context, actor cases.Actor, f cases.CaseFilter) (cases.PlacePage, error)
	Units(ctx context.Context, actor cases.Actor) ([]cases.UnitItem, error)
	Acts(ctx context.Context, actor cases.Actor, id gov.CaseID) ([]cases.ActItem, error)
}

// place is a kind of case with a place of its own in the menu: a list with filters, and a page of each.
type place struct {
	link

	kind   gov.CaseKind
	view   string // the page of one
	yearly bool   // its cases belong to a year
	states []gov.State
	heads  []string // of the columns between title and state
	cells  func(c cases.PlaceItem) []string
	empty  string // what an empty list says to do
}

// part is the place with its two pages. A place with more of them adds to it.
func (p place) part() part {
	return part{
		link: p.link, under: []string{p.Href, p.Href + "/"}, open: insider,
		pages: func(s *server) routes {
			return routes{
				"GET " + p.Href: func(r *http.Request, v visitor) (page, error) { return s.places(r, v, p) },
				"GET " + p.Href + "/{id}": func(r *http.Request, v visitor) (page, error) {
					return s.one(r, v, p)
				},
			}
		},
	}
}

// placesPage is a list of cases of one kind.
type placesPage struct {
	At     link
	Yearly bool
	Empty  string
	Heads  []string
	Rows   []placeRow
	Years  []option
	States []option
	Units  []option
	Bodies []option
	Query  string
	Asked  bool // a filter narrows the list
	Next   string
	Aside  []link // further pages of the place
}

type placeRow struct {
	cases.CaseItem

	Href  string
	Cells []string
	Due   due
}

// places lists the cases of a place.
func (s *server) places(r *http.Request, v visitor, p place) (page, error) {
	q := r.URL.Query()
	f := cases.CaseFilter{
		Kind: p.kind, State: gov.State(q.Get("state")), Unit: gov.UnitID(q.Get("unit")), Cycle: q.Get("year"),
		Body: gov.BodyID(q.Get("body")), Query: strings.TrimSpace(r.Form.Get("q")), After: q.Get("after"), Limit: perPage,
	}
	found, err := s.Cases.Places(r.Context(), v.actor, f)
	if err != nil {
		return page{}, err
	}
	of := placesPage{
		At: p.link, Yearly: p.yearly, Empty: p.empty, Heads: p.heads, Query: f.Query,
		Asked: f.State != "" || f.Unit != "" || f.Cycle != "" || f.Query != "" || f.Body != "",
	}
	for _, c := range found.Items {
		row := placeRow{CaseItem: c.CaseItem, Href: p.Href + "/" + c.ID.String(), Cells: p.cells(c)}
		if row.Due = s.dueOf(v.Today, c.Due); !c.ClosedOn.IsZero() {
			row.Due.Badge, row.Due.Kind = "마침", "plain"
		}
		of.Rows = append(of.Rows, row)
	}
	for _, st := range p.states {
		of.States = append(of.States, option{string(st), st.Korean(), st == f.State})
	}
	if of.Years, err = s.years(r, v, f.Cycle); err != nil {
		return page{}, err
	}
	units, err := s.Cases.Units(r.Context(), v.actor)
	if err != nil {
		return page{}, err
	}
	of.Units = unitOptions(units, f.Unit)
	if p.kind == gov.CaseMeeting {
		if of.Bodies, err = s.bodyOptions(r, v, f.Body); err != nil {
			return page{}, err
		}
		of.Aside = []link{{"/meetings/bodies", "위원회와 위원 보기"}}
	}
	if found.Next != "" {
		q.Set("after", found.Next)
		of.Next = p.Href + "?" + q.Encode()
	}
	return page{view: "places", title: p.Text, at: p.Href, of: of}, nil
}

// years are the years by which a list can be narrowed.
func (s *server) years(r *http.Request, v visitor, chosen string) ([]option, error) {
	list, err := s.Cases.Cycles(r.Context(), v.actor, cases.CycleFilter{Limit: perPage})
	if err != nil {
		return nil, err
	}
	out := make([]option, len(list.Cycles))
	for i, c := range list.Cycles {
		name := c.Name + "-" + strconv.Itoa(int(c.Year))
		out[i] = option{name, c.Title, name == chosen}
	}
	return out, nil
}

func unitOptions(units []cases.UnitItem, chosen gov.UnitID) []option {
	out := make([]option, 0, len(units))
	for _, u := range units {
		if u.Kind != gov.UnitTeam {
			out = append(out, option{string(u.ID), u.Name, u.ID == chosen})
		}
	}
	return out
}

// dueOf is the badge of the dates of a case.
func (s *server) dueOf(today gov.Date, d *cases.Due) due {
	if d == nil {
		return due{Kind: "plain"}
	}
	return s.due(today, d.Operative)
}

// placePage is one case of a place.
type placePage struct {
	cases.CaseView

	Due   due
	Acts  []cases.ActItem
	Trail string
	Items []itemCase // of a meeting: what its items are about, as far as the reader may see it
	Parts []packed   // of a filing
	Print string     // where its paper is printed; empty: there is none
	Copy  string     // where its public copy is read; empty: there is none yet
}

// one shows a case of a place.
func (s *server) one(r *http.Request, v visitor, p place) (page, error) {
	var id gov.CaseID
	if err := idFrom(r.PathValue("id"), &id); err != nil {
		return page{}, err
	}
	c, err := s.Cases.Case(r.Context(), v.actor, id, p.kind)
	if err != nil {
		return page{}, err
	}
	of := placePage{CaseView: c, Due: s.dueOf(v.Today, c.Due)}
	if !c.ClosedOn.IsZero() {
		of.Due.Badge, of.Due.Kind = "마침", "plain"
	}
	// Whoever sees a case without following it is shown nothing of how it came about.
	if of.Acts, err = s.Cases.Acts(r.Context(), v.actor, id); err != nil && gov.CodeOf(err) != gov.CodeNotFound {
		return page{}, err
	}
	if v.Audits {
		of.Trail = "/trail?case=" + id.String()
	}
	if err := s.beside(r, v, &of); err != nil {
		return page{}, err
	}
	return page{
		view: p.view, title: c.Title, at: p.Href, of: of, crumbs: []link{{p.Href, p.Text}, {"", c.Title}},
	}, nil
}

// beside reads what stands beside a case of some kinds.
func (s *server) beside(r *http.Request, v visitor, of *placePage) error {
	switch x := of.Context; {
	case x.Meeting != nil:
		return s.besideMeeting(r, v, of)
	case x.Filing != nil:
		var err error
		of.Parts, err = packedIn(x.Filing.Package)
		return err
	}
	return nil
}

// hrefOf is the page of a case of a kind; empty where it has none of its own.
func hrefOf(kind gov.CaseKind, id gov.CaseID) string {
	at := map[gov.CaseKind]string{
		gov.CaseDocument: "/documents/", gov.CaseMeeting: "/meetings/", gov.CaseFiling: "/filings/",
		gov.CaseOpinion: "/monitoring/", gov.CaseNomination: "/awards/", gov.CaseAgreement: "/agreements/",
	}[kind]
	if at == "" {
		return ""
	}
	return at + url.PathEscape(id.String())
}

func count(n int32, unit string) string { return strconv.Itoa(int(n)) + unit }

func counted(n *int32, unit string) string {
	if n == nil {
		return ""
	}
	return count(*n, unit)
}

// span is a period in words.
func span(from, to gov.Date) string {
	ends := slices.DeleteFunc([]string{from.Korean(), to.Korean()}, func(s string) bool { return s == "" })
	return strings.Join(ends, " ~ ")
}
