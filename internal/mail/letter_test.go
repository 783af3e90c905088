package mail

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

// inEach renders a letter in every language.
func inEach(t *testing.T, l gov.Letter) map[string]content {
	t.Helper()
	texts, out := compiled(t), map[string]content{}
	for _, in := range languages {
		l.Language = in.code
		c, err := texts.render(l, config)
		require.NoError(t, err, "%s/%s", in.code, l.Kind)
		out[in.code] = c
	}
	return out
}

func TestAClosedDocumentIsNotNamed(t *testing.T) {
	t.Parallel()
	for _, kind := range declaredKinds(t) {
		l := sample(t, kind)
		secrets := []string{
			l.Params.Title, "추진실적", "합계가 표와", "전결 규정", "시행계획(안)", "성과 입력", "계획 제출", "임시공휴일", "위원장",
		}
		l.Params.Closed = true
		for i := range l.Params.Items {
			l.Params.Items[i].Closed = true
		}
		for code, got := range inEach(t, l) {
			for _, secret := range secrets {
				require.NotContains(t, got.subject+got.plain+got.html, secret, kind)
			}
			if l.Params.Meeting == nil {
				require.Contains(t, got.plain, languageOf(code).closed, kind)
			}
		}
	}
}

// FuzzClosedContentIsInNoLetter: whatever a closed paper is called, and whatever is said of it, no letter about it
// carries a word of that.
func FuzzClosedContentIsInNoLetter(f *testing.F) {
	f.Add("비밀 계획", "그 사유", "그 부서")
	f.Add("{{.Title}}\r\nBcc: x@example.org", "<script>alert(1)</script>", "\x00\u202e")
	f.Fuzz(func(t *testing.T, title, reason, unit string) {
		mark := "⟦secret⟧" // no template and no other field has it
		for kind := range views {
			l := sample(t, kind)
			l.Params.Closed = true
			l.Params.Title, l.Params.Reason, l.Params.Unit = mark+title, mark+reason, mark+unit
			l.Params.Why = &gov.NoticeWhy{Role: mark, Article: mark}
			if l.Params.Meeting != nil {
				l.Params.Meeting.Items = []string{mark + title}
			}
			for i := range l.Params.Items {
				l.Params.Items[i].Title, l.Params.Items[i].Closed = mark+title, true
			}
			for _, got := range inEach(t, l) {
				require.NotContains(t, got.subject+got.plain+got.html, "secret", kind)
			}
		}
	})
}

// FuzzATitleBreaksNoLetter: a title is one line of a header and plain text of a page, whatever stands in it.
func FuzzATitleBreaksNoLetter(f *testing.F) {
	f.Add("제목\r\nBcc: someone@example.org\r\n\r\n<b>")
	f.Add(`"><script>fetch("https://elsewhere.example")</script><img src=x>`)
	f.Add("https://elsewhere.example/tasks/1 {{.Link}} \u2028\u2029\u0085 😀 ᄒᆞᆫ글 ①")
	f.Fuzz(func(t *testing.T, title string) {
		for kind := range views {
			l := sample(t, kind)
			l.Params.Title, l.Params.Reason, l.Name, l.Ask = title, title, title, title
			for i := range l.Params.Items {
				l.Params.Items[i].Title = title
			}
			for _, got := range inEach(t, l) {
				require.Len(t, strings.FieldsFunc(got.subject+"x", lineEnd), 1, "a subject is one line")
				require.Empty(t, regexp.MustCompile(`(?i)<(script|img|iframe|link|style|object|form|b)[\s>/]`).FindString(got.html))
				for _, at := range regexp.MustCompile(`(?:href|src)="([^"]*)"`).FindAllStringSubmatch(got.html, -1) {
					require.Regexp(t, "^"+ours, at[1])
				}
			}
		}
	})
}

// ours are the places to which a letter may lead.
const ours = base + "/(tasks|invite/|signin)"

func lineEnd(r rune) bool {
	return r == '\r' || r == '\n' || r == '\u0085' || r == '\u2028' || r == '\u2029' || r == 0
}

func TestLinksLeadToTheInstallationAlone(t *testing.T) {
	t.Parallel()
	for _, kind := range declaredKinds(t) {
		for code, got := range inEach(t, sample(t, kind)) {
			for _, text := range []string{got.plain, got.html} {
				require.Regexp(t, ours, text, kind)
				require.Len(t, regexp.MustCompile(ours).FindAllString(text, -1), strings.Count(text, "://"), kind)
				require.NotContains(t, text, "?", "a link that decides nothing carries no order")
			}
			require.Contains(t, got.html, fmt.Sprintf(`lang="%s"`, code))
		}
	}
}

