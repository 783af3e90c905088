package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"gyeol/client"
	"gyeol/gov"
)

// BenchCmd measures the product against floors of its own, in one run (design §8).
type BenchCmd struct {
	Approve benchApproveCmd `cmd:"" help:"결재 한 건의 시간을 잽니다 (an approval against its floor)."`
	Checks  benchChecksCmd  `cmd:"" help:"취합본의 확인 시간을 잽니다 (all checks over one compiled paper)."`
	Audit   benchAuditCmd   `cmd:"" help:"감사 기록 확인의 시간을 잽니다 (verifying an export against reading and hashing it)."`
	Mail    benchMailCmd    `cmd:"" help:"통지 발송의 시간을 잽니다 (draining notices against its floor)."`
	Digest  benchDigestCmd  `cmd:"" help:"아침 모음 알림의 시간을 잽니다 (a morning's digests of many people)."`
	Open    benchOpenCmd    `cmd:"" help:"취합을 여는 시간을 잽니다 (opening a collection against COPY of the same rows)."`
	Row     benchRowCmd     `cmd:"" help:"행 저장의 시간을 잽니다 (saving a row against its floor)."`
	Sheets  benchSheetsCmd  `cmd:"" help:"작성 파일을 받아들이는 시간을 잽니다 (taking in 60 workbooks of 200 rows)."`
}

// benchApproveCmd measures an approval, request to reply.
type benchApproveCmd struct {
	Data      string `help:"empty folder to keep the installation in; default: a temporary one"`
	Documents int    `default:"1440" help:"documents to prepare, each with a line of three cells"`
	Seconds   int    `default:"120" help:"start no further round after this long"`
	Follow    int    `default:"12" help:"final signatures whose following stage is waited for"`
}

// The shape of the run.
const (
	benchUnits  = 32 // departments, and requests at once
	benchRounds = 5  // of each measurement, floor and act in turn
	benchCycles = 8  // whose decisions the papers belong to, so that no process has them all
)

// bench is a run: the whole installation in this process, and an HTTP client that reaches it over loopback.
type bench struct {
	in    *installation
	m     *instruments
	http  *http.Client
	token map[string]string // by slug
	desk  map[string]*client.Client
	today gov.Date
	log   func(format string, args ...any)
}

// Run starts a real installation in a folder of its own, prepares it, measures and reports.
func (c *benchApproveCmd) Run(ctx context.Context, g *Globals) (err error) {
	if !enough(c.Documents) {
		return fmt.Errorf("문서가 너무 적습니다. %d회를 재려면 %d건 이상이어야 합니다 (too few documents: %[1]d rounds need at least %d)",
			benchRounds, leastDocuments())
	}
	b, end, err := benchStart(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	papers, follow, err := b.prepare(ctx, c)
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	r, err := b.measure(ctx, papers, time.Now().Add(time.Duration(c.Seconds)*time.Second))
	if err != nil {
		return fmt.Errorf("measure: %w", err)
	}
	if r.follow, err = b.follow(ctx, follow); err != nil {
		return fmt.Errorf("follow: %w", err)
	}
	return r.print(g)
}

// benchStart starts an installation of its own for a measurement, in a folder that may be given; end stops it and
// removes the folder that was not.
func benchStart(ctx context.Context, data string) (b *bench, end func() error, err error) {
	dir, remove, err := benchFolder(data)
	if err != nil {
		return nil, nil, err
	}
	m := &instruments{}
	in, err := start(ctx, startOptions{data: dir, listen: demoListen, out: &Globals{Out: os.Stderr}, measured: m})
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	b = &bench{in: in, m: m, desk: map[string]*client.Client{}, log: func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, format+"\n", args...)
	}}
	b.http = &http.Client{Timeout: 90 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 2 * benchUnits}}
	return b, func() error { return errors.Join(in.stop(context.WithoutCancel(ctx)), remove()) }, nil
}

// benchFolder is where the installation goes, and what ends it.
func benchFolder(data string) (dir string, remove func() error, err error) {
	if data != "" {
		if exists(filepath.Join(data, "postgres")) {
			return "", nil, fmt.Errorf("%s 폴더에는 이미 설치가 있습니다. 빈 폴더를 주십시오 "+
				"(an installation is there; name an empty folder)", data)
		}
		return data, func() error { return nil }, nil
	}
	if dir, err = os.MkdirTemp("", "gyeol-bench-"); err != nil {
		return "", nil, err
	}
	err = os.Chmod(dir, 0o711) //nolint:gosec // as root, PostgreSQL's own account must get in
	return dir, func() error { return os.RemoveAll(dir) }, err
}

// as is the client of a person; all share the connections of one HTTP client.
func (b *bench) as(slug string) *client.Client { return b.desk[slug] }

// sitDown gives everybody a client.
func (b *bench) sitDown() {
	for slug, token := range b.token {
		b.desk[slug] = client.New(b.in.url, token, client.WithHTTPClient(b.http), client.WithTries(1))
	}
}
