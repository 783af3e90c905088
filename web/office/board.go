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

// boardCases are what the board asks for.
type boardCases interface {
	Cycles(ctx context.Context, actor cases.Actor, f cases.CycleFilter) (cases.CyclePage, error)
	Progress(ctx context.Context, actor cases.Actor, name string, year int) (cases.CycleProgress, error)
	Matrix(ctx context.Context, actor cases.Actor, name string, f cases.MatrixFilter) (cases.CycleMatrix, error)
	Path(ctx context.Context, actor cases.Actor, name string, year int) (cases.CyclePath, error)
}

func boardPart() part {
	return part{
		link: link{"/board", "현황판"}, under: []string{"/board", "/board/", "/remind/"}, open: insider,
		pages: func(s *server) routes {
			return routes{
				"GET /board": s.board, "GET /board/{name}/{year}": s.board,
				"GET /board/{name}/{year}/stages/{stage}": s.moveForm, "POST /board/{name}/{year}/stages/{stage}": s.move,
				"GET /remind/{id}": s.remindOf, "POST /remind/{id}": s.remind,
			}
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

	At       string // of the year
	Line     *timeline
	Kinds    []option
	Standing []option // all, open, late
	Moves    bool     // the reader may move the dates of a stage
	Reminds  bool     // he may have a notice sent once more
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
	of.At = "/board/" + url.PathEscape(name) + "/" + strconv.Itoa(year)
	of.Moves, of.Reminds = v.Overrules, v.Resends
	of.narrow(r.URL.Query())
	p.title, p.of, p.live = "현황판 — "+of.Year.Title, of, of.Path.Cycle
	if r.URL.Query().Get("did") == string(gov.VerbMoveDate) {
		p.note = &note{Kind: "good", Text: "기한을 바꾸었습니다. 열린 과업의 기한도 함께 바뀌었고 담당자에게 알립니다."}
	}
	return p, nil
}

// narrow leaves of the stages those of a kind or of a standing, and draws them.
func (b *boardPage) narrow(q url.Values) {
	kinds := []gov.StageKind{}
	for _, st := range b.Stages {
		if !slices.Contains(kinds, st.Kind) {
			kinds = append(kinds, st.Kind)
		}
	}
	for _, k := range kinds {
		b.Kinds = append(b.Kinds, option{string(k), wordOf(stageKinds)(string(k)), string(k) == q.Get("kind")})
	}
	for _, o := range []option{{Value: "open", Text: "끝나지 않은 단계"}, {Value: "late", Text: "늦은 단계"}} {
		b.Standing = append(b.Standing, option{o.Value, o.Text, o.Value == q.Get("standing")})
	}
	b.Stages = slices.DeleteFunc(b.Stages, func(st boardStage) bool {
		over := st.State == gov.Closed || st.State == gov.Waived || st.State == gov.Skipped
		return q.Get("kind") != "" && string(st.Kind) != q.Get("kind") || q.Get("standing") == "open" && over ||
			q.Get("standing") == "late" && st.Late == 0 && st.Due.Kind != "late"
	})
	var chain []string
	if b.Path.Path != nil {
		chain = b.Path.Path.Chain
	}
	b.Line = drawn(b.Year.Today, b.Stages, chain)
}

// stageKinds are the words of the kinds of stages.
var stageKinds = map[string]string{
	"receive": "접수", "issue": "시행", "collect": "취합 요청", "compile": "취합", "deliberate": "심의", "consult": "협의",
	"approve": "결재", "file": "대외 제출", "monitor": "모니터링", "award": "포상",
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
