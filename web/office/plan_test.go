package office_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/auth"
	"gyeol/internal/testkit"
	"gyeol/web/office"
)

// pagesOf are the pages of an office that stands already.
func pagesOf(t *testing.T, h *testkit.House) *desk {
	t.Helper()
	d := &desk{House: h, keeper: auth.NewKeeper(auth.Config{Pool: h.Pool, Base: base})}
	var err error
	d.pages, err = office.New(office.Config{
		Cases: h.Cases, Keeper: d.keeper, Base: base, Rehearsal: true, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	return d
}

// walks goes to every page of the plan that links lead to, and looks at each.
func (r reader) walks(t *testing.T, from string, most int) []string {
	t.Helper()
	known, waiting := map[string]bool{from: true}, []string{from}
	var out []string
	for len(waiting) > 0 && len(out) < most {
		at := waiting[0]
		waiting, out = waiting[1:], append(out, at)
		s := r.get(t, at)
		require.Equal(t, http.StatusOK, s.status, "%s\n%s", at, s.body)
		lawful(t, at, s)
		inOrder(t, at, s)
		for _, a := range s.elements(t, "a") {
			if href := attr(a, "href"); strings.HasPrefix(href, "/plan") && !known[href] {
				known[href] = true
				waiting = append(waiting, href)
			}
		}
	}
	return out
}

// inOrder holds headings and what scrolls against what a reader of a screen needs.
func inOrder(t *testing.T, at string, s seen) {
	t.Helper()
	level := 0
	for _, h := range s.elements(t, "h1", "h2", "h3", "h4") {
		n := int(h.Data[1] - '0')
		require.LessOrEqual(t, n, level+1, "%s: the heading %q jumps", at, words(h))
		level = n
	}
	for _, d := range s.elements(t, "div") {
		if attr(d, "class") == "scroll" {
			require.Equal(t, "region", attr(d, "role"), at)
			require.NotEmpty(t, attr(d, "aria-label"), at)
		}
	}
	ids := map[string]bool{}
	for _, n := range s.elements(t, "svg", "title", "desc", "pattern", "h2", "input", "select", "textarea") {
		if id := attr(n, "id"); id != "" {
			require.False(t, ids[id], "%s: the id %s stands twice", at, id)
			ids[id] = true
		}
	}
}

func TestThePlanIsReadFromPillarToProject(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	task, _ := d.fillTask(t)
	require.Equal(t, http.StatusSeeOther, o.writes(t, rowsOf(t, o.get(t, task))[0], url.Values{
		"f.indicator": {"수료자"}, "f.target": {"20"}, "f.target_unit": {"개"}, "f.target_kind": {"cumulative"},
	}).status)
	c := d.sits(t, coordinator)
	tree := c.get(t, "/plan")
	require.Equal(t, http.StatusOK, tree.status, tree.body)
	golden(t, "plan", tree)
	require.Contains(t, tree.body, "Ⅰ. 미래변화 대응 및 평생직업 역량 강화")
	require.Contains(t, tree.body, "120백만원 (금액이 있는 1개 사업)")
	require.Contains(t, tree.body, "수료자 · 목표 20개 · 누적")
	golden(t, "plan-none", c.get(t, "/plan?q="+url.QueryEscape("없는말")))
	require.NotContains(t, c.get(t, "/plan?pillar="+url.QueryEscape("Ⅱ")).body, "BP-1-1-1")
	require.Contains(t, c.get(t, "/plan?fold=yes").body, "사업까지 펼쳐 보기")
	require.Equal(t, http.StatusUnprocessableEntity, c.get(t, "/plan?year=twenty").status)

	project := c.get(t, "/plan/projects/BP-1-1-1?year=2022")
	golden(t, "plan-project", project)
	require.Contains(t, project.body, "120,000,000원")
	require.Contains(t, project.body, "연도별 시행계획의 목표", "its own target is drawn beside that of the basic plan")
	require.Equal(t, http.StatusNotFound, c.get(t, "/plan/projects/BP-9?year=2022").status)
	golden(t, "plan-outlook", c.get(t, "/plan/outlook"))
	golden(t, "plan-findings", c.get(t, "/plan/findings"))
	golden(t, "plan-papers-none", c.get(t, "/plan/papers"))
	require.Greater(t, len(c.walks(t, "/plan", 30)), 20)
}

func TestWhatAnotherUnitWroteIsNotOnThePagesOfThePlan(t *testing.T) {
	t.Parallel()
	d := asked(t)
	o := d.sits(t, officer)
	task, _ := d.fillTask(t)
	require.Equal(t, http.StatusSeeOther, o.writes(t, rowsOf(t, o.get(t, task))[0], nil).status)
	other := d.sits(t, "jung-gu.officer")
	tree := other.get(t, "/plan")
	require.Contains(t, tree.body, "소관 부서만 봄")
	require.NotContains(t, tree.body, "120백만원")
	project := other.get(t, "/plan/projects/BP-1-1-1?year=2022")
	require.NotContains(t, project.body, "수강생 확대")
	require.Contains(t, project.body, "소관 부서와 총괄 담당만")
	golden(t, "plan-project-closed", project)
	outside := d.sits(t, "ministry-of-education.officer")
	require.NotContains(t, outside.get(t, "/").body, `href="/plan"`)
	require.Equal(t, http.StatusForbidden, outside.get(t, "/plan").status)
}

const keepers = "results/R24-2-3-15/R24-3-1-6"

func TestACompiledReportIsReadCheckedAndItsPairsAreDecided(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	d := pagesOf(t, h)
	c := d.sits(t, coordinator)
	tree := c.get(t, "/plan")
	require.Contains(t, tree.body, "2024년 추진실적")
	require.Contains(t, tree.body, "R24-1-1-1")
	paper := "/plan/papers/" + id.String()
	golden(t, "plan-papers", c.get(t, "/plan/papers?year=2025"))
	golden(t, "plan-paper", c.get(t, paper))
	require.Equal(t, http.StatusNotFound, c.get(t, paper+"?chapter=Z").status)
	require.Contains(t, c.get(t, "/plan/findings?year=2025").body, "/plan/projects/R24-")

	list := "/plan/overlaps/" + id.String()
	golden(t, "plan-overlaps", c.get(t, list+"?settled=no"))
	pair := list + "?pair=" + url.QueryEscape(keepers)
	open := c.get(t, pair)
	golden(t, "plan-pair", open)
	form := open.form(t, "")
	form.Set("decision", "merge")
	refused := c.post(t, list, form)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status)
	require.Contains(t, refused.body, `id="act_reason-wrong"`)
	form.Set("act_reason", "지킴이 양성은 한 사업으로 운영")
	refused = c.post(t, list, form)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status)
	require.Contains(t, refused.body, `id="row-wrong"`)
	require.Contains(t, refused.body, "지킴이 양성은 한 사업으로 운영", "and what was typed is kept")
	golden(t, "plan-pair-refused", refused)
	form = refused.form(t, "")
	require.Equal(t, "merge", form.Get("decision"))
	form.Set("row", "R24-2-3-15")
	for range 2 {
		done := c.post(t, list, form)
		require.Equal(t, http.StatusSeeOther, done.status, done.body)
		require.Contains(t, c.get(t, done.header.Get("Location")).body, "중복 조정을 기록했습니다")
	}
	decisions := testkit.One[int](t, h, "select count(*)::int from overlap_decision")
	require.Equal(t, 1, decisions, "two clicks are one decision")
	require.Contains(t, c.get(t, pair).body, "통합 — 총괄 담당")
	require.NotContains(t, c.get(t, list+"?settled=no").body, "R24-2-3-15 ")
	require.Contains(t, c.get(t, "/plan/projects/R24-2-3-15?year=2024").body, "중복 조정")
	require.Equal(t, http.StatusNotFound, c.get(t, list+"?pair=x").status)

	other := d.sits(t, "jung-gu.officer")
	for _, at := range []string{paper, list, pair} {
		require.Equal(t, http.StatusNotFound, other.get(t, at).status, at)
	}
	require.Equal(t, http.StatusNotFound, other.post(t, list, form).status)
	auditor := d.sits(t, "audit-committee.auditor")
	require.Contains(t, auditor.get(t, pair).body, "중복 조정은 총괄 담당이 합니다.")
	require.Greater(t, len(c.walks(t, "/plan", 60)), 40)
}
