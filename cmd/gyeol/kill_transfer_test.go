package main

import (
	"context"
	"os/exec"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/testkit"
)

// movedTasks are more than two chunks.
const movedTasks = 450

// TestATransferThatIsKilledBetweenChunksIsFinished kills the program in the request that moves a person, then the
// worker that goes on with it, each between two chunks. Nobody asks again: the next start finishes it, with nothing
// lost or doubled and a list of everything.
func TestATransferThatIsKilledBetweenChunksIsFinished(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	const boss, mover = testkit.Coordinator, "lifelong-education-division.head"
	dying := failpoint.Variable + "=transfer.between_chunks"
	p := isUpAs(t, dir, dying)
	tokens, err := readTokens(dir)
	require.NoError(t, err)
	givenByName(t, client.New(p.url, tokens[boss]), dir, mover)
	_, err = client.New(p.url, tokens[boss]).TransferPerson(t.Context(), client.Move{
		Person: mover, From: gov.PostID(mover), Reason: "정기 인사",
	})
	require.Error(t, err, "the program died in the middle of it")
	killed(t, p.cmd)
	again := gyeol(t, []string{"GYEOL_LISTEN=127.0.0.1:0", dying}, "up", "--data", dir, "--rehearsal")
	require.NoError(t, again.Start())
	killed(t, again)

	p = isUp(t, dir, "--rehearsal")
	reader := client.New(p.url, tokens[boss])
	var list []client.Transfer
	testkit.Eventually(t, func() bool {
		list, err = reader.Transfers(t.Context(), "", false)
		return err == nil && len(list) == 1 && list[0].Done
	})
	tr, err := reader.Transfer(t.Context(), list[0].ID)
	require.NoError(t, err)
	require.EqualValues(t, movedTasks, tr.Moved)
	names := map[string]bool{}
	for _, h := range tr.List {
		if string(h.How) == "name" {
			require.False(t, names[h.Key], "%s stands twice", h.Key)
			names[h.Key] = true
		}
	}
	require.Len(t, names, movedTasks)
	handedOver(t, dir, mover)
	p.end(t)
}

// isUpAs starts gyeol on a rehearsal's folder with something in its environment and waits until it answers.
func isUpAs(t *testing.T, dir string, env ...string) *part {
	t.Helper()
	p := &part{cmd: lasting(t, append([]string{"GYEOL_LISTEN=127.0.0.1:0"}, env...), "up", "--data", dir, "--rehearsal")}
	require.Contains(t, firstLine(t, p.cmd), "gyeol is up")
	t.Cleanup(func() { p.kill(t) })
	testkit.Eventually(t, func() bool {
		p.url, _ = running(dir)
		return p.url != ""
	})
	return p
}

// killed waits for a run to die of its failpoint.
func killed(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	require.Error(t, cmd.Wait())
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	require.True(t, ok && status.Signaled(), "it ended by itself")
}

// givenByName opens a year and gives a person tasks in it by name.
func givenByName(t *testing.T, boss *client.Client, dir, person string) {
	t.Helper()
	_, err := boss.OpenCycle(t.Context(), "lifelong-education-plan", 2022, "")
	require.NoError(t, err)
	conn := connected(t, dir)
	_, err = conn.Exec(t.Context(), `with given as (
		    insert into task (id, case_id, unit_id, kind, cell, opened_seq, natural_key, round, title, verbs, due_operative, opened_on)
		    select gen_random_uuid(), c.id, c.unit_id, 'fill', n::text, 0, 'named/' || n, 1, '과업 ' || n, '{submit}', '2022-03-02', '2022-01-03'
		    from (select * from case_file where kind = 'cycle') c, generate_series(1, $2::int) n returning id)
		insert into task_actor (task_id, person_id) select g.id, p.id from given g, person p where p.slug = $1`, person, movedTasks)
	require.NoError(t, err)
}

// handedOver wants each task at the post and nowhere else, what was moved told once in the record, and one end.
func handedOver(t *testing.T, dir, post string) {
	t.Helper()
	conn := connected(t, dir)
	var right, all, chunks, ends int
	require.NoError(t, conn.QueryRow(t.Context(), `select
		(select count(*) from task t where t.natural_key like 'named/%' and t.state = 'open'
		    and (select array_agg(a.post_id) from task_actor a where a.task_id = t.id) = array[$1]),
		(select count(*) from task_actor a join task t on t.id = a.task_id where t.natural_key like 'named/%'),
		(select count(*) from audit_entry e where e.kind = 'transfer' and e.subject_kind = 'transfer'
		    and e.subject_id = (select id::text from transfer)),
		(select count(*) from transfer where done_at is not null)`, post).Scan(&right, &all, &chunks, &ends))
	require.Equal(t, movedTasks, right)
	require.Equal(t, movedTasks, all)
	require.Equal(t, 4, chunks, "three chunks and the end, each once")
	require.Equal(t, 1, ends)
}

func connected(t *testing.T, dir string) *pgx.Conn {
	t.Helper()
	_, database := running(dir)
	conn, err := pgx.Connect(t.Context(), database)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) }) // its server may have been killed
	return conn
}
