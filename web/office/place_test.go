package office_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
)

// settled is a desk on which there is something of every place: a meeting that was called, a filing, opinions,
// nominations and agreements.
func settled(t *testing.T) *desk {
	t.Helper()
	d := open(t, "2022-01-07")
	d.OpenCycle(t, "lifelong-education-plan", 2022)
	d.OpenStage(t, "coordination")
	for key, number := range map[string]string{"decision": "평생교육과-101", "results-report": "평생교육과-102"} {
		d.decided(t, key, number)
	}
	d.OpenStage(t, "ministry")
	d.SetToday(t, "2022-04-04")
	d.OpenStage(t, "monitoring-1")
	d.SetToday(t, "2022-10-04")
	d.OpenStage(t, "awards")
	d.SetToday(t, "2025-02-26")
	_, err := d.Cases.OpenAgreements(t.Context())
	require.NoError(t, err)
	return d
}

// decided opens a stage and puts its document where its final signature would, as rows.
func (d *desk) decided(t *testing.T, key, number string) {
	t.Helper()
	s := d.OpenStage(t, key)
	id := testkit.One[gov.CaseID](t, d.House, "select id from case_file where stage_id = $1 and kind = 'document'", s.ID)
	d.Exec(t, "update document set document_number = $2, approved_on = $3 where case_id = $1", id, number, d.Today(t))
	d.Exec(t, "update task set state = 'done', closed_on = $2 where case_id = $1", id, d.Today(t))
	d.Force(t, "update case_file set state = 'dispatched', content_hash = sha256($2), closed_on = $3 where id = $1",
		id, []byte(number), d.Today(t))
}

// hrefs are the addresses on a page that begin with one.
func (s seen) hrefs(t *testing.T, prefix string) []string {
	t.Helper()
	var out []string
	for _, a := range s.elements(t, "a") {
		if href := attr(a, "href"); strings.HasPrefix(href, prefix) {
			out = append(out, href)
		}
	}
	return out
}

func TestEveryPlaceListsItsCasesAndShowsEach(t *testing.T) {
	t.Parallel()
	d := settled(t)
	c := d.sits(t, coordinator)
	for at, name := range map[string]string{
		"/meetings": "meeting", "/filings": "filing", "/monitoring": "opinion", "/awards": "nomination",
		"/agreements": "agreement",
	} {
		list := c.get(t, at)
		require.Equal(t, http.StatusOK, list.status, list.body)
		lawful(t, at, list)
		if name == "meeting" || name == "agreement" {
			golden(t, "list-"+name, list)
		}
		var one string
		for _, href := range list.hrefs(t, at+"/") {
			if !strings.Contains(href, "bodies") {
				one = href
			}
		}
		require.NotEmpty(t, one, "%s: %s", at, list.body)
		s := c.get(t, one)
		require.Equal(t, http.StatusOK, s.status, s.body)
		lawful(t, one, s)
		golden(t, name, s)
		none := c.get(t, at+"?q="+url.QueryEscape("없는말"))
		require.Contains(t, none.body, "찾는 조건에 맞는 것이 없습니다")
	}
}

func TestWhatSomebodyMayNotSeeIsInNoListAndOpensNowhere(t *testing.T) {
	t.Parallel()
	d := settled(t)
	c, o := d.sits(t, coordinator), d.sits(t, "jung-gu.officer")
	list := c.get(t, "/awards")
	for _, href := range list.hrefs(t, "/awards/") {
		seen := o.get(t, href)
		if strings.Contains(o.get(t, "/awards").body, href) {
			require.Equal(t, http.StatusOK, seen.status)
			continue
		}
		require.Equal(t, http.StatusNotFound, seen.status, href)
	}
	for _, at := range []string{"/admin", "/admin/calendar"} {
		require.Equal(t, http.StatusNotFound, o.get(t, at).status, at)
	}
	for _, at := range []string{"/admin/organisation", "/admin/processes", "/admin/policies"} {
		require.Equal(t, http.StatusForbidden, o.get(t, at).status, at)
	}
	require.NotContains(t, o.get(t, "/").body, `href="/admin"`)
	one := c.get(t, "/meetings").hrefs(t, "/meetings/")[1]
	id := one[strings.LastIndex(one, "/")+1:]
	require.Equal(t, http.StatusNotFound, c.get(t, "/awards/"+id).status, "a meeting is no nomination")
}

func TestTheNamesOfMembersAreMaskedForWhoeverMayNotReadThem(t *testing.T) {
	t.Parallel()
	d := settled(t)
	name := testkit.One[string](t, d.House, `select p.name from seat s join holding h on h.post_id = s.post_id
		join person p on p.id = h.person_id where s.body_id = 'monitoring-panel' order by s.ordinal limit 1`)
	at := "/meetings/bodies/monitoring-panel"
	shown := d.sits(t, coordinator).get(t, at)
	require.Contains(t, shown.body, "<td>"+name+"</td>")
	golden(t, "body", shown)
	hidden := d.sits(t, "jung-gu.officer").get(t, at)
	require.Equal(t, http.StatusOK, hidden.status)
	require.NotContains(t, hidden.body, "<td>"+name+"</td>")
	require.Contains(t, hidden.body, "(가림)")
	require.NotContains(t, hidden.body, "외부 위원 초대")
	require.Equal(t, http.StatusNotFound, d.sits(t, coordinator).get(t, "/meetings/bodies/none").status)
}

func TestAMeetingIsShownWithItsQuorumAndItsVotes(t *testing.T) {
	t.Parallel()
	d := settled(t)
	at := d.sits(t, coordinator).get(t, "/meetings").hrefs(t, "/meetings/")
	require.NotEmpty(t, at)
	id := testkit.One[gov.CaseID](t, d.House, "select id from case_file where kind = 'meeting' limit 1")
	d.Force(t, "update meeting set held_on = hold_on, in_office = 9, quorum = 5, present = 7 where case_id = $1", id)
	s := d.sits(t, coordinator).get(t, "/meetings/"+id.String())
	for _, want := range []string{"<dt>재적</dt><dd>9명", "<dt>의사정족수</dt><dd>5명", "<dt>참석</dt><dd>7명"} {
		require.Contains(t, s.body, want)
	}
	require.Contains(t, d.sits(t, coordinator).get(t, "/meetings").body, "7명 / 5명")
}
