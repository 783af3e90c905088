package api_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 6238, as every authenticator speaks it
	"crypto/x509"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message"
	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

// mailed are the mails that leave now, each as its addressee reads it.
func (o *hosts) mailed(t *testing.T) []string {
	t.Helper()
	var out []string
	dir := o.Post(t)
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	for _, name := range names {
		raw, err := os.ReadFile(name)
		require.NoError(t, err)
		_, mail, ok := strings.Cut(string(raw), "\n") // the line of the envelope
		require.True(t, ok)
		whole, err := message.Read(strings.NewReader(mail))
		require.NoError(t, err)
		text := ""
		require.NoError(t, whole.Walk(func(_ []int, part *message.Entity, err error) error {
			if kind, _, _ := part.Header.ContentType(); err == nil && kind == "text/plain" {
				var read []byte
				read, err = io.ReadAll(part.Body)
				text += string(read)
			}
			return err
		}))
		out = append(out, text)
	}
	return out
}

var linkIn = regexp.MustCompile(`https://gyeol\.example/invite/gyeoli_[A-Za-z0-9_-]{43}`)

func TestAMailedLinkIsShownToNobodyButTheMember(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-01-03")
	ctx, boss := t.Context(), o.as(t, testkit.Coordinator)
	i := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: o.slug(t, expert), Mail: true}))(t)
	require.Empty(t, i.Link, "not even its secretary sees it")
	require.Regexp(t, `^\d{8}$`, i.Number)
	letters := o.mailed(t)
	require.Len(t, letters, 1)
	link := linkIn.FindString(letters[0])
	require.NotEmpty(t, link, letters[0])
	require.NotContains(t, letters[0], i.Number, "the number goes another way")
	secret := strings.TrimPrefix(link, "https://gyeol.example/invite/")
	for _, table := range []string{
		"notice n where n::text", "audit_body b where convert_from(b.body, 'UTF8')", "invitation i where i::text",
		"notice_attempt a where a::text",
	} {
		sql := "select count(*)::int from " + table + " like '%' || $1 || '%'"
		require.Zero(t, testkit.One[int](t, o.House, sql, secret), table)
	}
	c, err := o.accepts(t, link, i.Number)
	require.NoError(t, err)
	status, _ := o.asks(t, http.MethodGet, "/me/sessions", c)
	require.Equal(t, http.StatusOK, status)
}

func TestWhoeverIsMailedANewLinkHasNoOldOne(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-01-03")
	ctx, boss, member := t.Context(), o.as(t, testkit.Coordinator), o.slug(t, expert)
	old := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: member, Mail: true}))(t)
	first := linkIn.FindString(o.mailed(t)[0])
	unsent := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: member, Mail: true}))(t)
	i := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: member, Mail: true}))(t)
	state := testkit.One[string](t, o.House, "select state from notice where dedup = 'invited/' || $1", unsent.ID)
	require.Equal(t, "suppressed", state, "what is over before it left does not leave")
	letters := o.mailed(t)
	require.Len(t, letters, 1)
	second := linkIn.FindString(letters[0])
	require.NotEqual(t, first, second)
	for _, number := range []string{old.Number, i.Number} {
		_, err := o.accepts(t, first, number)
		require.ErrorIs(t, err, auth.ErrNotInvited)
	}
	_, err := o.accepts(t, second, i.Number)
	require.NoError(t, err)
	id := testkit.One[string](t, o.House, "select id::text from notice where dedup = 'invited/' || $1", i.ID)
	_, err = boss.ResendNotice(ctx, id, client.ActOptions{Reason: "다시"})
	require.True(t, client.Is(err, "act_not_open"), "%v", err)
}

// shownBy is what an authenticator shows at an instant (RFC 6238).
func shownBy(secret []byte, at time.Time) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(at.Unix()/30)))
	sum := mac.Sum(nil)
	from := sum[len(sum)-1] & 0xf
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[from:])&0x7fffffff)%1_000_000)
}

// signed is the person of a session.
func (o *hosts) signed(t *testing.T, c *http.Cookie) auth.Person {
	t.Helper()
	p, err := o.keeper.SignIn(t.Context(), auth.Shown{Cookies: []*http.Cookie{c}})
	require.NoError(t, err)
	return p
}

