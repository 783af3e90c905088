package dossier_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"gyeol/gov"
	"gyeol/internal/cases"
	"gyeol/internal/dossier"
	"gyeol/internal/evidence"
	"gyeol/internal/store/db"
	"gyeol/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

const (
	division  = "lifelong-education-division"
	planCycle = "lifelong-education-plan"
)

type body = map[string]any

// desk is an office with the key of its log.
type desk struct {
	*testkit.House

	t      testing.TB
	key    note.Signer
	public note.Verifier
}

func newDesk(t testing.TB, today string) *desk {
	t.Helper()
	d := &desk{House: testkit.Seoul(t, today), t: t}
	d.key, d.public = testkit.AuditKey(t)
	return d
}

// plan drafts the plan of 2022 and signs it to its end.
func (d *desk) plan() gov.CaseID {
	d.t.Helper()
	d.OpenCycle(d.t, planCycle, 2022)
	stage := d.OpenStage(d.t, "decision")
	d.Act(d.t, testkit.Coordinator, d.TaskOf(d.t, testkit.Coordinator, gov.TaskDraft).ID, testkit.Do{
		Verb: gov.VerbSubmit, Body: body{"title": "2022년 시행계획", "body": body{"text": "확정하고자 합니다."}},
	})
	for _, who := range []string{
		division + ".team-lead", division + ".head", "lifelong-education-bureau.head", "planning-office.head", "vice-mayor-1",
	} {
		task := d.TaskOf(d.t, who, gov.TaskSign)
		do := testkit.Do{Verb: gov.Verb(task.Verbs[0])}
		if do.Verb == gov.VerbAgree {
			do.Body = body{"agrees": true}
		}
		d.Act(d.t, who, task.ID, do)
	}
	return d.Case(d.t, stage, "document").ID
}

// meet holds the half-yearly meeting with the education office: four of six come, three say yes.
func (d *desk) meet() {
	d.t.Helper()
	stage := d.OpenStage(d.t, "education-meeting")
	d.SetToday(d.t, "2022-05-12")
	task := func(who string, kind gov.TaskKind) gov.TaskID {
		return d.TaskOf(d.t, who, kind, "/education-meeting/").ID
	}
	id := d.Case(d.t, stage, "attempt-1").ID
	call := testkit.Do{Verb: gov.VerbCall, Body: body{"place": "서울시청 회의실"}}
	d.Act(d.t, testkit.Coordinator, task(testkit.Coordinator, gov.TaskCall), call)
	d.Exec(d.t, "update stage set decided_on = '2022-05-01' where id in (select after_id from stage_after where stage_id = $1)",
		stage.ID)
	d.SetToday(d.t, testkit.One[gov.Date](d.t, d.House, "select hold_on from meeting where case_id = $1", id).String())
	d.Step(d.t, id, testkit.Do{Verb: gov.VerbTable})
	present := []string{
		"lifelong-education-bureau.head", division + ".head", "education-policy-division.head", "office-of-education.head",
	}
	d.Act(d.t, testkit.Coordinator, task(testkit.Coordinator, gov.TaskConvene), testkit.Do{
		Verb: gov.VerbConvene, Body: body{"present": present},
	})
	item := testkit.One[string](d.t, d.House, "select id::text from agenda_item where case_id = $1 order by ordinal limit 1", id)
	for _, who := range present[:3] {
		d.Act(d.t, who, task(who, gov.TaskVote), testkit.Do{Verb: gov.VerbBallot, Body: body{"item": item, "choice": "yes"}})
	}
	d.Act(d.t, testkit.Coordinator, task(testkit.Coordinator, gov.TaskResolve), testkit.Do{Verb: gov.VerbResolve})
}

// plain prints papers as JSON; how they look is told where they are printed.
type plain struct{ cases *cases.Service }

func (p plain) Document(ctx context.Context, q *db.Queries, id gov.CaseID, full bool) (dossier.Pages, error) {
	paper, err := p.cases.EvidencePaper(ctx, cases.ForEvidence{Queries: q, Today: gov.MustDate("2022-06-01"), Full: full}, id)
	if err != nil {
		return dossier.Pages{}, err
	}
	raw, err := json.Marshal(paper)
	return dossier.Pages{HTML: raw, Text: raw, Block: raw}, err
}

