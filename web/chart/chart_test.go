package chart

import (
	"encoding/xml"
	"errors"
	"flag"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write golden files anew")

func TestStepsOfAnAxisAreRoundAndReachTheHighestFigure(t *testing.T) {
	t.Parallel()
	for most, want := range map[float64][]float64{
		0: {0, 1}, 1: {0, 0.2, 0.4, 0.6000000000000001, 0.8, 1}, 70: {0, 20, 40, 60, 80}, 424: {0, 100, 200, 300, 400, 500},
		1030.22: {0, 500, 1000, 1500}, 940173: {0, 200000, 400000, 600000, 800000, 1000000},
	} {
		require.InDeltaSlice(t, want, ticks(most), 1e-9, "%v", most)
	}
	for most := 0.001; most < 1e9; most *= 1.37 {
		steps := ticks(most)
		require.LessOrEqual(t, len(steps), 6, "%v", most)
		require.GreaterOrEqual(t, steps[len(steps)-1], most*0.999999, "%v", most)
	}
}

func TestAFigureHasCommasAndNoIdleZeros(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		v      float64
		digits int
		want   string
	}{
		{0, 0, "0"},
		{999, 0, "999"},
		{1000, 0, "1,000"},
		{940173, 1, "940,173"},
		{51.9, 2, "51.9"},
		{-1234.5, 1, "-1,234.5"},
		{-0.04, 1, "0"},
	} {
		require.Equal(t, c.want, Number(c.v, c.digits))
	}
}

func TestALabelIsShortenedToItsRoom(t *testing.T) {
	t.Parallel()
	require.Equal(t, "학습", fit("학습", 26))
	long := fit("미래변화 대응 및 평생직업 역량 강화", 110)
	require.True(t, strings.HasSuffix(long, "…"))
	require.LessOrEqual(t, wide(long), 110.0)
}

func ptr(v float64) *float64 { return &v }

// investment is the table of the basic plan in 억원, with a gap.
func investment() Bars {
	return Bars{
		About: About{ID: "inv", Title: "분야별 투자", Desc: "해마다 쌓은 막대 <그림>", Unit: "억원"},
		Groups: []string{
			"2022", "2023", "2024", "2025", "2026", "'27~'30\n연평균",
		},
		Series: []Series{
			{"평생 직업 역량 강화", "Ⅰ", []*float64{ptr(243.7), ptr(337.7), ptr(297.7), ptr(304.3), ptr(338.5), ptr(380)}},
			{"디지털 역량 강화", "Ⅱ", []*float64{ptr(196.7), ptr(298.2), ptr(223.5), ptr(224.5), ptr(238.5), ptr(277.9)}},
			{"진입 장벽 해소", "Ⅲ", []*float64{ptr(398.3), ptr(337.1), nil, ptr(376), ptr(391), ptr(401.7)}},
			{"학습 지원 체계 강화", "Ⅳ", []*float64{ptr(44.3), ptr(57.2), ptr(63.6), ptr(65.9), ptr(70.5)}},
		},
	}
}

func participation() Paths {
	return Paths{
		About: About{ID: "kpi", Title: "평생학습참여율", Desc: "목표까지의 길", Unit: "%"},
		Lines: []Line{
			{Name: "목표(기준값에서 목표값까지)", Dashed: true, Points: []Point{{2019, 50, "50%"}, {2030, 70, "70%"}}},
			{Name: "실적", Points: []Point{{2022, 50.2, ""}, {2023, 52.25, ""}, {2024, 52.3, ""}}},
		},
	}
}

func TestPicturesStayAsTheyWereLookedAt(t *testing.T) {
	t.Parallel()
	for name, picture := range map[string]template.HTML{"bars": investment().SVG(), "paths": participation().SVG()} {
		file := filepath.Join("testdata", name+".svg")
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o755))
			require.NoError(t, os.WriteFile(file, []byte(picture), 0o600))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, string(want), string(picture), "run the tests with -update and look at the difference")
	}
}

func TestAPictureIsWellFormedNamesItselfAndNeedsNoStyle(t *testing.T) {
	t.Parallel()
	empty := Paths{About: About{ID: "e"}}.SVG() + Bars{About: About{ID: "f"}}.SVG()
	for _, picture := range []template.HTML{investment().SVG(), participation().SVG(), "<g>" + empty + "</g>"} {
		dec := xml.NewDecoder(strings.NewReader(string(picture)))
		for {
			_, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, picture)
		}
		require.NotContains(t, picture, "style=")
		require.NotContains(t, picture, "NaN")
		require.NotContains(t, picture, "Inf")
	}
	bars := string(investment().SVG())
	require.Contains(t, bars, "&#39;27~&#39;30", "no bar goes without its name")
	require.Contains(t, bars, `role="img" aria-labelledby="inv-title inv-desc"`)
	require.Contains(t, bars, `<desc id="inv-desc">해마다 쌓은 막대 &lt;그림&gt;</desc>`)
}

// TestNoLabelMeetsAnother tries pictures that are full of figures.
func TestNoLabelMeetsAnother(t *testing.T) {
	t.Parallel()
	crowd := Paths{About: About{ID: "c", Unit: "명"}}
	for n := range 4 {
		l := Line{Name: strings.Repeat("아주 긴 이름 ", 9)}
		for year := 2001; year <= 2030; year++ {
			l.Points = append(l.Points, Point{Year: year, Value: float64(1_000_000 + n*1000 + year)})
		}
		crowd.Lines = append(crowd.Lines, l)
	}
	many := Bars{About: About{ID: "m", Unit: "백만원"}}
	for range 24 {
		many.Groups = append(many.Groups, "2027–2030")
	}
	for range 7 {
		s := Series{Name: "분야", Short: "Ⅷ"}
		for range many.Groups {
			s.Values = append(s.Values, ptr(123456))
		}
		many.Series = append(many.Series, s)
	}
	for _, picture := range []template.HTML{investment().SVG(), participation().SVG(), crowd.SVG(), many.SVG()} {
		placed := labelsOf(t, picture)
		require.Greater(t, len(placed), 8)
		for i, a := range placed {
			b := a.box()
			require.GreaterOrEqual(t, b.x, -0.2, a.text)
			require.LessOrEqual(t, b.x+b.w, across+0.2, a.text)
			for _, o := range placed[:i] {
				room := o.box()
				room.x, room.y, room.w, room.h = room.x+0.2, room.y+0.2, room.w-0.4, room.h-0.4
				require.False(t, b.meets(room), "%q on %q", a.text, o.text)
			}
		}
	}
}

// labelsOf reads the labels of a picture as a browser would.
func labelsOf(t *testing.T, picture template.HTML) []label {
	t.Helper()
	var svg struct {
		Text []struct {
			X    float64 `xml:"x,attr"`
			Y    float64 `xml:"y,attr"`
			At   string  `xml:"text-anchor,attr"`
			Text string  `xml:",chardata"`
		} `xml:"text"`
	}
	require.NoError(t, xml.Unmarshal([]byte(picture), &svg))
	var out []label
	for _, x := range svg.Text {
		out = append(out, label{x.X, x.Y, anchor(x.At), x.Text})
	}
	return out
}