// enrols has the member come in by a number and enrol an authenticator; it gives its secret.
func (o *hosts) enrols(t *testing.T) []byte {
	t.Helper()
	i := must(o.as(t, testkit.Coordinator).InviteMember(t.Context(),
		client.Invite{Body: panel, Person: o.slug(t, expert)}))(t)
	c, err := o.accepts(t, i.Link, i.Number)
	require.NoError(t, err)
	p := o.signed(t, c)
	e, err := o.keeper.BeginTOTP(t.Context(), p, o.invites)
	require.NoError(t, err)
	require.Contains(t, e.URI, "otpauth://totp/gyeol:")
	secret, err := base32.StdEncoding.DecodeString(strings.ReplaceAll(e.Secret, " ", ""))
	require.NoError(t, err)
	require.NoError(t, o.keeper.ConfirmTOTP(t.Context(), p, o.invites, shownBy(secret, time.Now().Add(-30*time.Second))))
	_, err = o.keeper.BeginTOTP(t.Context(), p, o.invites)
	testkit.MustRefuse(t, gov.CodeConflict, err)
	return secret
}

func TestAMemberWhoComesAgainComesInByHisAuthenticator(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-01-03")
	ctx, boss, member := t.Context(), o.as(t, testkit.Coordinator), o.slug(t, expert)
	_, err := boss.InviteMember(ctx, client.Invite{Body: panel, Person: member, Factor: "totp"})
	require.True(t, client.Is(err, "conflict"), "he has none yet: %v", err)
	secret := o.enrols(t)
	require.Zero(t, testkit.One[int](t, o.House,
		"select count(*)::int from totp where position($1::bytea in sealed) > 0", secret), "it is kept sealed")
	i := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: member, Factor: "totp"}))(t)
	require.Empty(t, i.Number)
	code := shownBy(secret, time.Now())
	_, err = o.accepts(t, i.Link, code)
	require.NoError(t, err)
	again := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: member, Factor: "totp"}))(t)
	_, err = o.accepts(t, again.Link, code)
	require.ErrorIs(t, err, auth.ErrNotInvited, "each code counts once, whatever the link")
	require.Equal(t, 1, testkit.One[int](t, o.House, "select count(*)::int from session where amr = '{otp}'"))
}

func TestFiveWrongCodesCloseAnAuthenticatorUntilTheSecretaryResetsIt(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-01-03")
	ctx, boss, member := t.Context(), o.as(t, testkit.Coordinator), o.slug(t, expert)
	secret := o.enrols(t)
	wrong := "000000"
	if shownBy(secret, time.Now()) == wrong {
		wrong = "000001"
	}
	for range 5 { // a new link each time: the tries are those of the authenticator
		i := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: member, Factor: "totp"}))(t)
		_, err := o.accepts(t, i.Link, wrong)
		require.ErrorIs(t, err, auth.ErrNotInvited)
	}
	_, err := boss.InviteMember(ctx, client.Invite{Body: panel, Person: member, Factor: "totp"})
	require.True(t, client.Is(err, "conflict"), "it is closed: %v", err)
	require.True(t, client.Is(o.as(t, "gangnam-gu.officer").ResetTOTP(ctx, panel, member, ""), "forbidden"))
	require.NoError(t, boss.ResetTOTP(ctx, panel, member, ""))
	require.True(t, client.Is(boss.ResetTOTP(ctx, panel, member, ""), "not_found"))
	o.enrols(t)
}

func TestOnlyAnInvitedMemberEnrolsAnAuthenticator(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-01-03")
	_, err := o.as(t, testkit.Coordinator).BeginTOTP(t.Context())
	require.True(t, client.Is(err, "forbidden"), "%v", err)
	err = o.as(t, testkit.Coordinator).ConfirmTOTP(t.Context(), "000000")
	require.True(t, client.Is(err, "forbidden"), "%v", err)
}

// provider is a service that sends codes to mobiles, as far as gyeol sees it.
func provider(t *testing.T) (*auth.SMS, chan map[string]string) {
	t.Helper()
	got := make(chan map[string]string, 10)
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m := map[string]string{"key": r.Header.Get("Authorization")}
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
			http.Error(w, "bad", http.StatusBadRequest)
			return
		}
		got <- m
	}))
	t.Cleanup(srv.Close)
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	sms, err := auth.NewSMS(auth.SMSConfig{URL: srv.URL, Key: strings.Repeat("k", 16), Roots: roots})
	require.NoError(t, err)
	return sms, got
}