func (p plain) Minutes(ctx context.Context, q *db.Queries, id gov.CaseID) ([]byte, error) {
	m, err := p.cases.EvidenceMinutes(ctx, cases.ForEvidence{Queries: q, Today: gov.MustDate("2022-06-01")}, id)
	if err != nil {
		return nil, err
	}
	return json.Marshal(m)
}

// bundle makes a bundle.
func (d *desk) bundle(o dossier.Order) ([]byte, error) {
	d.t.Helper()
	var out bytes.Buffer
	_, err := dossier.Build(d.t.Context(), &out, o, dossier.Tools{Pool: d.Pool, Print: plain{d.Cases}, Key: d.key})
	return out.Bytes(), err
}

// verify checks a bundle as on another machine: its octets and the public key are all there is.
func (d *desk) verify(raw []byte) evidence.Report {
	return evidence.Verify(bytes.NewReader(raw), int64(len(raw)), d.public)
}

// files are the files of a bundle.
func files(t testing.TB, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		b, err := io.ReadAll(r)
		require.NoError(t, err)
		out[f.Name] = string(b)
	}
	return out
}

func TestTheBundleOfADocumentProvesHowItCameAbout(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "2022-02-24")
	id := d.plan()
	raw, err := d.bundle(dossier.Order{Document: id.String(), Reason: "정보공개 소송 제출", Account: "op", Command: "gyeol evidence"})
	require.NoError(t, err)
	r := d.verify(raw)
	require.Empty(t, r.Faults)
	require.Equal(t, "평생교육과-1", r.Subject.Number)
	require.GreaterOrEqual(t, r.Decisions, 5)
	require.GreaterOrEqual(t, r.Acts, 6)
	in := files(t, raw)
	dir := "cases/" + id.String() + "/"
	require.Contains(t, in[dir+"content-00001-00001.json"], "확정하고자 합니다.")
	require.Contains(t, in[dir+"paper.txt"], "확정하고자 합니다.")
	require.Contains(t, in["index.html"], "상신")
	require.Contains(t, in["index.html"], "규정")
	require.Contains(t, in["manifest.json"], "정보공개 소송 제출")
	require.NotContains(t, strings.Join(values(in), ""), "@seoul-city.example", "no address of a person leaves the house")

	byNumber, err := d.bundle(dossier.Order{Document: "평생교육과-1", Reason: "정보공개 소송 제출"})
	require.NoError(t, err)
	again := files(t, byNumber)
	for name, text := range in {
		switch name {
		case evidence.CheckpointFile, evidence.ManifestFile, evidence.SealFile, evidence.IndexFile:
		default:
			if !strings.HasSuffix(name, "entries.jsonl") { // whose proofs lead to the checkpoint
				require.Equal(t, text, again[name], name)
			}
		}
	}
}

func values(m map[string]string) []string {
	var out []string
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

func TestAnExportIsAnEntryThatNamesTheManifest(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "2022-02-24")
	id := d.plan()
	raw, err := d.bundle(dossier.Order{Document: id.String(), Reason: "정기 감사", Account: "op", Command: "gyeol evidence"})
	require.NoError(t, err)
	var told struct{ Manifest, Reason, Account, Case string }
	require.NoError(t, json.Unmarshal(testkit.One[[]byte](t, d.House, `select b.body from audit_entry e
		join audit_body b on b.entry_id = e.id where e.kind = 'export' and e.subject_kind = 'evidence'`), &told))
	require.Equal(t, d.verify(raw).Manifest, told.Manifest)
	require.Equal(t, "정기 감사", told.Reason)
	require.Equal(t, id.String(), told.Case)
	require.Equal(t, "op", told.Account)
}

