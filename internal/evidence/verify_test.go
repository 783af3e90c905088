package evidence_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/internal/evidence"
)

func TestAnArchiveIsCheckedWithThePublicKeyAlone(t *testing.T) {
	t.Parallel()
	s := newSample(t)
	r := s.verify(s.archive())
	require.Empty(t, r.Faults)
	require.Equal(t, 2, r.Cases)
	require.Equal(t, 5, r.Acts)
	require.Equal(t, 2, r.Decisions)
	require.Equal(t, 4, r.Ballots)
	require.Equal(t, 9, r.Entries)
	require.Equal(t, 1, r.Notices)
	require.Zero(t, r.ContentsGone)
}

func TestTheSameFilesMakeTheSameArchive(t *testing.T) {
	t.Parallel()
	require.True(t, bytes.Equal(newSample(t).archive(), newSample(t).archive()))
}

// Whoever cannot sign for the log is found by the manifest or the seal, whatever he changes.
func TestAByteThatIsChangedInAnyFileIsFound(t *testing.T) {
	t.Parallel()
	s := newSample(t)
	raw := s.archive()
	files := unzipped(t, raw)
	require.NotEmpty(t, files)
	for path := range files {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			for _, place := range []int{0, len(files[path]) / 2, len(files[path]) - 1} {
				other := unzipped(t, raw)
				other[path][place] ^= 1
				r := s.verify(zipped(t, other))
				require.NotEmpty(t, r.Faults, "byte %d of %s", place, path)
				for _, f := range r.Faults {
					require.NotEmpty(t, f.Text)
				}
			}
		})
	}
}

func TestWhatIsAddedRemovedOrRenamedIsNamed(t *testing.T) {
	t.Parallel()
	s := newSample(t)
	raw := s.archive()
	for path := range unzipped(t, raw) {
		files := unzipped(t, raw)
		delete(files, path)
		want := evidence.FaultMissing
		switch path {
		case evidence.ManifestFile:
			want = evidence.FaultManifest
		case evidence.SealFile:
			want = evidence.FaultSeal
		}
		require.Contains(t, codes(s.verify(zipped(t, files))), want, path)
	}
	files := unzipped(t, raw)
	files["cases/"+paperID+"/more.json"] = []byte("{}")
	r := s.verify(zipped(t, files))
	require.Equal(t, []evidence.Code{evidence.FaultUnlisted}, codes(r))
	require.Equal(t, "cases/"+paperID+"/more.json", r.Faults[0].File)
}

func TestAManifestThatFitsAChangedFileHasNoSeal(t *testing.T) {
	t.Parallel()
	s := newSample(t)
	files := unzipped(t, s.archive())
	var m evidence.Manifest
	require.NoError(t, json.Unmarshal(files[evidence.ManifestFile], &m))
	m.Reason = "다른 사유"
	var err error
	files[evidence.ManifestFile], err = evidence.Canonical(m)
	require.NoError(t, err)
	require.Equal(t, []evidence.Code{evidence.FaultSeal}, codes(s.verify(zipped(t, files))))
	files[evidence.ManifestFile] = append(files[evidence.ManifestFile], '\n')
	require.Contains(t, codes(s.verify(zipped(t, files))), evidence.FaultManifest, "it is not canonical")
}

func TestACheckpointOfAnotherKeyIsNone(t *testing.T) {
	t.Parallel()
	s := newSample(t)
	_, other := keyPair(t, 2)
	raw := s.archive()
	r := evidence.Verify(bytes.NewReader(raw), int64(len(raw)), other)
	require.Contains(t, codes(r), evidence.FaultWrongKey)
	s = newSample(t)
	s.key, _ = keyPair(t, 2)
	signed, _ := s.checkpoint()
	s.files[evidence.CheckpointFile] = []byte(signed)
	s.key, _ = keyPair(t, 1)
	require.Contains(t, codes(s.verify(s.archive())), evidence.FaultWrongKey)
}

