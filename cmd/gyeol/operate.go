package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"gyeol/gov"
	"gyeol/internal/intake"
	"gyeol/policies/pack"
)

// importCmd takes in a pack.
type importCmd struct {
	Pack string `arg:"" optional:"" help:"folder of the pack; empty: Seoul's, as built in"`
	Data string `help:"data folder; default ./.gyeol"`
	From string `help:"office date from which it is in force; default: today"`
}

// Run prints what was taken in and every contradiction of the source papers, with both figures.
func (c *importCmd) Run(ctx context.Context, g *Globals) error {
	p, faults := pack.Load(packFS(c.Pack))
	if len(faults) > 0 {
		return sayPackFaults(g, faults)
	}
	o := intake.Options{By: operator("gyeol import")}
	if c.From != "" {
		var err error
		if o.From, err = gov.ParseDate(c.From); err != nil {
			return err
		}
	}
	return g.withRecord(ctx, c.Data, func(pool *pgxpool.Pool, _ string) error {
		r, err := intake.Import(ctx, pool, p, o)
		var unfit intake.UnfitError
		if errors.As(err, &unfit) {
			return sayPackFaults(g, unfit.Faults)
		}
		if err != nil {
			return err
		}
		if g.JSON {
			return printJSON(g, r)
		}
		return tellImport(g.Out, r)
	})
}

// operator is the account that runs a command on this machine, as audit entries name it.
func operator(command string) intake.Operator {
	o := intake.Operator{Account: "unknown", Command: command}
	if u, err := user.Current(); err == nil {
		o.Account = u.Username
	}
	return o
}

func tellImport(out io.Writer, r intake.Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: 새로 %d, 고침 %d, 그대로 %d, 시가 바꾼 조직이라 둔 것 %d (created, updated, unchanged, kept)\n",
		r.Pack, r.Created, r.Updated, r.Unchanged, r.Kept)
	fmt.Fprintf(&b, "부서·기관 %d, 직위 %d, 위원회 %d, 단위사업 %d, 세부사업 %d\n", r.Units, r.Posts, r.Bodies, r.UnitProjects, r.SubProjects)
	explained := map[string]bool{}
	for _, i := range r.Inconsistencies {
		explained[i.ID] = true
		fmt.Fprintf(&b, "원문 불일치 %s: %s — 적힌 값 %s, 계산한 값 %s (%s)\n", i.ID, i.Where, i.Printed, cmp.Or(i.Computed, "-"), i.Note)
	}
	for _, f := range r.Findings {
		if !explained[f.ID] {
			fmt.Fprintf(&b, "검산 %s: %s — 적힌 값 %s, 계산한 값 %s (%s)\n", f.ID, f.Where, f.Printed, f.Computed, f.Text)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// tokenCmd issues and revokes API tokens in the record itself, for operators; make, list and end are everybody's
// own, over
// HTTP. All are audited.
type tokenCmd struct {
	Issue  tokenIssueCmd  `cmd:"" help:"토큰을 한 번만 보여 줍니다 (the secret is shown once)."`
	Revoke tokenRevokeCmd `cmd:"" help:"토큰을 폐기합니다."`

	Make tokenMakeCmd `cmd:"" help:"내 토큰을 만들어 한 번만 보여 줍니다 (a token of my own, over HTTP)."`
	List tokenListCmd `cmd:"" help:"내 토큰 목록 (my tokens)."`
	End  tokenEndCmd  `cmd:"" help:"내 토큰을 폐기합니다 (end a token of mine)."`
}

type tokenIssueCmd struct {
	Person string   `required:"" help:"slug of the person"`
	Name   string   `default:"cli" help:"what the token is for"`
	Scope  []string `help:"further scopes, e.g. operator"`
	Days   int      `default:"365" help:"days until it expires; 0: never"`
	Data   string   `help:"data folder; default ./.gyeol"`
}

// Run prints the secret; it is kept as a hash only.
func (c *tokenIssueCmd) Run(ctx context.Context, g *Globals) error {
	grant := intake.TokenGrant{Person: c.Person, Name: c.Name, Scopes: c.Scope}
	if c.Days > 0 {
		grant.Expires = time.Now().AddDate(0, 0, c.Days) // tokens live on wall time (design §6)
	}
	return g.withRecord(ctx, c.Data, func(pool *pgxpool.Pool, _ string) error {
		secret, id, err := intake.IssueToken(ctx, pool, grant)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "id %s\n", id)
		_, err = fmt.Fprintln(g.Out, secret)
		return err
	})
}

type tokenRevokeCmd struct {
	ID   string `arg:"" help:"id of the token"`
	Data string `help:"data folder; default ./.gyeol"`
}

// Run revokes at once.
func (c *tokenRevokeCmd) Run(ctx context.Context, g *Globals) error {
	var id gov.TokenID
	if err := id.UnmarshalText([]byte(c.ID)); err != nil {
		return err
	}
	return g.withRecord(ctx, c.Data, func(pool *pgxpool.Pool, _ string) error {
		return intake.RevokeToken(ctx, pool, id)
	})
}

// reconcileCmd starts anew whatever should be running in an outside installation: every open process, the mailroom
// and the office clock with its schedule. Every start of a worker and of gyeol up does the same; this is for workers
// that go on running while Temporal's databases are lost or restored.
type reconcileCmd struct{}

// Run needs only the rows: Temporal's own databases may be new.
func (c *reconcileCmd) Run(ctx context.Context, g *Globals) error {
	s, err := outside()
	if err != nil {
		return err
	}
	if err := prepared(ctx, s.appURL); err != nil {
		return err
	}
	e, err := newEngine(ctx, s)
	if err != nil {
		return err
	}
	defer e.close() //nolint:errcheck // nothing was started
	n, err := e.reconcile(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.Out, "%d개 절차를 다시 울렸습니다 (processes rung)\n", n)
	return err
}
