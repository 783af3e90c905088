package mail

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"
	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
)

// read is a mail as a program reads it: subject and text.
func read(t *testing.T, raw []byte) (subject, text string, header mail.Header) {
	t.Helper()
	r, err := mail.CreateReader(bytes.NewReader(raw))
	require.NoError(t, err)
	subject, err = r.Header.Subject()
	require.NoError(t, err)
	part, err := r.NextPart()
	require.NoError(t, err)
	body, err := io.ReadAll(part.Body)
	require.NoError(t, err)
	_, err = r.NextPart()
	require.NoError(t, err)
	_, err = r.NextPart()
	require.True(t, errors.Is(err, io.EOF), "text and HTML, and nothing else")
	return subject, string(body), r.Header
}

// Whatever people write arrives as they wrote it, in lines that every server takes.
func TestSend_WhatPeopleWriteArrives(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	out := sender(t, s, s.Addr())
	for name, said := range map[string]string{
		"emoji":             "축하합니다 🎉👍🏽👩‍👩‍👧‍👦🇰🇷",
		"old Hangul":        "나랏말ᄊᆞ미 듕귁에 달아 ᄒᆞᆫ글",
		"circled and Roman": "① ② ⑳ Ⅱ Ⅻ △ ㉠ ㈜ ’ ―",
		"a long line":       strings.Repeat("가나다라", 40) + strings.Repeat("x", 300),
		"a lone dot":        ". \r\n.\r\nQUIT",
		"headers":           "제목\r\nBcc: everybody@seoul.example\r\n\r\n--b",
		"encoded words":     "=?utf-8?B?QmNjOiB4?= =?x",
	} {
		l := sample(t, gov.NoticeAssigned)
		l.Params.Title, l.Params.Unit, l.Name = said, said, said
		p := out.Send(t.Context(), l)
		require.Equal(t, gov.PostedDelivered, p.As, "%s: %s", name, p.Reply)
		mails := kept(t, s)
		raw := mailOf(t, mails[len(mails)-1])
		for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
			require.LessOrEqual(t, len(line), 998, name)
			require.NotContains(t, string(line), "\n", name)
		}
		subject, text, header := read(t, raw)
		one := strings.Join(strings.Fields(said), " ")
		require.Contains(t, text, string([]rune(one)[:min(len([]rune(one)), 50)]), name)
		require.True(t, strings.HasPrefix(subject, "[결] 새 업무: "+string([]rune(one)[:4])), "%s: %s", name, subject)
		require.Empty(t, header.Get("Bcc"), name)
		require.Equal(t, []string{l.Email}, mails[len(mails)-1].To, name)
	}
}

func TestSend_AddressesArriveOrAreRefusedWithTheirReason(t *testing.T) {
	t.Parallel()
	modern, old := sink(t, smtp.Config{}), sink(t, smtp.Config{NoUTF8: true})
	for _, c := range []struct {
		email      string
		modern     gov.PostedAs
		old        gov.PostedAs
		why, going string
	}{
		{"officer@seoul.example", gov.PostedDelivered, gov.PostedDelivered, "", "officer@seoul.example"},
		{"a+b.c_d@sub.seoul.example", gov.PostedDelivered, gov.PostedDelivered, "", "a+b.c_d@sub.seoul.example"},
		{"officer@서울.example", gov.PostedDelivered, gov.PostedDelivered, "", "officer@xn--2i4bq6h.example"},
		{"담당@seoul.example", gov.PostedDelivered, gov.PostedRefused, "no SMTPUTF8", "담당@seoul.example"},
		{`"a b"@seoul.example`, gov.PostedRefused, gov.PostedRefused, "with quotes", ""},
		{`"a"@seoul.example`, gov.PostedRefused, gov.PostedRefused, "with quotes", ""},
		{"officer@[127.0.0.1]", gov.PostedRefused, gov.PostedRefused, "", ""},
		{strings.Repeat("x", 65) + "@seoul.example", gov.PostedRefused, gov.PostedRefused, "longer than mail allows", ""},
		{"nobody", gov.PostedRefused, gov.PostedRefused, "no valid mail address", ""},
	} {
		for s, want := range map[*smtp.Server]gov.PostedAs{modern: c.modern, old: c.old} {
			l := sample(t, gov.NoticeAssigned)
			l.Email = c.email
			p := sender(t, s, s.Addr()).Send(t.Context(), l)
			require.Equal(t, want, p.As, "%s: %s", c.email, p.Reply)
			if want == gov.PostedRefused {
				require.Contains(t, p.Reply, c.why, c.email)
				continue
			}
			mails := kept(t, s)
			require.Equal(t, []string{c.going}, mails[len(mails)-1].To)
		}
	}
}