func TestABundleIsRefusedWithoutAReasonOrTheRightToSeeAll(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "2022-02-24")
	id := d.plan().String()
	for _, c := range []struct {
		order dossier.Order
		code  gov.Code
	}{
		{dossier.Order{Document: id}, gov.CodeReasonRequired},
		{dossier.Order{Document: id, Reason: "  "}, gov.CodeReasonRequired},
		{dossier.Order{Document: id, Reason: strings.Repeat("가", 1001)}, gov.CodeInvalid},
		{dossier.Order{Reason: "감사"}, gov.CodeInvalid},
		{dossier.Order{Document: id, Cycle: "x-1", Reason: "감사"}, gov.CodeInvalid},
		{dossier.Order{Document: id, Reason: "감사", Full: true}, gov.CodeForbidden},
		{dossier.Order{Document: id, Reason: "감사", Role: "mayor"}, gov.CodeInvalid},
		{dossier.Order{Document: "없는 번호", Reason: "감사"}, gov.CodeNotFound},
		{dossier.Order{Cycle: "no-1999", Reason: "감사"}, gov.CodeNotFound},
	} {
		_, err := d.bundle(c.order)
		testkit.MustRefuse(t, c.code, err)
	}
	require.Zero(t, testkit.One[int](t, d.House, "select count(*) from audit_entry where kind = 'export'"), "nothing left the house")
}

func TestTheBundleOfAYearCountsItsVotes(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "2022-02-24")
	d.plan()
	d.SetToday(t, "2022-05-02")
	d.meet()
	order := dossier.Order{Cycle: planCycle + "-2022", Reason: "결산 감사", Role: dossier.Auditor, Full: true}
	raw, err := d.bundle(order)
	require.NoError(t, err)
	r := d.verify(raw)
	require.Empty(t, r.Faults)
	require.Equal(t, 3, r.Ballots)
	require.Equal(t, testkit.One[int](t, d.House, "select count(*) from case_file where cycle_id is not null"), r.Cases)
	require.Equal(t, testkit.One[int](t, d.House, "select count(*) from act"), r.Acts)
	require.Empty(t, r.Withheld)
	require.Zero(t, r.BodiesGone)

	order.Full, order.Role = false, dossier.Reader
	raw, err = d.bundle(order)
	require.NoError(t, err)
	masked := d.verify(raw)
	require.Empty(t, masked.Faults, "what is left out is proven by its hash")
	require.Equal(t, 3, masked.Ballots, "the count stays")
	require.NotEmpty(t, masked.Withheld)
	require.Positive(t, masked.BodiesGone)
	id := testkit.One[string](t, d.House, "select case_id::text from meeting where held_on is not null")
	text := files(t, raw)["cases/"+id+"/case.json"]
	require.NotContains(t, text, `"verb":"ballot"`)
	require.Contains(t, text, `"choice":"yes"`)
	require.NotContains(t, text, `"member":"education-policy-division.head","person"`)
}

func TestAPaperThatIsNotPublicStaysOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "2022-02-24")
	id := d.plan()
	d.Force(t, "update document set disclosure = 'closed', foia_items = '{5}', disclosure_reason = '검토 중' where case_id = $1", id)
	raw, err := d.bundle(dossier.Order{Document: id.String(), Reason: "감사"})
	require.NoError(t, err)
	r := d.verify(raw)
	require.Empty(t, r.Faults)
	require.Positive(t, r.ContentsGone)
	require.NotContains(t, strings.Join(values(files(t, raw)), ""), "확정하고자 합니다.")
	raw, err = d.bundle(dossier.Order{Document: id.String(), Reason: "감사", Role: dossier.Auditor, Full: true})
	require.NoError(t, err)
	require.Contains(t, strings.Join(values(files(t, raw)), ""), "확정하고자 합니다.")
}

func TestWhatTheOwnerOfTheDatabaseChangedIsFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sql  string
		want evidence.Code
	}{
		"a text": {"update document_version set content = jsonb_set(content, '{title}', '\"다른 제목\"')", evidence.FaultContent},
		"an act": {"update act set reason = '다른 사유' where verb = 'approve' and to_state = 'approved'", evidence.FaultMismatch},
		"a decision": {`update decision set hash_seen = sha256('x') where verb = 'approve'
			and case_id = (select case_id from document where document_number is not null)`, evidence.FaultDecision},
		"a body": {"update audit_body set body = replace(convert_from(body, 'UTF8'), 'submit', 'approve')::bytea", evidence.FaultBody},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, "2022-02-24")
			id := d.plan()
			d.Signed(t, d.key)
			d.Force(t, c.sql)
			raw, err := d.bundle(dossier.Order{Document: id.String(), Reason: "감사"})
			require.NoError(t, err, "a bundle tells of what is there, it mends nothing")
			require.Contains(t, codes(d.verify(raw)), c.want)
		})
	}
}