// Whoever owns the office's key could seal what he changed: what an archive shows must still agree with itself.
func TestWhatDoesNotAgreeWithItselfIsFoundUnderTheTrueSeal(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		id     string
		tamper func(*evidence.Case)
		want   evidence.Code
	}{
		"a reason is changed":     {paperID, func(c *evidence.Case) { c.Acts[0].Reason = "다른 말" }, evidence.FaultMismatch},
		"an actor is changed":     {paperID, func(c *evidence.Case) { c.Acts[1].Actor = "p9" }, evidence.FaultMismatch},
		"a date is changed":       {paperID, func(c *evidence.Case) { c.Acts[0].OfficeDate = "2022-01-05" }, evidence.FaultMismatch},
		"an act is dropped":       {paperID, func(c *evidence.Case) { c.Acts = c.Acts[:2] }, evidence.FaultAct},
		"acts do not follow":      {paperID, func(c *evidence.Case) { c.Acts[1].From = "returned" }, evidence.FaultAct},
		"an act without an entry": {paperID, another, evidence.FaultUnproven},
		"two decisions are swapped": {paperID, func(c *evidence.Case) {
			c.Decisions[0].Act, c.Decisions[1].Act = c.Decisions[1].Act, c.Decisions[0].Act
		}, evidence.FaultDecision},
		"a decision is dropped": {paperID, func(c *evidence.Case) { c.Decisions = c.Decisions[:1] }, evidence.FaultDecision},
		"a decision saw another text": {paperID, func(c *evidence.Case) {
			c.Decisions[1].HashSeen = strings.Repeat("4", 64)
		}, evidence.FaultDecision},
		"a content has another hash":       {paperID, func(c *evidence.Case) { c.Contents[0].Hash = strings.Repeat("4", 64) }, evidence.FaultContent},
		"a content is left out unsaid":     {paperID, func(c *evidence.Case) { c.Contents[0].File = "" }, evidence.FaultContent},
		"a number is missing":              {paperID, func(c *evidence.Case) { c.Document.Number = "" }, evidence.FaultLine},
		"the final cell is empty":          {paperID, func(c *evidence.Case) { c.Line[1].State = "current" }, evidence.FaultLine},
		"a signature without its decision": {paperID, func(c *evidence.Case) { c.Line[0].SignedOn = "2022-01-03" }, evidence.FaultLine},
		"an attachment is another": {paperID, func(c *evidence.Case) {
			c.Attachments[0].SHA256 = strings.Repeat("4", 64)
		}, evidence.FaultAttachment},
		"other rules":              {paperID, func(c *evidence.Case) { c.Pack = strings.Repeat("4", 64) }, evidence.FaultRules},
		"a notice of no act":       {paperID, func(c *evidence.Case) { c.Notices[0].Act = 9 }, evidence.FaultNotice},
		"a notice without a reply": {paperID, func(c *evidence.Case) { c.Notices[0].Attempts = []evidence.Attempt{} }, evidence.FaultNotice},
		"a ballot is changed":      {meetingID, func(c *evidence.Case) { c.Meeting.Ballots[3].Choice = "yes" }, evidence.FaultVote},
		"a ballot is dropped":      {meetingID, func(c *evidence.Case) { c.Meeting.Ballots = c.Meeting.Ballots[:3] }, evidence.FaultVote},
		"a result is changed":      {meetingID, func(c *evidence.Case) { c.Meeting.Items[0].Result = "rejected" }, evidence.FaultVote},
		"a quorum is changed":      {meetingID, func(c *evidence.Case) { c.Meeting.Quorum = 2 }, evidence.FaultVote},
		"a contribution is changed": {meetingID, func(c *evidence.Case) {
			c.Given[0].Body = json.RawMessage(`{"choice":"no","item":"i1"}`)
		}, evidence.FaultMismatch},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSample(t)
			one := s.of(c.id)
			c.tamper(one)
			s.put(one)
			require.Contains(t, codes(s.verify(s.archive())), c.want)
		})
	}
}

// another adds an act that the log does not have.
func another(c *evidence.Case) {
	a := c.Acts[2]
	a.Seq, a.Verb, a.From, a.To = 4, "dispatch", "approved", "dispatched"
	c.Acts, c.Seq, c.State = append(c.Acts, a), 4, "dispatched"
}

func TestEntriesAreProvenLineByLine(t *testing.T) {
	t.Parallel()
	const path = "cases/" + paperID + "/entries.jsonl"
	for name, c := range map[string]struct {
		tamper func(lines []string) []string
		want   evidence.Code
	}{
		"an entry is dropped":  {func(l []string) []string { return l[1:] }, evidence.FaultUnproven},
		"entries are swapped":  {func(l []string) []string { l[0], l[1] = l[1], l[0]; return l }, evidence.FaultEntry},
		"an entry comes twice": {func(l []string) []string { return append([]string{l[0]}, l...) }, evidence.FaultEntry},
		"a line is changed": {func(l []string) []string {
			l[0] = strings.Replace(l[0], " act ", " cat ", 1)
			return l
		}, evidence.FaultEntry},
		"a body is changed": {func(l []string) []string {
			l[0] = strings.Replace(l[0], "submit", "redraft", 1)
			return l
		}, evidence.FaultBody},
		"it is no entry": {func(l []string) []string { l[0] = "{}x"; return l }, evidence.FaultRecord},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSample(t)
			lines := strings.SplitAfter(strings.TrimSuffix(string(s.files[path]), "\n"), "\n")
			lines[len(lines)-1] += "\n"
			lines = c.tamper(lines)
			text := strings.Join(lines, "")
			s.files[path] = []byte(strings.ReplaceAll(text, "\n\n", "\n"))
			require.Contains(t, codes(s.verify(s.archive())), c.want)
		})
	}
}

