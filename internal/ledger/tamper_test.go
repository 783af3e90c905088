package ledger_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"gyeol/internal/proof"
	"gyeol/internal/testkit"
)

func newRandom() io.Reader { return rand.Reader }

// TestWhateverIsDoneToTheRecordBehindItsBackIsNamed changes rows as their owner, with every trigger silent, exports
// what is then there, and verifies it with the public key alone or against what an auditor holds.
func TestWhateverIsDoneToTheRecordBehindItsBackIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sql  []string
		kind proof.FaultKind
		from int64
	}{
		"an entry is changed": {
			[]string{
				"update audit_entry set subject_id = 'x' where id = (select entry_id from audit_leaf where leaf = 7)",
			},
			proof.FaultChanged, 7,
		},
		"a body hash is changed": {
			[]string{
				"update audit_entry set body_hash = sha256('x') where id = (select entry_id from audit_leaf where leaf = 9)",
			},
			proof.FaultChanged, 9,
		},
		"an entry and its hash are changed": {
			[]string{
				"update audit_entry set subject_id = 'x' where id = (select entry_id from audit_leaf where leaf = 7)",
				"update audit_hash set hash = sha256('x') where level = 0 and n = 7",
			},
			proof.FaultChanged, 7,
		},
		"a body is changed": {
			[]string{"update audit_body set body = 'x' where entry_id = (select entry_id from audit_leaf where leaf = 8)"},
			proof.FaultBody, 8,
		},
		"an entry is removed": {
			[]string{"delete from audit_leaf where leaf = 5"}, proof.FaultRemoved, 5,
		},
		"the last entries are removed": {
			[]string{"delete from audit_leaf where leaf >= 18"}, proof.FaultRemoved, 18,
		},
		"a removed entry leaves no gap in the numbers": {
			[]string{"delete from audit_leaf where leaf = 5", "update audit_leaf set leaf = leaf - 1 where leaf > 5"},
			proof.FaultChanged, 5,
		},
		"two entries change places": {
			[]string{
				"update audit_leaf set leaf = leaf + 100 where leaf in (3, 4)",
				"update audit_leaf set leaf = 107 - leaf where leaf >= 100",
			},
			proof.FaultChanged, 3,
		},
		"a checkpoint is forged": {
			[]string{"update audit_checkpoint set note = replace(note, E'\\n20\\n', E'\\n21\\n')"}, proof.FaultSignature, 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := testkit.Seoul(t, "2022-01-03")
			signer, key := testkit.AuditKey(t)
			fill(t, h, signer, 20)
			for _, sql := range c.sql {
				silently(t, h, sql)
			}
			_, r := export(t, h.Pool, key)
			require.NotNil(t, r.Fault)
			require.Equal(t, c.kind, r.Fault.Kind, r.Fault.String())
			require.Equal(t, c.from, r.Fault.From, r.Fault.String())
		})
	}
}

// fill brings the log to a size and signs it.
func fill(t *testing.T, h *testkit.House, key note.Signer, size int) {
	t.Helper()
	have := testkit.One[int](t, h, "select count(*) from audit_entry")
	require.LessOrEqual(t, have, size)
	write(t, h.Pool, named(have, size-have)...)
	require.Equal(t, int64(size), h.Signed(t, key))
}

// silently changes rows as whoever owns the cluster can: no trigger speaks.
func silently(t *testing.T, h *testkit.House, sql string, args ...any) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), strings.ReplaceAll(h.OwnerURL, "gyeol_owner", "postgres"))
	require.NoError(t, err)
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), "set session_replication_role = replica")
	require.NoError(t, err)
	tag, err := conn.Exec(t.Context(), sql, args...)
	require.NoError(t, err)
	require.Positive(t, tag.RowsAffected(), sql)
}

// TestARestoredOlderDatabaseIsRolledBackForWhoeverHoldsACheckpoint: what an operator does who restores a dump of before.
func TestARestoredOlderDatabaseIsRolledBackForWhoeverHoldsACheckpoint(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	signer, key := testkit.AuditKey(t)
	fill(t, h, signer, 20)
	dump, r := export(t, h.Pool, key)
	require.Nil(t, r.Fault)
	fill(t, h, signer, 30)
	later, r := export(t, h.Pool, key)
	require.Nil(t, r.Fault)
	held, err := proof.Checkpoints(bytes.NewReader(later), key)
	require.NoError(t, err)
	against := proof.Against{Keys: []note.Verifier{key}, Held: held}
	require.Equal(t, proof.FaultRolledBck, verify(t, dump, against).Fault.Kind)

	restored(t, h, 20)
	_, r = export(t, h.Pool, key)
	require.Nil(t, r.Fault, "alone, the restored record is in order")
	write(t, h.Pool, named(1000, 15)...)
	h.Signed(t, signer)
	forked, r := export(t, h.Pool, key)
	require.Nil(t, r.Fault)
	r = verify(t, forked, against)
	require.Equal(t, proof.FaultForked, r.Fault.Kind)
	require.Equal(t, []int64{20, 30}, []int64{r.Fault.From, r.Fault.To})
}

// restored takes the record back to a size, as a dump of that time holds it.
func restored(t *testing.T, h *testkit.House, size int64) {
	t.Helper()
	rows, err := h.Pool.Query(t.Context(), "select hash from audit_hash where level = 0 and n < $1 order by n", size)
	require.NoError(t, err)
	hashes, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	require.NoError(t, err)
	var e proof.Edge
	for _, b := range hashes {
		e.Add([32]byte(b), nil)
	}
	silently(t, h, "delete from audit_checkpoint where size > $1", size)
	silently(t, h, "delete from audit_hash where n >= $1", size)
	silently(t, h, "update audit_head set size = $1, tree = $1, edge = $2", size, e.Bytes())
	silently(t, h, "delete from audit_body where entry_id in (select entry_id from audit_leaf where leaf >= $1)", size)
	silently(t, h, "with gone as (delete from audit_leaf where leaf >= $1 returning entry_id) "+
		"delete from audit_entry where id in (select entry_id from gone)", size)
}
