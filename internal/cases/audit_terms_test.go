package cases_test

import (
	"bytes"
	"testing"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/check"
	"gyeol/internal/ledger"
	"gyeol/internal/proof"
	"gyeol/internal/store/db"
	"gyeol/internal/testkit"
)

// exported writes the log and verifies it with the public key alone.
func exported(t *testing.T, h *testkit.House, key note.Verifier) (string, proof.Report) {
	t.Helper()
	var file bytes.Buffer
	_, err := ledger.Export(t.Context(), h.Pool, &file)
	require.NoError(t, err)
	report, err := proof.Verify(bytes.NewReader(file.Bytes()), proof.Against{Keys: []note.Verifier{key}})
	require.NoError(t, err)
	require.Nil(t, report.Fault)
	return file.String(), report
}

// refusedOnce has somebody turned away who calls from an address, and gives the id of the entry that says so.
func refusedOnce(t *testing.T, h *testkit.House, source string) gov.AuditID {
	t.Helper()
	require.NoError(t, h.Cases.Refused(t.Context(), h.Actor(t, officer), cases.Refusal{
		SubjectKind: "request", Subject: "read-audit", Operation: "read-audit", Source: source,
		Code: gov.CodeForbidden,
	}))
	return testkit.One[gov.AuditID](t, h, "select id from audit_entry where kind = 'refusal' order by at desc limit 1")
}

func TestABodyWhoseTermHasEndedGoesAndEveryProofHolds(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	signer, key := testkit.AuditKey(t)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	old := refusedOnce(t, h, "10.11.12.13")
	h.Signed(t, signer)
	before, _ := exported(t, h, key)
	require.Contains(t, before, "10.11.12.13")
	bodies := "select count(*)::int from audit_body"
	open := func(day string) {
		t.Helper()
		h.SetToday(t, day)
		require.NoError(t, h.Cases.OpenDay(t.Context(), gov.MustDate(day)))
	}
	has := func(id gov.AuditID) bool {
		return testkit.One[bool](t, h, "select exists (select from audit_body where entry_id = $1)", id)
	}
	open("2024-01-02")
	require.True(t, has(old), "its last day has not passed")
	acts := testkit.One[int](t, h, bodies)
	young := refusedOnce(t, h, "10.11.12.14")
	open("2024-01-03")
	require.False(t, has(old))
	require.True(t, has(young))
	require.Equal(t, acts+2, testkit.One[int](t, h, bodies), "one went; the refusal, the day and what was told of it came")
	require.Contains(t, testkit.One[string](t, h, `select convert_from(b.body, 'UTF8') from audit_entry e
		join audit_body b on b.entry_id = e.id where e.subject_kind = 'audit_body'`),
		`"rule":"terms/refusal"`)

	h.Signed(t, signer)
	after, report := exported(t, h, key)
	require.NotContains(t, after, "10.11.12.13", "the address is in no line of the log any more")
	require.Equal(t, int64(1), report.BodiesGone)
	held, err := proof.Checkpoints(bytes.NewReader([]byte(before)), key)
	require.NoError(t, err)
	both, err := proof.Verify(bytes.NewReader([]byte(after)), proof.Against{Keys: []note.Verifier{key}, Held: held})
	require.NoError(t, err)
	require.True(t, both.OK, "what was signed while the body was there is signed of the same log")
	last, err := ledger.LastSigned(t.Context(), h.Pool)
	require.NoError(t, err)
	leaf := testkit.One[int64](t, h, "select leaf from audit_leaf where entry_id = $1", old)
	in, err := ledger.Include(t.Context(), db.New(h.Pool), leaf, last)
	require.NoError(t, err)
	require.Empty(t, in.Body)
	_, err = in.Check(key)
	require.NoError(t, err, "the entry is proven without it")
	page, err := h.Cases.Audit(t.Context(), h.Actor(t, "audit-committee.auditor"), cases.AuditFilter{
		SubjectKind: "request", Subject: "read-audit", Limit: 10,
	})
	require.NoError(t, err)
	require.Len(t, page.Entries, 2, "the trail shows the entry, and of one no body")
	require.Empty(t, page.Entries[0].Body)
	require.NotEmpty(t, page.Entries[1].Body)
	found(t, h, "")
	h.Force(t, "delete from audit_body where entry_id = $1", young)
	found(t, h, "the entry has no body")
}

// found holds what the checker says of the entries against what it should.
func found(t *testing.T, h *testkit.House, says string) {
	t.Helper()
	report, err := check.Run(t.Context(), h.Pool, "")
	require.NoError(t, err)
	for _, c := range report.Checks {
		switch {
		case c.ID != "audit":
		case says == "":
			require.Empty(t, c.Findings)
		default:
			require.Len(t, c.Findings, 1)
			require.Contains(t, c.Findings[0].Text, says)
		}
	}
}

// The role of the application has no right to delete a body, and what it may have carried out is bound to an entry that
// names it, to the kinds that have a term, and to the first year.
func TestNoBodyGoesButByAnEntryThatNamesIt(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	signer, _ := testkit.AuditKey(t)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	refused := refusedOnce(t, h, "10.11.12.13")
	h.Signed(t, signer)
	leafOf := func(sql string, args ...any) string { return testkit.One[string](t, h, sql, args...) }
	one := leafOf("select leaf::text from audit_leaf where entry_id = $1", refused)
	act := leafOf("select min(l.leaf)::text from audit_leaf l join audit_entry e on e.id = l.entry_id where e.kind = 'act'")
	try := func(e ledger.Entry) error {
		q := db.New(h.Pool)
		id, err := ledger.WriteAs(t.Context(), q, e)
		require.NoError(t, err)
		return q.ForgetBodies(t.Context(), pgtype.UUID{Bytes: id, Valid: true})
	}
	farewell := func(leaves string, bodies int) ledger.Entry {
		return ledger.Entry{
			Kind: ledger.KindClock, SubjectKind: ledger.SubjectBodies, SubjectID: "x", OfficeDate: h.Today(t),
			Body: map[string]any{"leaves": leaves, "bodies": bodies},
		}
	}
	require.ErrorContains(t, try(farewell(one, 1)), "younger than a year")
	h.SetToday(t, "2023-01-02")
	require.ErrorContains(t, try(farewell(one, 1)), "younger than a year")
	h.SetToday(t, "2023-01-03")
	require.ErrorContains(t, try(farewell(act, 1)), "has no term")
	require.ErrorContains(t, try(farewell(one+","+act, 2)), "has no term")
	require.ErrorContains(t, try(farewell(one, 2)), "names 2 bodies and 1 went")
	require.ErrorContains(t, try(farewell("0 or true", 1)), "no entry names")
	other := farewell(one, 1)
	other.SubjectKind = "office_day"
	require.ErrorContains(t, try(other), "no entry names")
	require.ErrorContains(t, db.New(h.Pool).ForgetBodies(t.Context(), pgtype.UUID{Bytes: refused, Valid: true}), "no entry names")
	_, err := h.Pool.Exec(t.Context(), "delete from audit_body where entry_id = $1", refused)
	require.ErrorContains(t, err, "permission denied")
	require.NoError(t, try(farewell(one, 1)))
	require.Zero(t, testkit.One[int](t, h, "select count(*)::int from audit_body where entry_id = $1", refused))
}
