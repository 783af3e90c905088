package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"gyeol/client"
	"gyeol/gov"
	"gyeol/internal/failpoint"
)

// The signatures that meet, and how often gyeol is killed under them: after so many have been answered each, or at a
// named place of the commit.
const finals = 200

func finalKills() int {
	if night() {
		return 16
	}
	return 4
}

// signatures are the last cells of papers of one department, each with the key under which it is given until it is
// answered.
type signatures struct {
	papers   []*paper
	keys     []string
	answers  []*client.Outcome
	answered atomic.Int64
}

// TestTwoHundredFinalSignaturesAndKills lets 200 final signatures of one department meet, kills gyeol under them again
// and again, and repeats under its key what was not answered: every paper has one document number and one policy number
// in the end, as was answered, and both series have no gap.
func TestTwoHundredFinalSignaturesAndKills(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s := prepareFinals(t, dir)
	for k := 1; s.answered.Load() < finals; k++ {
		s.gyeolDies(t, dir, k)
	}
	in := beginsHere(t, dir)
	for series, printed := range map[string]string{"document/bench-01/": "document_number", "policy/행정1부시장 방침/": "policy_number"} {
		rows, err := in.engine.pool.Query(t.Context(), fmt.Sprintf(`select n.number, d.case_id::text, d.%s
			from issued_number n join document d on d.case_id = n.case_id where n.series like $1 || '%%'
			order by n.number`, printed), series)
		require.NoError(t, err)
		issued, err := pgx.CollectRows(rows, pgx.RowToStructByPos[issuedNumber])
		require.NoError(t, err)
		require.Len(t, issued, finals, series)
		for i, n := range issued {
			require.EqualValues(t, i+1, n.Number, "%s has a gap or a number twice", series)
			require.Contains(t, n.Printed, strconv.Itoa(i+1))
		}
	}
	for i, a := range s.answers {
		var numbers [2]string
		require.NoError(t, in.engine.pool.QueryRow(t.Context(), "select document_number, policy_number from document where case_id = $1",
			a.Case).Scan(&numbers[0], &numbers[1]))
		require.Equal(t, [2]string{a.DocumentNumber, a.PolicyNumber}, numbers, "paper %d was answered otherwise", i)
	}
	require.NoError(t, in.stop(context.WithoutCancel(t.Context())))
}

type issuedNumber struct {
	Number  int32
	Case    string
	Printed string
}

// beginsHere starts the installation of a folder in this process.
func beginsHere(t *testing.T, dir string) *installation {
	t.Helper()
	in, err := start(t.Context(), startOptions{data: dir, listen: demoListen, out: &Globals{Out: io.Discard}})
	require.NoError(t, err)
	return in
}

// prepareFinals makes an installation with papers of one department that lack their last signature.
func prepareFinals(t *testing.T, dir string) *signatures {
	t.Helper()
	in := beginsHere(t, dir)
	b := &bench{in: in, desk: map[string]*client.Client{}, http: http.DefaultClient, log: t.Logf}
	ctx := t.Context()
	for _, step := range []func(context.Context) error{b.seoul, b.departments, b.signIn} {
		require.NoError(t, step(ctx))
	}
	stage, err := b.openCycle(ctx, 0)
	require.NoError(t, err)
	departments := make([]int, finals)
	for i := range departments {
		departments[i] = 1
	}
	s := &signatures{keys: make([]string, finals), answers: make([]*client.Outcome, finals)}
	s.papers, err = b.papers(ctx, []gov.CaseID{stage}, departments)
	require.NoError(t, err)
	require.NoError(t, b.each(s.papers, func(p *paper) error {
		if err := b.sign(ctx, p); err != nil {
			return err
		}
		return b.sign(ctx, p)
	}))
	for i := range s.keys {
		s.keys[i] = client.NewKey()
	}
	// As if the row that was pinned granted a policy number, of a level on which many departments meet.
	_, err = in.engine.pool.Exec(ctx, "update document set policy_series = '행정1부시장 방침' where matter = $1", benchMatter)
	require.NoError(t, err)
	require.NoError(t, in.stop(context.WithoutCancel(ctx)))
	return s
}

// gyeolDies starts it, lets all that was not answered be signed at once, and kills it in the midst: by turns from
// outside, before a commit and after one. Once it has been killed often enough it may live.
func (s *signatures) gyeolDies(t *testing.T, dir string, k int) {
	t.Helper()
	var env []string
	spared := int64(finals)
	switch {
	case k > finalKills():
	case k%3 == 0:
		env = []string{failpoint.Variable + "=act.before_commit:" + strconv.Itoa(10+k)}
	case k%3 == 1:
		env = []string{failpoint.Variable + "=act.after_commit:" + strconv.Itoa(10+k)}
	default:
		spared = s.answered.Load() + int64(finals/(finalKills()+2))
	}
	cmd := upOn(t, dir)
	cmd.Env = append(cmd.Env, env...)
	p := isUpBy(t, dir, cmd)
	all := s.signAll(t, p.url, dir)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for done := false; !done && s.answered.Load() < spared; {
		select {
		case <-all:
			done = true
		case <-tick.C:
		}
	}
	if k > finalKills() {
		p.end(t)
	} else {
		p.kill(t)
	}
	<-all
	t.Logf("run %d: %d of %d answered %s", k, s.answered.Load(), finals, strings.Join(env, ""))
}

// signAll gives every signature that was not answered at once, and says when all have been answered or heard nothing.
func (s *signatures) signAll(t *testing.T, url, dir string) <-chan struct{} {
	t.Helper()
	tokens, err := readTokens(dir)
	require.NoError(t, err)
	c := client.New(url, tokens[benchDecides], client.WithTries(1))
	var wg sync.WaitGroup
	for i := range s.papers {
		if s.answers[i] == nil {
			wg.Go(func() { s.sign(t.Context(), c, i) })
		}
	}
	all := make(chan struct{})
	go func() { wg.Wait(); close(all) }()
	return all
}

// sign gives the i-th signature; whoever hears nothing has nothing.
func (s *signatures) sign(ctx context.Context, c *client.Client, i int) {
	p := s.papers[i]
	out, err := c.Act(ctx, p.task, gov.VerbApprove, client.ActOptions{Key: s.keys[i], ContentHash: p.hash})
	if err == nil {
		s.answers[i] = &out
		s.answered.Add(1)
	}
}