func TestADeletedBodyIsAcceptedAsItsHash(t *testing.T) {
	t.Parallel()
	s := newSample(t)
	const path = "cases/" + paperID + "/entries.jsonl"
	var out bytes.Buffer
	for line := range bytes.Lines(s.files[path]) {
		var e evidence.Entry
		require.NoError(t, json.Unmarshal(line, &e))
		e.Salt, e.Body = "", ""
		raw, err := evidence.Canonical(e)
		require.NoError(t, err)
		out.Write(append(raw, '\n'))
	}
	s.files[path] = out.Bytes()
	r := s.verify(s.archive())
	require.Empty(t, r.Faults)
	require.Equal(t, 3, r.BodiesGone)
}

func TestAContentThatIsWithheldIsSaidToBe(t *testing.T) {
	t.Parallel()
	s := newSample(t)
	c := s.of(paperID)
	delete(s.files, "cases/"+paperID+"/"+c.Contents[0].File)
	c.Contents[0].File = ""
	c.Withheld = []evidence.Withheld{{What: "content", Ref: c.Contents[0].Hash, Why: "disclosure"}}
	s.put(c)
	r := s.verify(s.archive())
	require.Empty(t, r.Faults)
	require.Equal(t, 2, r.ContentsGone, "both signatures saw what is not shown")
}

// hostile writes a ZIP file header by header.
func hostile(t *testing.T, add func(z *zip.Writer)) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add(z)
	require.NoError(t, z.Close())
	return out.Bytes()
}

func TestWhatCouldHurtWhoeverUnpacksItIsNotRead(t *testing.T) {
	t.Parallel()
	file := func(h zip.FileHeader) func(*zip.Writer) {
		return func(z *zip.Writer) {
			w, err := z.CreateHeader(&h)
			require.NoError(t, err)
			if !strings.HasSuffix(h.Name, "/") {
				_, err = w.Write([]byte("x"))
				require.NoError(t, err)
			}
		}
	}
	link := zip.FileHeader{Name: "cases/link"}
	link.SetMode(os.ModeSymlink | 0o777)
	for name, c := range map[string]struct {
		add  func(*zip.Writer)
		want evidence.Code
	}{
		"outside":       {file(zip.FileHeader{Name: "../../etc/passwd"}), evidence.FaultPath},
		"from the root": {file(zip.FileHeader{Name: "/etc/passwd"}), evidence.FaultPath},
		"a drive":       {file(zip.FileHeader{Name: `C:\x`}), evidence.FaultPath},
		"backslash":     {file(zip.FileHeader{Name: `cases\..\x`}), evidence.FaultPath},
		"a hidden file": {file(zip.FileHeader{Name: ".profile"}), evidence.FaultPath},
		"a long name":   {file(zip.FileHeader{Name: strings.Repeat("a", 200)}), evidence.FaultPath},
		"a folder":      {file(zip.FileHeader{Name: "cases/"}), evidence.FaultPath},
		"a link":        {file(link), evidence.FaultKind},
		"twice": {func(z *zip.Writer) {
			file(zip.FileHeader{Name: "a"})(z)
			file(zip.FileHeader{Name: "a"})(z)
		}, evidence.FaultDuplicate},
		"out of order": {func(z *zip.Writer) {
			file(zip.FileHeader{Name: "b"})(z)
			file(zip.FileHeader{Name: "a"})(z)
		}, evidence.FaultDuplicate},
		"no manifest": {file(zip.FileHeader{Name: "a"}), evidence.FaultManifest},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSample(t)
			require.Equal(t, []evidence.Code{c.want}, codes(s.verify(hostile(t, c.add))))
		})
	}
	s := newSample(t)
	require.Equal(t, []evidence.Code{evidence.FaultArchive}, codes(s.verify([]byte("PK"))))
	raw := s.archive()
	require.Contains(t, codes(s.verify(raw[:len(raw)/2])), evidence.FaultArchive)
}

func TestASmallFileThatUnpacksToMuchIsNotUnpacked(t *testing.T) {
	t.Parallel()
	s := newSample(t)
	raw := hostile(t, func(z *zip.Writer) {
		w, err := z.Create(evidence.ManifestFile)
		require.NoError(t, err)
		chunk := make([]byte, 1<<20)
		for range evidence.MaxManifest>>20 + 1 {
			_, err := w.Write(chunk)
			require.NoError(t, err)
		}
	})
	require.Less(t, len(raw), 1<<20)
	require.Contains(t, codes(s.verify(raw)), evidence.FaultTooLarge)
}

func TestFilesOfAnArchiveAreWrittenInOrder(t *testing.T) {
	t.Parallel()
	w := evidence.NewWriter(&bytes.Buffer{})
	require.NoError(t, w.Bytes("b", nil))
	require.ErrorContains(t, w.Bytes("a", nil), "order")
	require.ErrorContains(t, w.Bytes("b", nil), "order")
	require.ErrorContains(t, w.Bytes("../c", nil), "no name")
}
