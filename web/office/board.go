package office

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// boardCases are what the board asks for.
type boardCases interface {
	Cycles(ctx context.Context, actor cases.Actor, f cases.CycleFilter) (cases.CyclePage, error)
	Progress(ctx context.Context, actor cases.Actor, name string, year int) (cases.CycleProgress, error)
	Matrix(ctx context.Context, actor cases.Actor, name string, f cases.MatrixFilter) (cases.CycleMatrix, error)
	Path(ctx context.Context, actor cases.Actor, name string, year int) (cases.CyclePath, error)
}

func boardPart() part {
	return part{
		link: link{"/board", "현황판"}, under: []string{"/board", "/board/"}, open: insider,
		pages: func(s *server) routes {
			return routes{"GET /board": s.board, "GET /board/{name}/{year}": s.board}
		},
	}
}

// boardPage is one year: its stages, where each unit stands in each, and for whom the filing waits.
type boardPage struct {
	Years  []tab
	Year   cases.CycleProgress
	Stages []boardStage
	Heads  []string // titles of the stages that stand in the matrix
	Rows   []boardRow
	Path   cases.CyclePath
}

type boardStage struct {
	cases.StageProgress

	Name string // its title, with its round where the stage repeats
	Due  due
}

type boardRow struct {
	Unit  string
	Cells []boardCell
}

// boardCell says by a word and a sign how a unit stands; the colour says it once more.
type boardCell struct {
	cases.MatrixCell

	None bool   // the unit is not asked in this stage
	Kind string // late, soon, calm, plain
	Sign string
	Who  string
}

// board shows a year; without a name the latest.
func (s *server) board(r *http.Request, v visitor) (page, error) {
	list, err := s.Cases.Cycles(r.Context(), v.actor, cases.CycleFilter{Limit: perPage})
	if err != nil {
		return page{}, err
	}
	p := page{view: "board", title: "현황판", at: "/board"}
	if len(list.Cycles) == 0 {
		p.of = boardPage{}
		return p, nil
	}
	name, year := list.Cycles[0].Name, int(list.Cycles[0].Year)
	if r.PathValue("name") != "" {
		name = r.PathValue("name")
		if year, err = strconv.Atoi(r.PathValue("year")); err != nil {
			return page{}, errNoPage
		}
	}
	of := boardPage{}
	for _, c := range list.Cycles {
		at := "/board/" + url.PathEscape(c.Name) + "/" + strconv.Itoa(int(c.Year))
		of.Years = append(of.Years, tab{link{at, c.Title}, c.Name == name && int(c.Year) == year})
	}
	if of.Year, err = s.Cases.Progress(r.Context(), v.actor, name, year); err != nil {
		return page{}, err
	}
	if of.Path, err = s.Cases.Path(r.Context(), v.actor, name, year); err != nil {
		return page{}, err
	}
	m, err := s.Cases.Matrix(r.Context(), v.actor, name, cases.MatrixFilter{Year: year, Kind: gov.StageCollect})
	if err != nil {
		return page{}, err
	}
	of.lay(s, m)
	p.title, p.of = "현황판 — "+of.Year.Title, of
	return p, nil
}

// lay puts the stages in order, and the units under those of them that collect.
func (b *boardPage) lay(s *server, m cases.CycleMatrix) {
	at := map[string]int{}
	for _, st := range b.Year.Stages {
		day := st.HoldOn
		if st.Due != nil {
			day = st.Due.Operative
		}
		b.Stages = append(b.Stages, boardStage{st, nameOf(st), s.stageDue(b.Year.Today, day, st)})
		if st.Kind == gov.StageCollect && st.Asked > 0 {
			at[st.Stage] = len(b.Heads)
			b.Heads = append(b.Heads, nameOf(st))
		}
	}
	for _, u := range m.Units {
		row := boardRow{Unit: u.UnitName, Cells: make([]boardCell, len(b.Heads))}
		for i := range row.Cells {
			row.Cells[i].None = true
		}
		for _, c := range u.Cells {
			if i, ok := at[c.Stage]; ok {
				row.Cells[i] = cellOf(c)
			}
		}
		b.Rows = append(b.Rows, row)
	}
}

// nameOf tells the rounds of a stage that repeats apart.
func nameOf(st cases.StageProgress) string {
	if _, round, ok := strings.Cut(st.Stage, "."); ok {
		return st.Title + " (" + round + "회)"
	}
	return st.Title
}

// stageDue is the date of a stage; one that is over has no days left.
func (s *server) stageDue(today, day gov.Date, st cases.StageProgress) due {
	out := s.due(today, day)
	if day.IsZero() {
		out.Badge = ""
	}
	if st.State == gov.Closed || st.State == gov.Waived || st.State == gov.Skipped {
		out.Badge, out.Kind = "마침", "plain"
	}
	return out
}

func cellOf(c cases.MatrixCell) boardCell {
	out := boardCell{MatrixCell: c, Kind: "soon", Sign: "…"}
	switch {
	case c.Open == 0 && c.Late:
		out.Kind, out.Sign = "calm", "✓ 늦음"
	case c.Open == 0:
		out.Kind, out.Sign = "calm", "✓"
	case c.Late:
		out.Kind, out.Sign = "late", "! 늦음"
	}
	for _, h := range c.Holders {
		if h.Title != "" {
			out.Who = h.Title
			break
		}
	}
	return out
}
