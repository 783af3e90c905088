package main

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/internal/testkit"
)

// everyCaseGoesOn starts an installation on a folder whose walk was killed, and wants every open task to be read by its
// holders with something to do in it, and every open case to have an open task or a process that runs.
func everyCaseGoesOn(t *testing.T, dir string) {
	t.Helper()
	p := isUp(t, dir, "--rehearsal")
	tokens, err := readTokens(dir)
	require.NoError(t, err)
	boss := client.New(p.url, tokens[testkit.Coordinator])
	counts, err := boss.Counts(t.Context(), "holder")
	require.NoError(t, err)
	for _, c := range counts {
		holder := client.New(p.url, tokens[c.By])
		inbox, err := holder.Inbox(t.Context(), client.InboxFilter{})
		require.NoError(t, err, c.By)
		require.Len(t, inbox, int(c.Open), "the inbox of %s", c.By)
		for _, item := range inbox {
			task, err := holder.Task(t.Context(), item.ID)
			require.NoError(t, err, "%s cannot read %s", c.By, item.Key)
			require.NotEmpty(t, task.Verbs, item.Key)
			require.Empty(t, task.File.ClosedOn, item.Key)
		}
	}
	_, database := running(dir)
	conn, err := pgx.Connect(t.Context(), database)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	var stuck []string
	require.NoError(t, conn.QueryRow(t.Context(), `select coalesce(array_agg(c.kind || ' ' || c.subject order by 1), '{}')
		from case_file c join process p on p.id = c.process_id
		where c.closed_on is null and p.state <> 'running'
		    and not exists (select from task t where t.case_id = c.id and t.state = 'open')`).Scan(&stuck))
	require.Empty(t, stuck, "nobody can take these cases further")
	p.end(t)
}
