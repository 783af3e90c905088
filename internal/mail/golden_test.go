package mail

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestEveryTextHasItsGoldenInBothLanguages: a kind of notice without a text, a text without a golden, and a golden
// without a text all fail.
func TestEveryTextHasItsGoldenInBothLanguages(t *testing.T) {
	t.Parallel()
	texts := compiled(t)
	letters := letters(t)
	for _, kind := range declaredKinds(t) {
		require.Contains(t, letters, string(kind), "a kind without a sample has no golden")
		require.Contains(t, views, kind, "a kind without a view has no letter")
	}
	require.Len(t, views, len(declaredKinds(t)))
	var want []string
	for _, in := range languages {
		for name, l := range letters {
			l.Language = in.code
			got, err := texts.render(l, config)
			require.NoError(t, err, name)
			require.Equal(t, in.code, got.language)
			at := filepath.Join("testdata", in.code, name)
			golden(t, at+".txt", "Subject: "+got.subject+"\n\n"+got.plain)
			golden(t, at+".html", got.html)
			want = append(want, at+".html", at+".txt")
		}
	}
	slices.Sort(want)
	require.Equal(t, want, filesBelow(t, os.DirFS("."), "testdata"), "a golden that no letter is held against")
}

// TestEveryTemplateBelongsToAKind: a text that nothing sends is left over from something.
func TestEveryTemplateBelongsToAKind(t *testing.T) {
	t.Parallel()
	var want []string
	for _, in := range languages {
		names := []string{"layout", "lines"}
		for kind := range views {
			names = append(names, string(kind))
		}
		for _, name := range names {
			want = append(want, "templates/"+in.code+"/"+name+".html", "templates/"+in.code+"/"+name+".txt")
		}
	}
	slices.Sort(want)
	require.Equal(t, want, filesBelow(t, files, "templates"))
}

// filesBelow lists the files of a folder, sorted by path.
func filesBelow(t *testing.T, of fs.FS, folder string) []string {
	t.Helper()
	var out []string
	require.NoError(t, fs.WalkDir(of, folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	}))
	slices.Sort(out)
	return out
}

// golden holds a text against its file.
func golden(t *testing.T, path, text string) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run: go test ./internal/mail -update")
	require.Equal(t, string(want), text, path)
}

func compiled(t *testing.T) *templates {
	t.Helper()
	texts, err := loadTemplates()
	require.NoError(t, err)
	return texts
}

// letters are samples by the name of their golden: one of each kind, and the ways in which a kind reads otherwise.
func letters(t *testing.T) map[string]gov.Letter {
	t.Helper()
	out := map[string]gov.Letter{}
	for _, kind := range declaredKinds(t) {
		out[string(kind)] = sample(t, kind)
	}
	for _, factor := range []string{"totp", "sms", "mailed_code"} {
		l := sample(t, gov.NoticeInvited)
		l.Params.Invitation.Factor = factor
		out["invited-"+factor] = l
	}
	closed := sample(t, gov.NoticeReturned)
	closed.Params.Closed = true
	out["returned-closed"] = closed
	for name, to := range map[string]gov.Date{
		"informed-stand-in": gov.MustDate("2025-06-05"), "informed-handed-over": {},
	} {
		l := sample(t, gov.NoticeInformed)
		l.Params = gov.NoticeParams{Title: "평생교육과장 대결", Reason: "국외 출장", StandIn: &gov.NoticeStandIn{
			Post: "평생교육과장", From: gov.MustDate("2025-06-02"), To: to, Open: 3,
			Kind: map[bool]string{true: "delegation"}[!to.IsZero()],
		}}
		out[name] = l
	}
	stand := sample(t, gov.NoticeDigest)
	stand.Params.Items = []gov.NoticeItem{{
		Kind: gov.NoticeInformed, Title: "평생교육과장 대결", StandIn: out["informed-stand-in"].Params.StandIn,
	}}
	out["digest-stand-in"] = stand
	return out
}
