package store_test

import (
	"crypto/rand"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/ledger"
	"gyeol/internal/proof"
	"gyeol/internal/sheets"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/internal/testkit"
)

// appendOnly are the tables of which the design says that a row, once written, stays as it is.
var appendOnly = []string{
	"installation", "policy_pack", "act", "contribution", "decision", "document_version", "audit_entry", "audit_leaf",
	"sheet_export", "sheet_import", "sheet_apply", "audit_hash", "audit_checkpoint", "audit_witness",
}

// owner connects as the role that owns the tables and may do what it likes, but for the triggers.
func owner(t *testing.T, h *testkit.House) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), h.OwnerURL)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close(t.Context())) })
	return conn
}

// TestTheRecordIsAppendOnlyForItsOwnerToo: an outside database may have one role only, that of the owner.
func TestTheRecordIsAppendOnlyForItsOwnerToo(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	decided(t, h)
	witnessed(t, h)
	conn := owner(t, h)
	for _, table := range appendOnly {
		var column string
		require.NoError(t, conn.QueryRow(t.Context(), `select a.attname from pg_attribute a
			where a.attrelid = $1::regclass and a.attnum > 0 and a.attidentity = '' order by a.attnum limit 1`, table).Scan(&column))
		var rows int
		require.NoError(t, conn.QueryRow(t.Context(), "select count(*) from "+table).Scan(&rows))
		require.Positive(t, rows, "%s has nothing that could change", table)
		statements := []string{"truncate " + table + " cascade"}
		if rows > 0 {
			statements = append(statements, "update "+table+" set "+column+" = "+column, "delete from "+table)
		}
		for _, sql := range statements {
			_, err := conn.Exec(t.Context(), sql)
			require.ErrorContains(t, err, "never change", sql)
		}
		var triggers int
		require.NoError(t, conn.QueryRow(t.Context(), `select count(*) from pg_trigger
			where tgrelid = $1::regclass and tgfoid = 'refuse_change'::regproc and tgenabled = 'O'`, table).Scan(&triggers))
		require.Equal(t, 2, triggers, "%s: one trigger for rows, one for the whole table", table)
	}
	_, err := conn.Exec(t.Context(), "truncate case_file cascade")
	require.ErrorContains(t, err, "never change", "what hangs on a case goes along with it, and that is refused")
}

// witnessed leaves a signed checkpoint that another key has signed too.
func witnessed(t *testing.T, h *testkit.House) {
	t.Helper()
	key, public := testkit.AuditKey(t)
	h.Signed(t, key)
	secret, text, err := proof.NewKey(rand.Reader, "witness")
	require.NoError(t, err)
	witness, err := proof.Signer(secret)
	require.NoError(t, err)
	last, err := db.New(h.Pool).LastCheckpoint(t.Context())
	require.NoError(t, err)
	signed, err := proof.Cosign([]byte(last.Note), witness, public)
	require.NoError(t, err)
	_, err = ledger.AddWitness(t.Context(), h.Pool, ledger.Handed{Signed: signed, Public: text})
	require.NoError(t, err)
}

// decided leaves something in every table of the record but those that the sealer fills: a document with its
// versions, its signatures and a reader.
func decided(t *testing.T, h *testkit.House) {
	t.Helper()
	const division, head = "lifelong-education-division", "lifelong-education-division.head"
	h.OpenStage(t, "request")
	text := map[string]any{"text": "제출 바랍니다."}
	h.Act(t, testkit.Coordinator, h.TaskOf(t, testkit.Coordinator, gov.TaskDraft).ID, testkit.Do{
		Verb: gov.VerbSubmit, Body: map[string]any{"title": "자료 취합 요청", "body": text},
	})
	h.Act(t, division+".team-lead", h.TaskOf(t, division+".team-lead", gov.TaskSign).ID, testkit.Do{Verb: gov.VerbReview})
	out := h.Act(t, head, h.TaskOf(t, head, gov.TaskSign).ID, testkit.Do{Verb: gov.VerbApprove})
	_, err := h.OnCase(t, testkit.Coordinator, out.Case, testkit.Do{
		Verb: gov.VerbCirculate, Body: map[string]any{"posts": []string{head}},
	})
	require.NoError(t, err)
	h.Act(t, head, h.TaskOf(t, head, gov.TaskCirculated).ID, testkit.Do{Verb: gov.VerbRead})
	handedIn(t, h)
}

// handedIn leaves a sheet that was given out, came back and was taken in.
func handedIn(t *testing.T, h *testkit.House) {
	t.Helper()
	const officer = "lifelong-education-institute.officer"
	h.OpenStage(t, "plans")
	file, err := h.Cases.ExportSheet(t.Context(), h.Actor(t, officer), cases.ExportSheet{
		Case: h.TaskOf(t, officer, gov.TaskFill).CaseID, Format: sheets.CSV, Key: "export-1",
	})
	require.NoError(t, err)
	in, err := h.Cases.ImportSheet(t.Context(), h.Actor(t, officer), cases.ImportSheet{
		Name: file.Name, Data: file.Body, Key: "import-1",
	})
	require.NoError(t, err)
	_, err = h.Cases.ApplySheet(t.Context(), h.Actor(t, officer), cases.ApplySheet{ID: in.ID, Key: "apply-1"})
	require.NoError(t, err)
}

// TestTheApplicationMayOnlyReadTheNumberOfTheSchema: it is compared at every start and written by migrations alone.
func TestTheApplicationMayOnlyReadTheNumberOfTheSchema(t *testing.T) {
	t.Parallel()
	pool := testkit.DB(t)
	want, err := store.SchemaVersion()
	require.NoError(t, err)
	var have int
	require.NoError(t, pool.QueryRow(t.Context(), "select version from schema_version").Scan(&have))
	require.Equal(t, want, have)
	for _, sql := range []string{
		"update schema_version set version = 1", "delete from schema_version", "insert into schema_version values (9)",
		"truncate schema_version",
	} {
		_, err := pool.Exec(t.Context(), sql)
		require.ErrorContains(t, err, "permission denied", sql)
	}
}
