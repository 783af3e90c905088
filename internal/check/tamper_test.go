package check

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/testkit"
	"gyeol/policies/pack"
)

// tampering is one thing done to the record behind the engine's back, and what the checker must say of it.
type tampering struct{ check, sql, says string }

// cast are the rows that the tamperings speak of.
var cast = strings.NewReplacer(
	"{document}", "(select id from case_file where kind = 'document' and subject = 'document')",
	"{filing}", "(select id from case_file where kind = 'filing')",
	"{no_quorum}", "(select id from case_file where kind = 'meeting' and subject = 'attempt-1')",
	"{meeting}", "(select id from case_file where kind = 'meeting' and subject = 'attempt-2')",
	"{board}", "(select id from case_file where kind = 'meeting' and subject = 'board-1')",
	"{awarded}", "(select id from case_file where kind = 'nomination' and subject = 'mapo-gu')",
	"{ineligible}", "(select id from case_file where kind = 'nomination' and subject = 'gangnam-gu')",
	"{opinion}", "(select case_id from opinion where project_id = 'BP-1-1-1')",
	"{submission}", "(select id from case_file where kind = 'submission' and subject = 'lifelong-education-institute')",
	"{notice}", "(select min(id::text)::uuid from notice where state = 'sent' and not legal)",
	"{some_task}", "(select min(id::text)::uuid from task where state = 'open' and kind = 'opine')",
)

// lawful is what may come to pass: it is told and is no fault.
var lawful = []tampering{
	{
		check: "meeting", says: "was present, cast no vote",
		sql: "delete from ballot where choice = 'yes' and item_id in (select id from agenda_item where case_id = {meeting})",
	},
	{
		check: "opinion", says: "before an action plan came",
		sql: `with cut as (update case_file set state = 'missing' where id = {opinion})
			update opinion set answered_on = null, decision = '' where case_id = {opinion}`,
	},
}

// tamperings reads both tables.
func tamperings(t *testing.T) []tampering {
	t.Helper()
	return append(tamperingsIn(t, "testdata/tamperings.sql"), tamperingsIn(t, "testdata/forgeries.sql")...)
}

// tamperingsIn reads a table: a line "-- check: what is said", and a statement.
func tamperingsIn(t *testing.T, file string) []tampering {
	t.Helper()
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	var out []tampering
	for _, block := range strings.Split(string(raw), "\n\n")[1:] {
		head, sql, ok := strings.Cut(strings.TrimSpace(block), "\n")
		check, says, named := strings.Cut(strings.TrimPrefix(head, "-- "), ": ")
		require.True(t, ok && named, block)
		out = append(out, tampering{check: check, says: says, sql: cast.Replace(sql)})
	}
	return out
}

func TestTamperingIsSaid(t *testing.T) { //nolint:tparallel // one connection, one tampering at a time
	t.Parallel()
	s := tellStory(t)
	conn := s.superuser(t)
	packs := map[string]*pack.Pack{}
	for _, c := range tamperings(t) {
		name := strings.Fields(c.says)
		t.Run(c.check+"/"+strings.Join(name[:min(5, len(name))], "-"), func(t *testing.T) {
			require.Contains(t, written(s.tampered(t, conn, packs, c).Findings), c.says)
		})
	}
	for _, c := range lawful {
		t.Run(c.check+"/noted", func(t *testing.T) {
			c.sql = cast.Replace(c.sql)
			require.Contains(t, written(s.tampered(t, conn, packs, c).Notes), c.says)
		})
	}
	t.Run("mail/lost", s.lostMail)
	t.Run("process/stopped", s.stopped)
}

// tampered changes rows as the superuser with every trigger silent, makes the one check, and takes it all back.
func (s *story) tampered(t *testing.T, conn *pgx.Conn, packs map[string]*pack.Pack, how tampering) Check {
	t.Helper()
	ctx := t.Context()
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead})
	require.NoError(t, err)
	_, err = tx.Exec(ctx, "set local session_replication_role = replica")
	require.NoError(t, err)
	tag, err := tx.Exec(ctx, how.sql)
	require.NoError(t, err)
	require.Positive(t, tag.RowsAffected(), "the tampering found no row: %s", how.sql)
	r, err := readerOn(ctx, tx, s.mail)
	require.NoError(t, err)
	defer r.close(ctx) // nothing of it may stay
	r.packs = packs
	all := claims()
	i := slices.IndexFunc(all, func(cl claim) bool { return cl.id == how.check })
	require.GreaterOrEqual(t, i, 0, "no check is called %q", how.check)
	c, err := all[i].examine(ctx, r)
	require.NoError(t, err)
	return c
}

// findingsOf writes what one check found.
func findingsOf(r Report, id string) string {
	for _, c := range r.Checks {
		if c.ID == id {
			return written(c.Findings)
		}
	}
	return ""
}

// written puts findings or notes down, one a line.
func written(list []Finding) string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = f.Subject + ": " + f.Text
	}
	return strings.Join(out, "\n")
}

// lostMail takes one mail away, and keeps it twice.
func (s *story) lostMail(t *testing.T) {
	id := testkit.One[string](t, s.House, "select min(id::text) from notice where state = 'sent' and not legal")
	path := filepath.Join(s.mail, id+".eml")
	text, err := os.ReadFile(path)
	require.NoError(t, err)

	twin := filepath.Join(s.mail, "ffffffff-0000-7000-8000-000000000000.eml")
	require.NoError(t, os.WriteFile(twin, text, 0o600))
	report, err := Run(t.Context(), s.Pool, s.mail)
	require.NoError(t, err)
	require.Contains(t, findingsOf(report, "mail"), "the reminder left 2 times")
	twice, err := Duplicates(t.Context(), s.Pool, s.mail)
	require.NoError(t, err)
	require.Equal(t, 1, twice)

	require.NoError(t, os.Remove(twin))
	require.NoError(t, os.Remove(path))
	defer os.WriteFile(path, text, 0o600) //nolint:errcheck // the next test would say so
	report, err = Run(t.Context(), s.Pool, s.mail)
	require.NoError(t, err)
	require.Contains(t, findingsOf(report, "mail"), id+": 보낸 것으로 기록되었으나 우편함에 없습니다")

	report, err = Run(t.Context(), s.Pool, "")
	require.NoError(t, err)
	require.True(t, report.OK, "without a sink of ours there is nothing to compare with")
}

// stopped lets a process stand still: no fault of the record, but its owner is named.
func (s *story) stopped(t *testing.T) {
	process := s.Stage(t, "awards").Process
	require.NoError(t, s.Cases.Stop(t.Context(), gov.Halt{Process: process, Code: gov.CodeNoRule, Text: "공적심의회 위원이 없습니다"}))
	s.Exec(t, "update wake set done_at = null where process_id = $1", process)
	report, err := Run(t.Context(), s.Pool, s.mail)
	require.NoError(t, err)
	require.Empty(t, listed(report))
	var notes string
	for _, c := range report.Checks {
		for _, n := range c.Notes {
			notes += n.Subject + ": " + n.Text + "\n"
		}
	}
	require.Contains(t, notes, "lifelong-education-division.coordinator: 공적심의회 위원이 없습니다")
	require.Contains(t, notes, "entries wait for their leaf")
}
