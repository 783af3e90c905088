package evidence_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"gyeol/internal/evidence"
	"gyeol/internal/proof"
)

// zeros is a source of chance that has none: the key of a sample is always the same, and so is its page.
type zeros byte

func (z zeros) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(z)
	}
	return len(b), nil
}

// keyPair is a key of a log.
func keyPair(t testing.TB, seed byte) (note.Signer, note.Verifier) {
	t.Helper()
	secret, public, err := proof.NewKey(zeros(seed), "gyeol-audit")
	require.NoError(t, err)
	signer, err := proof.Signer(secret)
	require.NoError(t, err)
	keys, err := proof.Verifiers(public)
	require.NoError(t, err)
	return signer, keys[0]
}

// book is a small log with what an archive shows of it: a document that was signed, and a meeting that voted on it.
type book struct {
	t      testing.TB
	key    note.Signer
	public note.Verifier
	lines  [][]byte
	tree   []tlog.Hash
}

func newBook(t testing.TB) *book {
	t.Helper()
	b := &book{t: t}
	b.key, b.public = keyPair(t, 1)
	return b
}

// ReadHashes gives the hashes of the tree.
func (b *book) ReadHashes(at []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(at))
	for i, n := range at {
		out[i] = b.tree[n]
	}
	return out, nil
}

// at is the time of a sample, n minutes after its beginning.
func at(n int) time.Time { return time.Date(2022, 1, 4, 1, n, 0, 0, time.UTC) }

// enter adds an entry to the log.
func (b *book) enter(r proof.Record, body map[string]any) evidence.Entry {
	b.t.Helper()
	raw, err := json.Marshal(body)
	require.NoError(b.t, err)
	n := len(b.lines)
	salt := sha256.Sum256([]byte{byte(n)})
	r.Leaf, r.Entry = int64(n), fmt.Sprintf("00000000-0000-7000-8000-%012d", n)
	r.BodyHash = sha256.Sum256(append(salt[:], raw...))
	if r.At.IsZero() {
		r.At, r.OfficeDate = at(n), "2022-01-04"
	}
	line := r.Line()
	hashes, err := tlog.StoredHashes(int64(n), line, b)
	require.NoError(b.t, err)
	b.tree = append(b.tree, hashes...)
	b.lines = append(b.lines, line)
	return evidence.Entry{Leaf: int64(n), Line: string(line), Salt: hex.EncodeToString(salt[:]), Body: string(raw)}
}

// checkpoint signs the log as it is.
func (b *book) checkpoint() (string, proof.Checkpoint) {
	b.t.Helper()
	size := int64(len(b.lines))
	root, err := tlog.TreeHash(size, b)
	require.NoError(b.t, err)
	c := proof.Checkpoint{Size: size, Root: root, At: at(30), Day: "2022-01-04"}
	signed, err := proof.Sign(c, b.key)
	require.NoError(b.t, err)
	return string(signed), c
}

// proven gives entries their proofs to a log of so many leaves.
func (b *book) proven(size int64, list []evidence.Entry) []byte {
	b.t.Helper()
	var out bytes.Buffer
	for _, e := range list {
		hashes, err := tlog.ProveRecord(size, e.Leaf, b)
		require.NoError(b.t, err)
		e.Hashes = proof.Hashes(hashes)
		raw, err := evidence.Canonical(e)
		require.NoError(b.t, err)
		out.Write(append(raw, '\n'))
	}
	return out.Bytes()
}

