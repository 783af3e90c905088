package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/api"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/ledger"
	"gyeol/internal/proof"
	"gyeol/internal/testkit"
)

// book is an auditor's desk: a folder with the keys of an installation and of a witness.
type book struct {
	t    *testing.T
	dir  string
	h    *testkit.House
	sign func() int64
}

func openBook(t *testing.T) *book {
	t.Helper()
	b := &book{t: t, dir: t.TempDir(), h: testkit.Seoul(t, "2021-12-20")}
	secret, err := keptAuditKey(b.dir)
	require.NoError(t, err)
	again, err := keptAuditKey(b.dir)
	require.NoError(t, err)
	require.Equal(t, secret, again, "a key is made once")
	signer, err := proof.Signer(secret)
	require.NoError(t, err)
	b.sign = func() int64 { return b.h.Signed(t, signer) }
	return b
}

func (b *book) path(name string) string { return filepath.Join(b.dir, name) }

// export writes the record as it is to a file of the folder.
func (b *book) export(name string) string {
	b.t.Helper()
	_, err := exportTo(b.t.Context(), b.h.Pool, b.path(name))
	require.NoError(b.t, err)
	return b.path(name)
}

// verify runs the command with the public key of the folder alone.
func (b *book) verify(file string, against ...string) (string, error) {
	var out bytes.Buffer
	c := &AuditVerifyCmd{File: file, Key: []string{b.path("audit.pub")}, Against: against}
	err := c.Run(b.t.Context(), &Globals{Out: &out})
	return out.String(), err
}

