package main

import (
	"context"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/failpoint"
)

// lost is a request of an officer during which the program dies; it is repeated under its key.
type lost struct {
	name string
	ask  func(ctx context.Context, desk *client.Client) error
}

// TestWhatAnOfficerHandsInIsThereOnceWhereverTheProgramDies kills the program in each request by which rows come in,
// before its commit and after it. The officer sends the same again, and everything is there once.
func TestWhatAnOfficerHandsInIsThereOnceWhereverTheProgramDies(t *testing.T) {
	t.Parallel()
	for _, place := range []string{"act.before_commit", "act.after_commit"} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			dir := folder(t)
			asks := collectionToLose(t, dir)
			dies := isUpBy(t, dir, dyingOn(t, dir, place, 1))
			for i, l := range asks {
				require.Error(t, l.ask(t.Context(), deskOf(t, dir, dies.url)), l.name)
				killed(t, dies.cmd)
				if i == len(asks)-1 {
					break
				}
				dies = isUpBy(t, dir, dyingOn(t, dir, place, 2)) // once for what is repeated
				require.NoError(t, l.ask(t.Context(), deskOf(t, dir, dies.url)), l.name)
			}
			p := isUp(t, dir)
			for _, l := range asks {
				require.NoError(t, l.ask(t.Context(), deskOf(t, dir, p.url)), "%s once more", l.name)
			}
			eachOnce(t, dir)
			p.end(t)
		})
	}
}

func dyingOn(t *testing.T, dir, place string, passes int) *exec.Cmd {
	t.Helper()
	cmd := upOn(t, dir)
	cmd.Env = append(cmd.Env, failpoint.Variable+"="+place+":"+strconv.Itoa(passes))
	return cmd
}

func deskOf(t *testing.T, dir, url string) *client.Client {
	t.Helper()
	tokens, err := readTokens(dir)
	require.NoError(t, err)
	return client.New(url, tokens[benchCoordinator])
}

// collectionToLose opens a collection on an installation and prepares the requests: a row saved by hand, a file taken
// in, an event, and a file beside a row.
func collectionToLose(t *testing.T, dir string) []lost {
	t.Helper()
	in := beginsHere(t, dir)
	ctx := t.Context()
	b := &bench{in: in, desk: map[string]*client.Client{}, http: http.DefaultClient, log: t.Logf}
	require.NoError(t, b.seoul(ctx))
	require.NoError(t, b.signIn(ctx))
	row, err := b.rowToSave(ctx)
	require.NoError(t, err)
	desk := b.as(benchCoordinator)
	task, err := desk.Task(ctx, row.task)
	require.NoError(t, err)
	sheet, err := desk.ExportSheet(ctx, "", task.File.ID, "csv")
	require.NoError(t, err)
	lines := strings.Split(string(sheet.Data), "\r\n")
	lines[4] = strings.Replace(lines[4], ",,", ",파일의 목표,", 1) // the second row; the first is saved by hand
	taken, err := desk.ImportSheet(ctx, client.Upload{Name: sheet.Name, Data: []byte(strings.Join(lines, "\r\n"))})
	require.NoError(t, err)
	require.EqualValues(t, 1, taken.Rows)
	file, err := desk.StoreFile(ctx, []byte("%PDF-1.7\n%%EOF\n"))
	require.NoError(t, err)
	require.NoError(t, b.rest(ctx))
	require.NoError(t, in.stop(context.WithoutCancel(ctx)))
	act := func(verb gov.Verb, body map[string]any) lost {
		key := client.NewKey()
		return lost{string(verb), func(ctx context.Context, desk *client.Client) error {
			_, err := desk.Act(ctx, row.task, verb, client.ActOptions{Key: key, Body: body})
			return err
		}}
	}
	key := client.NewKey()
	return []lost{
		act(gov.VerbSaveRow, map[string]any{"row": row.id, "revision": 0, "data": map[string]any{"goal": "손으로 적은 목표"}}),
		{"a file", func(ctx context.Context, desk *client.Client) error {
			_, err := desk.ApplyImport(ctx, key, taken.ID, nil)
			return err
		}},
		act(gov.VerbRecordEvent, map[string]any{
			"row": row.id, "kind": "ended", "effective_on": b.today.String(), "reason": "수요 감소",
		}),
		act(gov.VerbAttach, map[string]any{"sha256": file.Sha256, "name": "근거.pdf", "row": row.id}),
	}
}

// eachOnce wants every request in the rows, in the contributions and in the record once.
func eachOnce(t *testing.T, dir string) {
	t.Helper()
	var given, entries []string
	var goals, events, files, applied int
	require.NoError(t, connected(t, dir).QueryRow(t.Context(), `select
		(select array_agg(verb order by verb) from contribution),
		(select array_agg(e.kind order by e.kind) from audit_entry e join contribution c on c.id = e.contribution_id),
		(select count(*) from plan_row where revision = 1 and data ->> 'goal' in ('손으로 적은 목표', '파일의 목표')),
		(select count(*) from row_event), (select count(*) from row_attachment), (select count(*) from sheet_apply)`,
	).Scan(&given, &entries, &goals, &events, &files, &applied))
	require.Equal(t, []string{"attach", "record_event", "save_row", "save_row"}, given)
	require.Len(t, entries, 4)
	require.Equal(t, [4]int{2, 1, 1, 1}, [4]int{goals, events, files, applied})
}