func said(t testing.TB, reason string, body any) string {
	t.Helper()
	raw, err := evidence.Canonical(map[string]any{"reason": reason, "body": body})
	require.NoError(t, err)
	return hash(raw)
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// acted records an act in the log and gives it its entry.
func (b *book) acted(c *evidence.Case, a evidence.Act) evidence.Entry {
	b.t.Helper()
	a.Seq, a.Round, a.Request, a.Articles = int32(len(c.Acts)+1), 1, strings.Repeat("1", 64), []string{"규정 제8조"}
	if len(a.Body) == 0 {
		a.Body = json.RawMessage("{}")
	}
	n := len(b.lines)
	a.OfficeDate, a.At = "2022-01-04", at(n).Format(time.RFC3339Nano)
	c.Acts, c.Seq, c.State = append(c.Acts, a), a.Seq, a.To
	return b.enter(proof.Record{Kind: "act", SubjectKind: c.Kind, Subject: c.ID, Case: c.ID, Act: a.Seq}, map[string]any{
		"verb": a.Verb, "seq": a.Seq, "round": a.Round, "from": a.From, "to": a.To, "actor": a.Actor, "post": a.Post,
		"task": a.Task, "request": a.Request, "said": said(b.t, a.Reason, a.Body),
	})
}

// cast records a ballot.
func (b *book) cast(c *evidence.Case, item, who, choice string) evidence.Entry {
	b.t.Helper()
	n := len(b.lines)
	body := json.RawMessage(fmt.Sprintf(`{"choice":%q,"item":%q}`, choice, item))
	g := evidence.Contribution{
		ID: fmt.Sprintf("00000000-0000-7000-9000-%012d", n), Verb: "ballot", Item: item, Actor: who, Body: body,
		Request: strings.Repeat("2", 64), OfficeDate: "2022-01-04", At: at(n).Format(time.RFC3339Nano),
	}
	c.Given = append(c.Given, g)
	c.Meeting.Ballots = append(c.Meeting.Ballots, evidence.Ballot{Item: item, Member: who, Person: who, Choice: choice})
	return b.enter(proof.Record{
		Kind: "contribution", SubjectKind: c.Kind, Subject: c.ID, Case: c.ID, Contribution: g.ID,
	}, map[string]any{
		"verb": g.Verb, "item": item, "revision": 0, "actor": who, "post": "", "task": "", "request": g.Request,
		"said": said(b.t, "", body),
	})
}

const (
	paperID   = "01a21f2c-0000-7000-8000-000000000001"
	meetingID = "01a21f2c-0000-7000-8000-000000000002"
	rulesText = "{}"
)

func blank(id, kind string) *evidence.Case {
	return &evidence.Case{
		ID: id, Kind: kind, Unit: "division", UnitName: "평생교육과", Subject: kind, Title: "2022년 시행계획", Round: 1,
		Pack: hash([]byte(`{"cycle.yaml":"{}"}`)), OpenedOn: "2022-01-03", Acts: []evidence.Act{},
		Decisions: []evidence.Decision{}, Given: []evidence.Contribution{}, Contents: []evidence.Content{},
		Line: []evidence.Cell{}, Notices: []evidence.Notice{}, Attachments: []evidence.Attachment{}, Pages: []string{},
		Withheld: []evidence.Withheld{},
	}
}

// paper is a document that was drafted, reviewed and approved.
func (b *book) paper() (*evidence.Case, []evidence.Entry, []byte) {
	c := blank(paperID, "document")
	content, err := evidence.Canonical(map[string]any{"title": c.Title, "body": map[string]any{"text": "확정하고자 합니다."}})
	require.NoError(b.t, err)
	c.ContentHash = hash(content)
	c.Contents = []evidence.Content{{Round: 1, Version: 1, Hash: hash(content), File: "content-00001-00001.json"}}
	entries := []evidence.Entry{
		b.acted(c, evidence.Act{Verb: "submit", From: "drafting", To: "in_approval", Actor: "p1", Post: "officer"}),
		b.acted(c, evidence.Act{
			Verb: "review", From: "in_approval", To: "in_approval", Actor: "p2", Post: "head", HashSeen: hash(content),
		}),
		b.acted(c, evidence.Act{
			Verb: "approve", From: "in_approval", To: "approved", Actor: "p3", Post: "mayor", HashSeen: hash(content),
		}),
	}
	for i, role := range []string{"review", "approve"} {
		a := c.Acts[i+1]
		c.Decisions = append(c.Decisions, evidence.Decision{
			Act: a.Seq, Round: 1, Role: role, Cell: fmt.Sprint(i + 1), Post: a.Post, Person: a.Actor, Verb: a.Verb,
			HashSeen: a.HashSeen, OfficeDate: a.OfficeDate,
		})
		c.Line = append(c.Line, evidence.Cell{
			Round: 1, Position: int32(i + 1), Step: int32(i + 1), Role: role, Post: a.Post, Title: a.Post, State: "signed",
			Version: 1, HashSeen: a.HashSeen, Person: a.Actor, SignedOn: a.OfficeDate, Row: "plan",
			Articles: []string{"사무전결처리 규칙 제4조"},
		})
	}
	c.Document = &evidence.Document{
		Matter: "plan.fix", Number: "평생교육과-1", Authority: "plan", Disclosure: "public", Drafter: "officer", Version: 1,
		DraftedOn: "2022-01-04", ApprovedOn: "2022-01-04", Sent: []evidence.Sent{}, Parts: []string{},
	}
	file := []byte("붙임의 내용")
	c.Attachments = []evidence.Attachment{{Name: "붙임.txt", SHA256: hash(file), File: "attachments/" + hash(file)}}
	c.Notices = []evidence.Notice{{
		ID: "n1", Kind: "assigned", Cause: "assigned/t1/p2", Act: 1, Person: "p2", OfficeDate: "2022-01-04", State: "sent",
		Template: "assigned", BodyHash: strings.Repeat("3", 64), MessageID: "n1@gyeol.example", Reply: "2.0.0 OK: queued",
		SentAt: at(2).Format(time.RFC3339Nano), Bounces: []evidence.Bounce{},
		Attempts: []evidence.Attempt{{Ordinal: 1, At: at(2).Format(time.RFC3339Nano), OK: true, Reply: "2.0.0 OK: queued"}},
	}}
	return c, entries, content
}

// council is a meeting of five, of whom four came and three said yes.
func (b *book) council() (*evidence.Case, []evidence.Entry) {
	c := blank(meetingID, "meeting")
	const item = "i1"
	c.Meeting = &evidence.Meeting{
		Body: "council", BodyName: "평생교육협의회", HoldOn: "2022-01-04", CallBy: "2021-12-28", CalledOn: "2021-12-28",
		HeldOn: "2022-01-04", InOffice: 5, Present: 4, Quorum: 3, Members: []evidence.Member{},
		Items: []evidence.Item{{
			ID: item, Ordinal: 1, Title: "시행계획", About: paperID, Result: "passed_as_is", Present: 4, Yes: 3, No: 1, Needed: 3,
		}},
		Ballots: []evidence.Ballot{},
	}
	entries := []evidence.Entry{b.acted(c, evidence.Act{Verb: "convene", From: "tabled", To: "in_session", Actor: "s1"})}
	for i, choice := range []string{"yes", "yes", "yes", "no"} {
		who := fmt.Sprintf("m%d", i+1)
		c.Meeting.Members = append(c.Meeting.Members, evidence.Member{Member: who, Role: "member", Present: true})
		entries = append(entries, b.cast(c, item, who, choice))
	}
	entries = append(entries, b.acted(c, evidence.Act{Verb: "resolve", From: "in_session", To: "resolved", Actor: "s1"}))
	return c, entries
}

// sample is an archive in parts: files by name without manifest and seal, and how to make those.
type sample struct {
	*book

	files    map[string][]byte
	manifest evidence.Manifest
}

// newSample makes an archive of a document and a meeting.
func newSample(t testing.TB) *sample {
	t.Helper()
	b := newBook(t)
	doc, docEntries, content := b.paper()
	meeting, meetingEntries := b.council()
	signed, c := b.checkpoint()
	s := &sample{book: b, files: map[string][]byte{
		"attachments/" + doc.Attachments[0].SHA256:            []byte("붙임의 내용"),
		"authority/" + doc.Pack + "/cycle.yaml":               []byte(rulesText),
		"cases/" + paperID + "/" + "content-00001-00001.json": content,
		"cases/" + paperID + "/entries.jsonl":                 b.proven(c.Size, docEntries),
		"cases/" + meetingID + "/entries.jsonl":               b.proven(c.Size, meetingEntries),
		evidence.CheckpointFile:                               []byte(signed),
		evidence.IndexFile:                                    []byte("<!DOCTYPE html>"),
	}}
	s.put(doc)
	s.put(meeting)
	s.manifest = evidence.Manifest{
		Subject: evidence.Subject{Kind: evidence.OfDocument, ID: paperID, Name: "2022년 시행계획", Number: "평생교육과-1"},
		MadeAt:  at(20).Format(time.RFC3339), OfficeDate: "2022-01-04", By: "auditor", Role: "auditor", Reason: "점검",
		Full: true, Key: "gyeol-audit", Leaves: c.Size, Cases: 2, Withheld: []evidence.Omission{},
	}
	return s
}

// put writes the record of a case.
func (s *sample) put(c *evidence.Case) {
	s.t.Helper()
	raw, err := evidence.Canonical(c)
	require.NoError(s.t, err)
	s.files["cases/"+c.ID+"/case.json"] = raw
}

// of reads the record of a case back.
func (s *sample) of(id string) *evidence.Case {
	s.t.Helper()
	var c evidence.Case
	require.NoError(s.t, json.Unmarshal(s.files["cases/"+id+"/case.json"], &c))
	return &c
}

// archive writes the archive with a manifest over its files and a seal of the log, as the office itself would.
func (s *sample) archive() []byte {
	s.t.Helper()
	var out bytes.Buffer
	w := evidence.NewWriter(&out)
	for _, path := range slices.Sorted(maps.Keys(s.files)) {
		require.NoError(s.t, w.Bytes(path, s.files[path]))
	}
	sum, err := w.Manifest(s.manifest)
	require.NoError(s.t, err)
	require.NoError(s.t, w.Seal(s.seal(sum)))
	return out.Bytes()
}

// seal proves an export with the manifest of a hash.
func (s *sample) seal(manifest string) proof.Inclusion {
	s.t.Helper()
	e := s.enter(proof.Record{Kind: "export", SubjectKind: "evidence", Subject: manifest}, map[string]any{"manifest": manifest})
	signed, c := s.checkpoint()
	hashes, err := tlog.ProveRecord(c.Size, e.Leaf, s)
	require.NoError(s.t, err)
	return proof.Inclusion{
		Leaf: e.Leaf, Line: e.Line, Hashes: proof.Hashes(hashes), Checkpoint: signed, Salt: e.Salt, Body: e.Body,
	}
}

// verify checks an archive with the key of the sample alone.
func (s *sample) verify(raw []byte) evidence.Report {
	return evidence.Verify(bytes.NewReader(raw), int64(len(raw)), s.public)
}

// unzipped reads the files of an archive.
func unzipped(t testing.TB, raw []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		out[f.Name], err = io.ReadAll(r)
		require.NoError(t, err)
	}
	return out
}

// zipped writes files as an archive, as whoever tampers with one would.
func zipped(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(path)
		require.NoError(t, err)
		_, err = w.Write(files[path])
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return out.Bytes()
}

// codes are the faults that were found.
func codes(r evidence.Report) []evidence.Code {
	var out []evidence.Code
	for _, f := range r.Faults {
		out = append(out, f.Code)
	}
	return out
}
