package ledger_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"gyeol/gov"
	"gyeol/internal/failpoint"
	"gyeol/internal/ledger"
	"gyeol/internal/proof"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/internal/testkit"
)

// sealURL tells the test binary to seal in this database and to end, as a sealer that a kill test ends.
const (
	sealURL = "LEDGER_SEAL"
	sealKey = "LEDGER_KEY"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(sealURL); url != "" {
		sealAs(url)
		return
	}
	testkit.Main(m)
}

// sealAs is the sealer of the kill tests.
func sealAs(url string) {
	ctx := context.Background()
	pool, err := store.Open(ctx, url, store.Options{MaxConns: 2})
	if err == nil {
		var key note.Signer
		if key, err = proof.Signer(os.Getenv(sealKey)); err == nil {
			_, err = ledger.Sign(ctx, pool, key)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write records entries that name nothing.
func write(t testing.TB, pool *pgxpool.Pool, subjects ...string) {
	t.Helper()
	err := store.InTx(t.Context(), pool, func(tx *store.Tx) error {
		for _, s := range subjects {
			if err := ledger.Write(t.Context(), tx.Write, ledger.Entry{
				Kind: ledger.KindClock, SubjectKind: "clock", SubjectID: s, Body: map[string]any{"n": s},
				At: time.Now(), OfficeDate: gov.MustDate("2022-01-03"),
			}); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
}

func named(from, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("subject %d", from+i)
	}
	return out
}

// export writes the log and verifies it with the public key alone.
func export(t testing.TB, pool *pgxpool.Pool, keys ...note.Verifier) ([]byte, proof.Report) {
	t.Helper()
	var out bytes.Buffer
	_, err := ledger.Export(t.Context(), pool, &out)
	require.NoError(t, err)
	return out.Bytes(), verify(t, out.Bytes(), proof.Against{Keys: keys})
}

func verify(t testing.TB, file []byte, a proof.Against) proof.Report {
	t.Helper()
	r, err := proof.Verify(bytes.NewReader(file), a)
	require.NoError(t, err)
	return r
}

func TestWhatIsSealedIsExportedAndVerifiedWithThePublicKeyAlone(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	signer, key := testkit.AuditKey(t)
	h.OpenCycle(t, "lifelong-education-plan", 2022)
	write(t, h.Pool, named(0, 600)...)
	size := h.Signed(t, signer)
	require.Greater(t, size, int64(600))
	_, r := export(t, h.Pool, key)
	require.Nil(t, r.Fault)
	require.Equal(t, []int64{size, size, 0, 1}, []int64{r.Entries, r.Bodies, r.BodiesGone, r.Checkpoints})
	require.Equal(t, "2022-01-03", r.Day, "the office date of a rehearsal is its stepped day")

	write(t, h.Pool, "late")
	_, r = export(t, h.Pool, key)
	require.Equal(t, int64(1), r.Header.Pending, "what is not signed yet is told")
	require.Equal(t, size, h.Signed(t, signer)-1)
	require.Equal(t, size+1, h.Signed(t, signer), "nothing came: no second checkpoint")
	require.Equal(t, 2, testkit.One[int](t, h, "select count(*) from audit_checkpoint"))
}

func TestAWriterThatCommitsLateIsSealedLater(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	signer, key := testkit.AuditKey(t)
	tx, err := h.Pool.Begin(t.Context())
	require.NoError(t, err)
	require.NoError(t, ledger.Write(t.Context(), db.New(tx), ledger.Entry{
		Kind: ledger.KindClock, SubjectKind: "clock", SubjectID: "early", At: time.Unix(0, 0),
		OfficeDate: gov.MustDate("2022-01-03"),
	}))
	write(t, h.Pool, "other")
	before := h.Signed(t, signer)
	require.NoError(t, tx.Commit(t.Context()))
	require.Equal(t, before+1, h.Signed(t, signer), "by visibility, never by id or time")
	_, r := export(t, h.Pool, key)
	require.Nil(t, r.Fault)
}

// TestManyWritersAndSealersLeaveNoGapAndNoDouble: eight writers while three sealers run.
func TestManyWritersAndSealersLeaveNoGapAndNoDouble(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	signer, key := testkit.AuditKey(t)
	ctx, stop := context.WithCancel(t.Context())
	var sealers, writers sync.WaitGroup
	for range 3 {
		s := ledger.Sealer{Pool: h.Pool, Key: signer, Every: time.Millisecond, Log: slog.New(slog.DiscardHandler)}
		sealers.Go(func() { s.Run(ctx) })
	}
	for w := range 8 {
		writers.Go(func() {
			for i := range 40 {
				write(t, h.Pool, named(w*1000+i*3, 3)...)
			}
		})
	}
	writers.Wait()
	stop()
	sealers.Wait()
	size := h.Signed(t, signer)
	require.Equal(t, size, testkit.One[int64](t, h, "select count(*) from audit_entry"))
	require.Equal(t, size, testkit.One[int64](t, h, "select max(leaf) + 1 from audit_leaf"))
	require.Zero(t, testkit.One[int](t, h, "select count(*) from audit_pending"))
	_, r := export(t, h.Pool, key)
	require.Nil(t, r.Fault)
	require.Equal(t, size, r.Entries)
}

// TestASealerThatIsKilledSealsEverythingOnce ends a sealer in another process at each of its places.
func TestASealerThatIsKilledSealsEverythingOnce(t *testing.T) {
	t.Parallel()
	secret, public, err := proof.NewKey(newRandom(), "gyeol-audit")
	require.NoError(t, err)
	keys, err := proof.Verifiers(public)
	require.NoError(t, err)
	for _, place := range []string{
		"seal.before_commit", "seal.before_commit:3", "seal.after_commit", "seal.after_commit:2", "seal.signed",
	} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			h := testkit.Seoul(t, "2022-01-03")
			write(t, h.Pool, named(0, 2500)...)
			written := testkit.One[int64](t, h, "select count(*) from audit_entry")
			run := func(at string) error {
				cmd := exec.CommandContext(t.Context(), os.Args[0])
				cmd.Env = append(os.Environ(), sealURL+"="+h.URL, sealKey+"="+secret, failpoint.Variable+"="+at)
				return cmd.Run()
			}
			var exit *exec.ExitError
			require.ErrorAs(t, run(place), &exit)
			status, ok := exit.Sys().(syscall.WaitStatus)
			require.True(t, ok)
			require.Equal(t, syscall.SIGKILL, status.Signal())
			require.NoError(t, run(""))
			_, r := export(t, h.Pool, keys...)
			require.Nil(t, r.Fault)
			require.Equal(t, written, r.Entries)
			require.Zero(t, r.Header.Pending)
		})
	}
}

// TestTheLeavesOfBeforeAreTakenIntoTheTree: an installation that has a chain and no tree, and goes on working.
func TestTheLeavesOfBeforeAreTakenIntoTheTree(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	signer, key := testkit.AuditKey(t)
	write(t, h.Pool, named(0, 2300)...)
	chained(t, h)
	old := testkit.One[int64](t, h, "select size from audit_head")
	write(t, h.Pool, "new")
	n, err := ledger.Seal(t.Context(), h.Pool)
	require.NoError(t, err)
	require.Equal(t, 1, n, "whoever follows the leaves does not wait for the tree")
	tree := testkit.One[int64](t, h, "select tree from audit_head")
	require.Equal(t, int64(1000), tree, "a batch of the old ones came with it")
	size := h.Signed(t, signer)
	require.Equal(t, old+1, size)
	file, r := export(t, h.Pool, key)
	require.Nil(t, r.Fault)
	require.Equal(t, size, r.Entries)
	chain := testkit.One[[]byte](t, h, "select chain from audit_head")
	require.Contains(t, string(file), fmt.Sprintf(" %x\n", chain), "the old value is part of the line that is signed now")
}

// chained gives what waits leaves of the chain, as gyeol did before there was a tree.
func chained(t *testing.T, h *testkit.House) {
	t.Helper()
	rows, err := db.New(h.Pool).PendingEntries(t.Context(), db.PendingEntriesParams{
		After: pgtype.UUID{Valid: true}, Most: 1 << 20,
	})
	require.NoError(t, err)
	var value [32]byte
	for i, e := range rows {
		value = ledger.Chain(value, int64(i), e.BodyHash)
		h.Exec(t, "insert into audit_leaf (leaf, entry_id, chain) values ($1, $2, $3)", i, e.ID, value[:])
	}
	h.Exec(t, "delete from audit_pending")
	silently(t, h, "update audit_head set size = $1, chain = $2", len(rows), value[:])
}

func TestAProofComesOutForEveryEntryAndBetweenAnyTwoCheckpoints(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	signer, key := testkit.AuditKey(t)
	for _, n := range []int{1, 254, 3, 400, 77} {
		write(t, h.Pool, named(0, n)...)
		h.Signed(t, signer)
	}
	q := db.New(h.Pool)
	all, err := q.CheckpointsBefore(t.Context(), db.CheckpointsBeforeParams{Before: 1 << 40, N: 100})
	require.NoError(t, err)
	require.Len(t, all, 5)
	for i, to := range all {
		for _, from := range all[i:] {
			p, err := ledger.Agree(t.Context(), q, from, to)
			require.NoError(t, err)
			_, _, err = p.Check(key)
			require.NoError(t, err)
		}
		for _, leaf := range []int64{0, 1, 255, 256, to.Size - 1} {
			p, err := ledger.Include(t.Context(), q, leaf, to)
			if leaf >= to.Size {
				require.ErrorIs(t, err, ledger.ErrNotSigned)
				continue
			}
			require.NoError(t, err)
			_, err = p.Check(key)
			require.NoError(t, err)
			require.NotEmpty(t, p.Body)
		}
	}
}

func TestFromATamperedRecordNoProofComesOut(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	signer, _ := testkit.AuditKey(t)
	write(t, h.Pool, named(0, 20)...)
	h.Signed(t, signer)
	last, err := ledger.LastSigned(t.Context(), h.Pool)
	require.NoError(t, err)
	silently(t, h, "update audit_entry set subject_id = 'x' where id = (select entry_id from audit_leaf where leaf = 7)")
	_, err = ledger.Include(t.Context(), db.New(h.Pool), 7, last)
	require.ErrorContains(t, err, "not the one that was sealed")
	silently(t, h, "update audit_hash set hash = sha256('x') where level = 0 and n = 3")
	_, err = ledger.Include(t.Context(), db.New(h.Pool), 8, last)
	require.ErrorContains(t, err, "inconsistent tile")
}

func TestWithoutASignedCheckpointThereIsNothingToExport(t *testing.T) {
	t.Parallel()
	h := testkit.Seoul(t, "2022-01-03")
	write(t, h.Pool, "one")
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		ledger.Sealer{Pool: h.Pool, Every: time.Millisecond, Log: slog.New(slog.DiscardHandler)}.Run(ctx)
	}()
	testkit.Eventually(t, func() bool { return testkit.One[int](t, h, "select count(*) from audit_pending") == 0 })
	stop()
	<-done
	_, err := ledger.Export(t.Context(), h.Pool, io.Discard)
	testkit.MustRefuse(t, gov.CodeConflict, err)
}