func TestACodeToAMobileCountsForFiveMinutes(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-01-03")
	ctx, boss, member := t.Context(), o.as(t, testkit.Coordinator), o.slug(t, expert)
	sms, got := provider(t)
	running, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); o.keeper.KeepTexting(running, sms, o.invites) }()
	t.Cleanup(func() { stop(); <-ended })

	_, err := boss.InviteMember(ctx, client.Invite{Body: panel, Person: member, Factor: "sms"})
	require.True(t, client.Is(err, "conflict"), "there is no number: %v", err)
	number := "+" + strings.Repeat("0", 9) + "12"
	masked := must(boss.SetMobile(ctx, panel, member, number))(t)
	require.Equal(t, "***-****-**12", masked)
	require.Zero(t, testkit.One[int](t, o.House, "select count(*)::int from mobile m where m::text like '%00000012%'"))
	i := must(boss.InviteMember(ctx, client.Invite{Body: panel, Person: member, Factor: "sms"}))(t)
	secret := strings.TrimPrefix(i.Link, "https://gyeol.example/invite/")
	ask := func() map[string]string {
		require.NoError(t, o.keeper.AskCode(ctx, auth.Visitor{Address: "192.0.2.1"}, o.invites, secret))
		return <-got
	}
	first := ask()
	require.Equal(t, number, first["to"])
	require.Equal(t, i.ID, first["reference"])
	require.Equal(t, "Bearer "+strings.Repeat("k", 16), first["key"])
	second := ask()
	_, err = o.accepts(t, i.Link, first["code"])
	require.ErrorIs(t, err, auth.ErrNotInvited, "the last code alone counts")
	o.Exec(t, "update invitation set code_until = now() - interval '1 second' where id = $1", i.ID)
	_, err = o.accepts(t, i.Link, second["code"])
	require.ErrorIs(t, err, auth.ErrNotInvited, "and for five minutes")
	third := ask()
	_, err = o.accepts(t, i.Link, third["code"])
	require.NoError(t, err)
	require.NoError(t, boss.DropMobile(ctx, panel, member))
	require.True(t, client.Is(boss.DropMobile(ctx, panel, member), "not_found"))
}

func TestACodeIsNotMailedUnlessTheRulesOfTheBodySaySo(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-01-03")
	_, err := o.as(t, testkit.Coordinator).InviteMember(t.Context(),
		client.Invite{Body: panel, Person: o.slug(t, expert), Mail: true, Factor: "mailed_code"})
	require.True(t, client.Is(err, "forbidden"), "%v", err)
	require.Contains(t, err.Error(), "body/second_factor")
}

// A body whose rules let codes be mailed is none of Seoul's: the row is put there by hand, the rest is the product's.
func TestAMailedCodeIsWorkedOutWhenItsLetterLeaves(t *testing.T) {
	t.Parallel()
	o := inviting(t, "2022-01-03")
	i := must(o.as(t, testkit.Coordinator).InviteMember(t.Context(),
		client.Invite{Body: panel, Person: o.slug(t, expert)}))(t)
	o.Exec(t, "update invitation set factor = 'mailed_code', pin_hash = null where id = $1", i.ID)
	secret := strings.TrimPrefix(i.Link, "https://gyeol.example/invite/")
	require.NoError(t, o.keeper.AskCode(t.Context(), auth.Visitor{Address: "192.0.2.1"}, o.invites, secret))
	letters := o.mailed(t)
	require.Len(t, letters, 1)
	code := regexp.MustCompile(`확인 코드: (\d{6})`).FindStringSubmatch(letters[0])
	require.NotNil(t, code, letters[0])
	require.Empty(t, linkIn.FindString(letters[0]), "the link is not in it")
	require.Zero(t, testkit.One[int](t, o.House,
		"select count(*)::int from notice n where n.params::text like '%' || $1 || '%'", code[1]))
	_, err := o.accepts(t, i.Link, code[1])
	require.NoError(t, err)
}
