package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/dossier"
	"gyeol/internal/evidence"
	"gyeol/internal/proof"
	"gyeol/internal/testkit"
)

// signedRequest drafts the request of the year and signs it, and answers with the number it was given.
func (b *book) signedRequest() string {
	b.t.Helper()
	b.h.SetToday(b.t, "2022-01-03")
	b.h.OpenCycle(b.t, "lifelong-education-plan", 2022)
	b.h.OpenStage(b.t, "request")
	b.h.Do(b.t, "request", gov.TaskDraft, testkit.Do{Verb: gov.VerbSubmit, Body: map[string]any{
		"title": "자료 취합 요청", "body": map[string]any{"text": "기한까지 제출하여 주시기 바랍니다."},
		"abstract": "제출 요청", "keywords": []string{"평생교육"},
	}})
	for asked := b.h.Asks(b.t, "request", gov.TaskSign); len(asked) > 0; asked = b.h.Asks(b.t, "request", gov.TaskSign) {
		b.h.Act(b.t, asked[0].Who, asked[0].ID, testkit.Do{Verb: asked[0].Verb})
	}
	return testkit.One[string](b.t, b.h, "select document_number from document where document_number is not null")
}

// bundle writes a bundle into the folder as the command does.
func (b *book) bundle(c evidenceMakeCmd) (string, error) {
	b.t.Helper()
	secret, err := keptAuditKey(b.dir)
	require.NoError(b.t, err)
	signer, err := proof.Signer(secret)
	require.NoError(b.t, err)
	c.File = b.path("bundle.zip")
	_, err = c.write(b.t.Context(), dossier.Tools{Pool: b.h.Pool, Print: newEvidencePrinter(b.h.Pool), Key: signer})
	return c.File, err
}

// proved runs gyeol evidence verify with a file and a public key alone.
func (b *book) proved(file string, asJSON bool) (string, error) {
	var out bytes.Buffer
	c := &evidenceVerifyCmd{File: file, Key: []string{b.path("audit.pub")}}
	err := c.Run(b.t.Context(), &Globals{Out: &out, JSON: asJSON})
	return out.String(), err
}

func TestABundleIsMadeHereAndCheckedElsewhere(t *testing.T) {
	t.Parallel()
	b := openBook(t)
	number := b.signedRequest()
	file, err := b.bundle(evidenceMakeCmd{Document: number, Reason: "정보공개 청구"})
	require.NoError(t, err)
	info, err := os.Stat(file)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "a bundle is for whoever made it")
	out, err := b.proved(file, false)
	require.NoError(t, err, out)
	require.Contains(t, out, "이상 없음")
	require.Contains(t, out, number)
	out, err = b.proved(file, true)
	require.NoError(t, err)
	var r evidence.Report
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Equal(t, number, r.Subject.Number)

	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	papers := map[string]string{}
	for _, f := range z.File {
		_, name, _ := strings.Cut(strings.TrimPrefix(f.Name, "cases/"), "/")
		if !strings.HasPrefix(name, "paper") {
			continue
		}
		r, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		papers[name] = string(text)
	}
	require.Contains(t, papers["paper.txt"], "기한까지 제출하여 주시기 바랍니다.")
	require.Contains(t, papers["paper.html"], "<h1>자료 취합 요청</h1>")
	require.Contains(t, papers["paper-block.txt"], number)

	other := openBook(t)
	_, err = other.proved(file, false)
	require.ErrorIs(t, err, errEvidence, "another installation's key has not signed it")
	place := bytes.LastIndex(raw, []byte(evidence.SealFile)) // in the directory of the archive
	raw[place] ^= 1
	require.NoError(t, os.WriteFile(file, raw, 0o600))
	out, err = b.proved(file, false)
	require.ErrorIs(t, err, errEvidence)
	require.Contains(t, out, "[")
	_, err = b.proved(b.path("none"), false)
	require.Error(t, err)
}

func TestABundleThatIsRefusedLeavesNoFile(t *testing.T) {
	t.Parallel()
	b := openBook(t)
	b.h.OpenCycle(t, "lifelong-education-plan", 2022)
	file, err := b.bundle(evidenceMakeCmd{Cycle: "lifelong-education-plan-2022", Reason: " "})
	testkit.MustRefuse(t, gov.CodeReasonRequired, err)
	_, err = os.Stat(file)
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = os.Stat(file + ".new")
	require.ErrorIs(t, err, os.ErrNotExist)
}
