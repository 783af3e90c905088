package browser

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// mostPages is how many pages of one person are judged, and mostAlike how many that differ only in what they are about.
const (
	mostPages = 25
	mostAlike = 2
)

var anID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|after=[^&]*`)

func TestNoPageOfAnybodyKeepsAnybodyOut(t *testing.T) {
	t.Parallel()
	o := year(t)
	for name, post := range map[string]string{
		"officer": officer, "head": lead, "coordinator": coordinator, "expert": expert, "auditor": auditor,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := o.sits(t, post)
			walked := b.walks()
			require.Greater(t, walked, 3)
			t.Logf("%d pages", walked)
		})
	}
}

// walks goes from page to page by their links and judges each.
func (b *tab) walks() int {
	b.t.Helper()
	known, alike, waiting, walked := map[string]bool{"/": true}, map[string]int{}, []string{"/"}, 0
	for ; len(waiting) > 0 && walked < mostPages; walked++ {
		at := waiting[0]
		waiting = waiting[1:]
		require.EqualValues(b.t, http.StatusOK, b.visit(at), at)
		b.lawful()
		var links []string
		b.eval(&links, `[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))`)
		for _, href := range links {
			kind := anID.ReplaceAllString(href, "ID")
			if known[href] || !strings.HasPrefix(href, "/") || strings.HasPrefix(href, "/api/") || alike[kind] >= mostAlike {
				continue
			}
			known[href] = true
			alike[kind]++
			waiting = append(waiting, href)
		}
	}
	return walked
}

func TestNobodyIsKeptOutBeforeHeIsIn(t *testing.T) {
	t.Parallel()
	o := asked(t)
	b := o.seat(t)
	for at, status := range map[string]int{
		"/signin": http.StatusOK, "/signin/personas": http.StatusOK, "/invite/" + strings.Repeat("x", 40): http.StatusOK,
		"/signin/nowhere": http.StatusNotFound,
	} {
		require.EqualValues(t, status, b.visit(at), at)
		b.lawful()
	}
	b.comes(officer)
	require.EqualValues(t, http.StatusNotFound, b.visit("/tasks/nowhere"))
	b.lawful()
}

func TestTheTaskOfEveryKindIsForEverybody(t *testing.T) {
	t.Parallel()
	o := year(t)
	kinds := o.kinds(t)
	require.GreaterOrEqual(t, len(kinds), 8)
	b := o.seat(t)
	for _, k := range kinds {
		t.Log(k.Cell, k.Who)
		b.comes(k.Who)
		require.EqualValues(t, http.StatusOK, b.visit("/tasks/"+k.ID.String()), k.Cell)
		b.lawful()
	}
}