func TestAnAuditorVerifiesOfflineWithThePublicKeyAlone(t *testing.T) {
	t.Parallel()
	b := openBook(t)
	info, err := os.Stat(b.path("audit.key"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	b.h.OpenCycle(t, "lifelong-education-plan", 2022)
	b.sign()
	old := b.export("old")
	out, err := b.verify(old)
	require.NoError(t, err)
	require.Contains(t, out, "이상 없음")

	b.h.OpenStage(t, "request")
	b.sign()
	now := b.export("now")
	_, err = b.verify(now, old)
	require.NoError(t, err, "the log of today begins with that of yesterday")
	_, err = b.verify(old, now)
	require.ErrorContains(t, err, "rolled_back")

	file, err := os.ReadFile(now)
	require.NoError(t, err)
	changed := b.path("changed")
	require.NoError(t, os.WriteFile(changed, bytes.Replace(file, []byte(" act "), []byte(" cat "), 1), 0o600))
	_, err = b.verify(changed)
	require.ErrorContains(t, err, "changed")
	other := openBook(t)
	_, err = other.verify(now)
	require.ErrorContains(t, err, "wrong_key")
	public, err := os.ReadFile(b.path("audit.pub"))
	require.NoError(t, err)
	c := &AuditVerifyCmd{File: now, Key: []string{strings.TrimSpace(string(public))}}
	err = c.Run(t.Context(), &Globals{Out: &bytes.Buffer{}})
	require.NoError(t, err, "the text of the key does as well")
	for _, bad := range []AuditVerifyCmd{
		{File: b.path("none"), Key: []string{b.path("audit.pub")}},
		{File: now, Key: []string{b.path("none")}},
		{File: now, Key: []string{b.path("audit.key")}},
		{File: now, Key: []string{b.path("audit.pub")}, Against: []string{b.path("audit.pub")}},
	} {
		require.Error(t, bad.Run(t.Context(), &Globals{Out: &bytes.Buffer{}}))
	}
}

// The mail of a day is all that an auditor needs to see that an older database was put back: what he had been told was
// signed is not in the log any more.
func TestAMailedCheckpointShowsARecordThatWasRolledBack(t *testing.T) {
	t.Parallel()
	b := openBook(t)
	b.h.OpenCycle(t, "lifelong-education-plan", 2022)
	b.sign()
	restored := b.export("restored") // as the database will be again
	b.h.OpenStage(t, "request")
	b.sign()
	b.h.SetToday(t, "2021-12-21")
	require.NoError(t, b.h.Cases.OpenDay(t.Context(), gov.MustDate("2021-12-21")))
	mails, err := filepath.Glob(filepath.Join(b.h.Post(t), "*.eml"))
	require.NoError(t, err)
	var kept string
	for _, name := range mails {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		if bytes.Contains(text, []byte(proof.MailBegin)) {
			kept = name
		}
	}
	require.NotEmpty(t, kept, "an auditor got the checkpoint")
	b.h.OpenStage(t, "guideline")
	b.sign()
	check := func(file string) (string, error) {
		var out bytes.Buffer
		c := &AuditVerifyCmd{File: file, Key: []string{b.path("audit.pub")}, Mailed: []string{kept}}
		err := c.Run(t.Context(), &Globals{Out: &out})
		return out.String(), err
	}
	out, err := check(b.export("now"))
	require.NoError(t, err)
	require.Contains(t, out, "가진 체크포인트와 일치 1개")
	_, err = check(restored)
	require.ErrorContains(t, err, "rolled_back")
	require.ErrorContains(t, err, "the log was rolled back")
}

func TestAWitnessSignsOnlyWhatGoesOnFromWhatHeSaw(t *testing.T) {
	t.Parallel()
	b := openBook(t)
	var out bytes.Buffer
	g := &Globals{Out: &out}
	require.NoError(t, (&AuditKeyCmd{Out: b.path("witness"), Witness: true}).Run(t.Context(), g))
	require.Error(t, (&AuditKeyCmd{Out: b.path("witness")}).Run(t.Context(), g), "no key is written over")
	b.h.OpenCycle(t, "lifelong-education-plan", 2022)
	b.sign()
	old := b.export("old")
	witness := func(file string) error {
		out.Reset()
		c := &AuditWitnessCmd{
			File: file, Key: []string{b.path("audit.pub")}, Signer: b.path("witness"), Seen: b.path("seen"),
		}
		return c.Run(t.Context(), g)
	}
	require.NoError(t, witness(old))
	require.Contains(t, out.String(), "— gyeol-witness-")
	b.h.OpenStage(t, "request")
	b.sign()
	now := b.export("now")
	require.NoError(t, witness(now))
	require.ErrorContains(t, witness(old), "rolled_back")
	_, err := b.verify(now, b.path("seen"))
	require.NoError(t, err, "a checkpoint with two signatures is held as one with one")
}

// What a witness signed comes back, is kept once, goes out with every later export and is asked for by his key.
func TestTheSignatureOfAWitnessIsKeptExportedAndVerified(t *testing.T) {
	t.Parallel()
	b := openBook(t)
	var out bytes.Buffer
	g := &Globals{Out: &out}
	for _, name := range []string{"witness", "stranger"} {
		require.NoError(t, (&AuditKeyCmd{Out: b.path(name), Witness: true}).Run(t.Context(), g))
	}
	b.h.OpenCycle(t, "lifelong-education-plan", 2022)
	size := b.sign()
	check := func(file, witness string) (string, error) {
		var out bytes.Buffer
		c := &AuditVerifyCmd{File: file, Key: []string{b.path("audit.pub")}, Witness: []string{b.path(witness + ".pub")}}
		err := c.Run(t.Context(), &Globals{Out: &out})
		return out.String(), err
	}
	first := b.export("first")
	_, err := check(first, "witness")
	require.ErrorContains(t, err, "unwitnessed")
	out.Reset()
	require.NoError(t, (&AuditWitnessCmd{
		File: first, Key: []string{b.path("audit.pub")}, Signer: b.path("witness"), Seen: b.path("seen"),
	}).Run(t.Context(), g))
	signed := out.Bytes()
	public, err := os.ReadFile(b.path("witness.pub"))
	require.NoError(t, err)
	add := func(h *testkit.House, signed, public []byte) (int64, error) {
		return ledger.AddWitness(t.Context(), h.Pool, ledger.Handed{Signed: signed, Public: string(public)})
	}
	for range 2 {
		got, err := add(b.h, signed, public)
		require.NoError(t, err)
		require.Equal(t, size, got)
	}
	require.Equal(t, 1, testkit.One[int](t, b.h, "select count(*)::int from audit_witness"))
	require.Equal(t, 1, testkit.One[int](t, b.h, "select count(*)::int from audit_entry where subject_kind = 'audit_witness'"))
	stranger, err := os.ReadFile(b.path("stranger.pub"))
	require.NoError(t, err)
	_, err = add(b.h, signed, stranger)
	require.ErrorIs(t, err, proof.ErrNotWitnessed)
	forged := bytes.Replace(signed, []byte("\nday 2021-12-20\n"), []byte("\nday 2021-12-21\n"), 1)
	_, err = add(b.h, forged, public)
	require.ErrorIs(t, err, proof.ErrBadSignature)
	own, err := os.ReadFile(b.path("audit.pub"))
	require.NoError(t, err)
	_, err = add(b.h, signed, own)
	require.ErrorIs(t, err, proof.ErrNotWitnessed, "the log is no witness of itself")
	_, err = add(testkit.Seoul(t, "2022-01-03"), signed, public)
	testkit.MustRefuse(t, gov.CodeConflict, err)

	b.sign()
	second := b.export("second")
	said, err := check(second, "witness")
	require.NoError(t, err)
	require.Contains(t, said, "증인이 서명한 체크포인트 1개")
	_, err = check(second, "stranger")
	require.ErrorContains(t, err, "unwitnessed")
	_, err = b.verify(second)
	require.NoError(t, err, "who asks for no witness is told nothing of him")
}

func TestAKeyThatIsRenewedStaysKnown(t *testing.T) {
	t.Parallel()
	b := openBook(t)
	b.h.OpenCycle(t, "lifelong-education-plan", 2022)
	b.sign()
	require.NoError(t, os.Remove(b.path("audit.key")))
	secret, err := keptAuditKey(b.dir)
	require.NoError(t, err)
	signer, err := proof.Signer(secret)
	require.NoError(t, err)
	_, err = ledger.Sign(t.Context(), b.h.Pool, signer)
	require.NoError(t, err)
	public, err := os.ReadFile(b.path("audit.pub"))
	require.NoError(t, err)
	require.Equal(t, 2, strings.Count(string(public), "gyeol-audit-"), "the old key stays in audit.pub")
	out, err := b.verify(b.export("both"))
	require.NoError(t, err)
	require.Contains(t, out, "체크포인트 2개")
}

func TestProofsComeFromTheAPIAndAreCheckedOffline(t *testing.T) {
	t.Parallel()
	b := openBook(t)
	srv := httptest.NewServer(api.New(api.Config{Cases: b.h.Cases, SignIn: auth.New(b.h.Pool)}))
	t.Cleanup(srv.Close)
	s := seat{t: t, url: srv.URL, h: b.h}
	const auditor = "audit-committee.auditor"
	b.h.OpenCycle(t, "lifelong-education-plan", 2022)
	first := b.sign()
	b.h.OpenStage(t, "guideline")
	task := b.h.TaskOf(t, testkit.Coordinator, gov.TaskRegister)
	b.h.Act(t, testkit.Coordinator, task.ID, testkit.Do{Verb: gov.VerbRegister, Body: map[string]any{
		"external_number": "1", "received_title": "지침",
	}})
	second := b.sign()
	require.Greater(t, second, first)
	s.says(auditor, &AuditCheckpointCmd{Most: 1}, "gyeol-audit-", "— gyeol-audit-")
	entry := testkit.One[string](t, b.h, "select entry_id::text from audit_leaf where leaf = 0")
	b.proves(s.says(auditor, &AuditProofCmd{Entry: entry}))
	b.proves(s.says(auditor, &AuditConsistencyCmd{From: first, To: second}))
	id := task.CaseID.String()
	seq := testkit.One[int32](t, b.h, "select max(seq) from act where case_id = $1", task.CaseID)
	b.proves(s.says(testkit.Coordinator, &AuditProofCmd{Case: id, Act: seq}))
	err := (&AuditProofCmd{Entry: entry, Case: id, Act: 1}).Run(t.Context(), &Globals{})
	require.ErrorContains(t, err, "name an entry")
}

// proves writes a proof down and checks it with the public key alone.
func (b *book) proves(text string) {
	b.t.Helper()
	require.NoError(b.t, os.WriteFile(b.path("proof"), []byte(text), 0o600))
	out, err := b.verify(b.path("proof"))
	require.NoError(b.t, err)
	require.Contains(b.t, out, "이상 없음")
	forged := strings.Replace(text, `"leaf": 0`, `"leaf": 1`, 1)
	require.NoError(b.t, os.WriteFile(b.path("proof"), []byte(forged), 0o600))
	if strings.Contains(text, `"leaf": 0`) {
		_, err = b.verify(b.path("proof"))
		require.Error(b.t, err)
	}
}