// A mail of ten megabytes is carried where the relay takes it, and refused with its size before a byte is sent where it
// does not.
func TestSend_AMailThatIsTooLargeIsRefusedWithItsSize(t *testing.T) {
	t.Parallel()
	l := sample(t, gov.NoticeDigest)
	item := l.Params.Items[0]
	item.Title = strings.Repeat("가", 200)
	for range 4000 {
		l.Params.Items = append(l.Params.Items, item)
	}
	wide := sink(t, smtp.Config{})
	p := sender(t, wide, wide.Addr()).Send(t.Context(), l)
	require.Equal(t, gov.PostedDelivered, p.As, p.Reply)
	require.Greater(t, len(mailOf(t, kept(t, wide)[0])), 10<<20)
	var begun atomic.Int64
	narrow := sink(t, smtp.Config{MaxMessageBytes: 5 << 20, Begin: func(smtp.Envelope) error {
		begun.Add(1)
		return nil
	}})
	out := sender(t, narrow, narrow.Addr())
	p = out.Send(t.Context(), l)
	require.Equal(t, gov.PostedRefused, p.As)
	require.Regexp(t, `the mail has \d{8} bytes, and 5242880 are the most that can be sent`, p.Reply)
	require.Zero(t, begun.Load())
	require.Equal(t, gov.PostedDelivered, out.Send(t.Context(), sample(t, gov.NoticeDigest)).As, "the next is not held up")
	own := sender(t, wide, wide.Addr(), func(c *Config) { c.MostBytes = 1 << 20 })
	require.Equal(t, gov.PostedRefused, own.Send(t.Context(), l).As)
}

func TestSend_ARelayThatDemandsTLSOrStallsOrGreylists(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	readable := sender(t, s, s.Addr(), func(c *Config) { c.URL = "smtp://" + s.Addr() + "?tls=none" })
	p := readable.Send(t.Context(), sample(t, gov.NoticeAssigned))
	require.Equal(t, gov.PostedUnreached, p.As)
	require.Contains(t, p.Reply, "STARTTLS")
	lax := sink(t, smtp.Config{Open: true})
	plain := sender(t, lax, lax.Addr(), func(c *Config) { c.URL = "smtp://" + lax.Addr() + "?tls=none" })
	require.Equal(t, gov.PostedDelivered, plain.Send(t.Context(), sample(t, gov.NoticeAssigned)).As)

	wake := make(chan struct{})
	stalling := sink(t, smtp.Config{DecideMessage: func(smtp.Message) error { <-wake; return nil }})
	slow := sender(t, stalling, stalling.Addr(), func(c *Config) { c.Timeout = 200 * time.Millisecond })
	p = slow.Send(t.Context(), sample(t, gov.NoticeAssigned))
	close(wake)
	require.Equal(t, gov.PostedUnsure, p.As, "all of it was sent: "+p.Reply)

	var times atomic.Int64
	grey := sink(t, smtp.Config{Decide: func(smtp.Envelope) error {
		if times.Add(1) < 3 {
			return smtp.Refuse(450, "greylisted, come back later")
		}
		return nil
	}})
	out := sender(t, grey, grey.Addr())
	for _, want := range []gov.PostedAs{gov.PostedDeferred, gov.PostedDeferred, gov.PostedDelivered} {
		require.Equal(t, want, out.Send(t.Context(), sample(t, gov.NoticeAssigned)).As)
	}
}

func TestSend_AConnectionIsMadeAnewAfterItsShare(t *testing.T) {
	t.Parallel()
	s := sink(t, smtp.Config{})
	line := newLine(t, s.Addr())
	out := sender(t, s, line.addr(), func(c *Config) { c.URL += "&per_connection=3" })
	for range 7 {
		require.Equal(t, gov.PostedDelivered, out.Send(t.Context(), sample(t, gov.NoticeAssigned)).As)
	}
	require.EqualValues(t, 3, line.calls.Load())
	require.Len(t, kept(t, s), 7)
}

func TestTheBoundsOfARelay(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"rate=0", "rate=-1", "rate=x", "rate=60001", "per_connection=0", "connections=21", "connections=1.5", "speed=9",
	} {
		_, err := parseRelay("smtp://relay.example?" + words)
		require.Error(t, err, words)
	}
	r, err := parseRelay("smtp://relay.example?rate=30&per_connection=20&connections=4")
	require.NoError(t, err)
	require.Equal(t, []int{30, 20, 4}, []int{r.rate, r.perConnection, r.connections})
}

// At thirty a minute one may leave at once and one each two seconds after.
func TestThePaceOfARelay(t *testing.T) {
	t.Parallel()
	s := &Sender{pace: newPace(30)}
	require.Equal(t, 5, s.Room(50, 9*time.Second))
	require.Equal(t, 1, s.Room(50, 0))
	require.Equal(t, 1, s.Room(1, time.Minute))
	require.NoError(t, s.Wait(t.Context()))
	require.Zero(t, s.Room(50, 0))
	require.Equal(t, 50, (&Sender{pace: newPace(0)}).Room(50, 0))
}
