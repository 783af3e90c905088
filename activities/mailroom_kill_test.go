package activities_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/embedded/smtp"
)

// victim is a mailroom in a process of its own, which is killed in the midst of its work.
func (p *post) victim(t *testing.T, trusts string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "MAILROOM_DATABASE="+p.pool.Config().ConnString(), "MAILROOM_RELAY="+p.relay(),
		"SSL_CERT_FILE="+trusts)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	require.NoError(t, cmd.Start())
	return cmd
}

// accepted counts the letters that are on record as taken.
func (p *post) accepted(t *testing.T) int {
	t.Helper()
	var n int
	require.NoError(t, p.pool.QueryRow(t.Context(), "select count(*)::int from notice where state = 'sent'").Scan(&n))
	return n
}

// killOnce lets a mailroom work until so many letters more are on record, and kills it a moment later.
func (p *post) killOnce(t *testing.T, trusts string, more int, later time.Duration) {
	t.Helper()
	cmd := p.victim(t, trusts)
	before := p.accepted(t)
	require.Eventually(t, func() bool { return p.accepted(t)-before >= more }, 30*time.Second, time.Millisecond)
	kill := time.AfterFunc(later, func() { _ = cmd.Process.Kill() })
	defer kill.Stop()
	err := cmd.Wait()
	require.ErrorContains(t, err, "killed")
	lapse := func() bool { // the last words of the dead may still be under way in the database, and hold rows
		_, err := p.pool.Exec(t.Context(), `update notice set claimed_until = now() - interval '1 second'
			where state = 'claimed'`)
		return err == nil
	}
	require.Eventually(t, lapse, 10*time.Second, 10*time.Millisecond)
}

// TestDrain_ManyKillsDoubleNoReminderAndLoseNoLegalNotice kills the mailroom again and again while it works through a
// backlog: ten times by day, fifty times during two thousand notices at night.
func TestDrain_ManyKillsDoubleNoReminderAndLoseNoLegalNotice(t *testing.T) {
	t.Parallel()
	notices, kills := 600, 10
	if os.Getenv("GYEOL_NIGHT") != "" {
		notices, kills = 2000, 50
	}
	p := newPost(t, smtp.Config{})
	legal := map[string]bool{}
	for i := range notices {
		kind := []gov.NoticeKind{gov.NoticeDueToday, gov.NoticeCall}[i%2]
		legal[p.notice(t, kind, gov.NoticeParams{Title: "알림"}).String()] = kind.Legal()
	}
	trusts := p.certificate(t)
	lots := rand.New(rand.NewPCG(1, uint64(kills)))
	for left := kills; left > 0; left-- {
		share := max((notices-p.accepted(t))/(left+1), 2)
		p.killOnce(t, trusts, 1+lots.IntN(share), time.Duration(lots.IntN(4000))*time.Microsecond)
	}
	p.finish(t)
	states := p.states(t)
	t.Logf("%d kills during %d notices: %v", kills, notices, states)
	require.LessOrEqual(t, states["unknown"], 2*kills)
	require.Equal(t, notices, states["sent"]+states["unknown"])
	p.weigh(t, legal)
}

// finish drains what is left, unkilled.
func (p *post) finish(t *testing.T) {
	t.Helper()
	cmd := p.victim(t, p.certificate(t))
	left := func() bool { // what met a kill in its try waits for the next one, which nobody here has time for
		if _, err := p.pool.Exec(t.Context(), "update notice set next_try = now() where state = 'queued'"); err != nil {
			return false
		}
		var n int
		err := p.pool.QueryRow(t.Context(),
			"select count(*)::int from notice where state not in ('sent', 'unknown')").Scan(&n)
		return err == nil && n == 0
	}
	require.Eventually(t, left, time.Minute, 20*time.Millisecond)
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
}

// weigh lays what the sink has beside the record.
func (p *post) weigh(t *testing.T, legal map[string]bool) {
	t.Helper()
	times, names := map[string]int{}, map[string]string{}
	for _, m := range p.mails(t) {
		times[m.Notice]++
		if was := names[m.Notice]; was != "" {
			require.Equal(t, was, m.MessageID, "it is the same mail")
		}
		names[m.Notice] = m.MessageID
	}
	rows, err := p.pool.Query(t.Context(), "select id::text, state from notice")
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var id, state string
		require.NoError(t, rows.Scan(&id, &state))
		what := fmt.Sprint(id, " ", state, " left ", times[id], " times")
		switch {
		case legal[id]:
			require.Equal(t, "sent", state, what)
			require.Positive(t, times[id], what)
		case state == "sent":
			require.Equal(t, 1, times[id], what)
		default:
			require.LessOrEqual(t, times[id], 1, what)
		}
	}
	require.NoError(t, rows.Err())
}
