package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/ledger"
	"gyeol/internal/testkit"
)

// backlog is how many entries wait in the benchmark: what an office writes in some hours in which no worker runs.
const backlog = 300_000

// BenchmarkABacklogIsSealed tells how many entries a second are sealed while so many wait; once is enough:
//
//	go test -run '^$' -bench Backlog -benchtime 1x ./internal/ledger
func BenchmarkABacklogIsSealed(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		h := testkit.Seoul(b, "2022-01-03")
		key, _ := testkit.AuditKey(b)
		waits(b, h, backlog)
		b.StartTimer()
		size, err := ledger.Sign(b.Context(), h.Pool, key)
		require.NoError(b, err)
		require.GreaterOrEqual(b, size, int64(backlog))
	}
	b.ReportMetric(float64(backlog)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

// waits writes entries that wait for their leaf, as an import writes them: many in one transaction, their ids in the
// order of time.
func waits(t testing.TB, h *testkit.House, n int) {
	t.Helper()
	const chunk = 10_000
	for from := 0; from < n; from += chunk {
		h.Exec(t, `with entry as (
				insert into audit_entry (id, kind, subject_kind, subject_id, body_hash, at, office_date)
				select ('01890000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'import', 'row', 'row-' || i,
					sha256(convert_to(i::text, 'UTF8')), now(), '2022-01-03'
				from generate_series($1::int + 1, $2::int) i returning id
			), body as (
				insert into audit_body (entry_id, salt, body) select id, sha256('x'), '{}' from entry
			)
			insert into audit_pending (entry_id) select id from entry`, from, min(from+chunk, n))
	}
}