// TestAPageIsOneThatWebmailShows: Korean webmail drops style sheets, classes and scripts, and fetches nothing.
func TestAPageIsOneThatWebmailShows(t *testing.T) {
	t.Parallel()
	for _, kind := range declaredKinds(t) {
		for _, got := range inEach(t, sample(t, kind)) {
			for _, never := range []string{"<style", "class=", "<script", "<img", "url(", "<link", "position:", "flex"} {
				require.NotContains(t, got.html, never, kind)
			}
			require.Contains(t, got.html, `width="600"`)
			for line := range strings.Lines(got.html) {
				require.Less(t, len(line), 900, "998 octets are the most that a line of a mail may have")
			}
		}
	}
}

func TestALetterSaysWhoAnswersAndWhatCanBeChanged(t *testing.T) {
	t.Parallel()
	reminder := inEach(t, sample(t, gov.NoticeDueSoon))
	require.Contains(t, reminder["ko"].plain, "궁금한 점은 평생교육과에 문의하십시오.")
	require.Contains(t, reminder["ko"].plain, "알림 설정에서 바꿀 수 있습니다.")
	require.Contains(t, reminder["ko"].plain, "기한: 2025. 5. 30.(금)\n  법정 기한: 2025. 6. 2.(월)")
	require.Contains(t, reminder["en"].plain, "Due: Fri, 30 May 2025\n  Last lawful day: Mon, 2 Jun 2025")
	call := inEach(t, sample(t, gov.NoticeCall))
	require.Contains(t, call["ko"].plain, "법령에 따른 통지이므로 끌 수 없습니다.")
	require.NotContains(t, call["ko"].plain, "알림 설정")
	given := inEach(t, sample(t, gov.NoticeAssigned))
	require.Contains(t, given["ko"].plain, "배정 사유: 부서 담당자\n  근거: 평생교육법 시행령 제3조의2")
}

func TestANoticeWithoutDetailsIsStillAMail(t *testing.T) {
	t.Parallel()
	for _, kind := range declaredKinds(t) {
		for _, got := range inEach(t, gov.Letter{Kind: kind, Params: gov.NoticeParams{Title: "제목"}}) {
			require.NotContains(t, got.plain+got.html, "<no value>")
			require.NotRegexp(t, `(?m): *$`, strings.ReplaceAll(got.plain, "\r", ""), kind)
		}
	}
	_, err := compiled(t).render(gov.Letter{Kind: "unheard_of"}, config)
	require.Error(t, err)
}

func TestAnUnknownLanguageIsReadAsKorean(t *testing.T) {
	t.Parallel()
	l := sample(t, gov.NoticeAssigned)
	want, err := compiled(t).render(l, config)
	require.NoError(t, err)
	l.Language = "fr"
	got, err := compiled(t).render(l, config)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Equal(t, "ko", got.language)
	require.Regexp(t, `^ko/assigned@[0-9a-f]{12}$`, got.template)
}

// TestEveryTextHasAVersionOfItsOwn: the record tells by it which wording somebody read.
func TestEveryTextHasAVersionOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, kind := range declaredKinds(t) {
		for _, got := range inEach(t, sample(t, kind)) {
			require.False(t, seen[got.template], got.template)
			seen[got.template] = true
		}
	}
}

// TestATextThatAsksForMoreThanItsViewHasIsRefusedAtTheStart: also where the field is asked for in one branch only.
func TestATextThatAsksForMoreThanItsViewHasIsRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	good := compiled(t).texts["ko"][gov.NoticeDueSoon]
	require.NoError(t, good.tryOut(gov.NoticeDueSoon))
	for _, bad := range []string{"{{.Titel}}", "{{if .Law}}{{.Titel}}{{end}}", "{{if not .Law}}{{.Titel}}{{end}}"} {
		plain, err := good.plain.Clone()
		require.NoError(t, err)
		_, err = plain.New("lead").Parse(bad)
		require.NoError(t, err)
		require.Error(t, text{plain: plain, html: good.html}.tryOut(gov.NoticeDueSoon), bad)
	}
}

// TestEveryKindHasItsNameInBothLanguages: a letter about a letter names its kind, and nobody at a desk reads due_soon.
func TestEveryKindHasItsNameInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, kind := range declaredKinds(t) {
		require.NotEqual(t, string(kind), korean.kind(kind))
		require.Contains(t, english.kinds, kind)
		require.NotEqual(t, korean.kind(kind), english.kind(kind))
	}
}

// TestALinkOfAnInvitationIsInItsLetterAndInNoRow: the row names the invitation, the letter carries what is worked out
// of it, and a mailroom that cannot work it out sends nothing.
func TestALinkOfAnInvitationIsInItsLetterAndInNoRow(t *testing.T) {
	t.Parallel()
	l := sample(t, gov.NoticeInvited)
	row, err := json.Marshal(l.Params)
	require.NoError(t, err)
	require.NotContains(t, string(row), "gyeoli_")
	for _, got := range inEach(t, l) {
		require.Contains(t, got.plain, shown{}.Link(l.Params.Invitation.ID))
		require.Contains(t, got.html, shown{}.Link(l.Params.Invitation.ID))
	}
	_, err = compiled(t).render(l, Config{BaseURL: base})
	require.ErrorIs(t, err, errNoSecrets)
}