func codes(r evidence.Report) []evidence.Code {
	var out []evidence.Code
	for _, f := range r.Faults {
		out = append(out, f.Code)
	}
	return out
}

func TestNoProofComesFromALogThatWasTamperedWith(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "2022-02-24")
	id := d.plan()
	d.Signed(t, d.key)
	d.Force(t, "update audit_entry set office_date = office_date + 1 where case_id = $1", id)
	_, err := d.bundle(dossier.Order{Document: id.String(), Reason: "감사"})
	require.ErrorContains(t, err, "not the one that was sealed")
}

// discard counts what is written and the most memory that was in use meanwhile, looked at every 32 KiB.
type discard struct {
	n    int64
	peak atomic.Uint64
}

func (d *discard) Write(b []byte) (int, error) {
	if d.n>>15 != (d.n+int64(len(b)))>>15 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		d.peak.Store(max(d.peak.Load(), m.HeapAlloc))
	}
	d.n += int64(len(b))
	return len(b), nil
}

// Not parallel: it measures the memory of the process.
func TestMemoryDoesNotGrowWithTheYear(t *testing.T) { //nolint:paralleltest // see above
	d := newDesk(t, "2022-02-24")
	id := d.plan()
	d.copies(id, 10)
	small := d.peak()
	for range 9 {
		d.copies(id, 110)
	}
	large := d.peak()
	t.Logf("live heap at the most: %d KiB with 10 documents, %d KiB with 1,000", small>>10, large>>10)
	require.Less(t, large, small+(12<<20), "a document more costs its lines in the list of files and no more")
}

// copies adds documents to the year that are like one that is there, each with a long text of its own.
func (d *desk) copies(of gov.CaseID, n int) {
	d.t.Helper()
	d.Force(d.t, `with made as (
			insert into case_file (id, kind, cycle_id, stage_id, process_id, unit_id, subject, title, state, round, seq,
			    content_hash, pack_hash, opened_on, closed_on)
			select gen_random_uuid(), kind, cycle_id, stage_id, process_id, unit_id, 'copy-' || gen_random_uuid(), title, 'missing',
			    1, 0, null, pack_hash, opened_on, opened_on
			from case_file, generate_series(1, $2) where id = $1 returning id
		), docs as (
			insert into document (case_id, matter, title, about_year, drafter_post, drafted_on, retention)
			select m.id, d.matter, d.title, d.about_year, d.drafter_post, d.drafted_on, d.retention
			from made m, document d where d.case_id = $1
		)
		insert into document_version (case_id, round, version, body, content, content_hash, drafted_on, title)
		select m.id, 1, 1, '{}', jsonb_build_object('text', t.text),
		    sha256(convert_to('{"text":"' || t.text || '"}', 'UTF8')), '2022-02-24', ''
		from made m, lateral (select repeat(md5(m.id::text), 1000) as text) t`, of, n)
}

// peak makes a bundle of the year and answers with the most memory that it had in use.
func (d *desk) peak() uint64 {
	d.t.Helper()
	var out discard
	_, err := dossier.Build(d.t.Context(), &out, dossier.Order{
		Cycle: planCycle + "-2022", Reason: "측정", Role: dossier.Operator, Full: true,
	}, dossier.Tools{Pool: d.Pool, Print: plain{d.Cases}, Key: d.key})
	require.NoError(d.t, err)
	return out.peak.Load()
}

func TestWithoutAKeyABundleWaitsForTheWorkersSignature(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "2022-02-24")
	id := d.plan()
	d.Signed(t, d.key)
	var out bytes.Buffer
	done := make(chan error, 1)
	go func() {
		_, err := dossier.Build(t.Context(), &out, dossier.Order{Document: id.String(), Reason: "감사"},
			dossier.Tools{Pool: d.Pool, Print: plain{d.Cases}})
		done <- err
	}()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			require.NoError(t, err)
			require.Empty(t, d.verify(out.Bytes()).Faults)
			return
		case <-tick.C:
			d.Signed(t, d.key) // as a worker does
		}
	}
}
