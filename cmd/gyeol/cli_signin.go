package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gyeol/client"
	"gyeol/gov"
)

// SessionCmd is about where people are signed in with a browser.
type SessionCmd struct {
	List  sessionListCmd  `cmd:"" help:"로그인한 곳을 봅니다 (where I am signed in)."`
	End   sessionEndCmd   `cmd:"" help:"로그인을 끝냅니다 (sign me out, in one place or everywhere)."`
	Expel sessionExpelCmd `cmd:"" help:"다른 사람의 로그인을 모두 끝냅니다 (operators: sign a person out everywhere)."`
}

type sessionListCmd struct{}

// Run prints one line for each browser.
func (c *sessionListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Sessions(ctx)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("식별자", "방법", "시작", "마지막 사용", "주소")
	for _, s := range list {
		t.add(s.ID, string(s.How), minute(s.BeganAt), minute(s.SeenAt), s.Address)
	}
	return t.print(g.Out)
}

// minute is an instant as an office in Seoul writes it.
func minute(at time.Time) string { return at.In(gov.Seoul).Format("2006-01-02 15:04") }

type sessionEndCmd struct {
	ID  string `arg:"" optional:"" help:"id of the session"`
	All bool   `help:"모든 기기에서 (everywhere)"`
}

// Run signs the caller out.
func (c *sessionEndCmd) Run(ctx context.Context, g *Globals) error {
	if (c.ID == "") == !c.All {
		return errors.New("끝낼 로그인의 식별자를 적거나 --all을 쓰십시오 (name one session, or --all)")
	}
	api, err := g.client()
	if err != nil {
		return err
	}
	n := int64(1)
	if c.All {
		n, err = api.EndSessions(ctx)
	} else {
		err = api.EndSession(ctx, c.ID)
	}
	if err != nil {
		return told(err)
	}
	return sayEnded(g, n)
}

func sayEnded(g *Globals, n int64) error {
	_, err := fmt.Fprintf(g.Out, "로그인 %d건을 끝냈습니다 (sessions ended)\n", n)
	return err
}

type sessionExpelCmd struct {
	Person string `arg:"" help:"slug of the person"`
}

// Run signs somebody else out everywhere; the token needs the scope operator.
func (c *sessionExpelCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	n, err := api.Expel(ctx, c.Person)
	if err != nil {
		return told(err)
	}
	return sayEnded(g, n)
}

type tokenMakeCmd struct {
	Name     string   `required:"" help:"what the token is for"`
	Days     int      `default:"90" help:"days until it ends, at most 366"`
	Scope    []string `help:"scopes, none beyond one's own"`
	ReadOnly bool     `help:"읽기만 합니다 (it may only read)"`
	Key      string   `help:"idempotency key; default: a fresh one"`
}

// Run prints the secret alone, so that it can be piped; it is shown this once.
func (c *tokenMakeCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	n := client.NewToken{Name: c.Name, Days: c.Days, Scopes: c.Scope, Key: c.Key}
	if c.ReadOnly {
		n.Scopes = append(n.Scopes, "read-only")
	}
	t, err := api.CreateToken(ctx, n)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, t)
	}
	if t.Secret == "" {
		return fmt.Errorf("토큰 %s은(는) 이미 발급했고 다시 보여 줄 수 없습니다. 폐기하고 새로 발급하십시오 "+
			"(it was made before; end it and make another)", t.ID)
	}
	_, err = fmt.Fprintln(g.Out, t.Secret)
	return err
}

type tokenListCmd struct{}

// Run prints one line for each token of one's own; no line has a secret.
func (c *tokenListCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	list, err := api.Tokens(ctx)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, list)
	}
	t := newTable("식별자", "이름", "범위", "만료", "마지막 사용", "")
	for _, k := range list {
		ends := "없음"
		if !k.EndsAt.IsZero() {
			ends = minute(k.EndsAt)
		}
		used := "없음"
		if !k.UsedAt.IsZero() {
			used = minute(k.UsedAt)
		}
		t.add(k.ID, k.Name, strings.Join(k.Scopes, " "), ends, used, mark(k.EndsSoon, "곧 만료"))
	}
	return t.print(g.Out)
}

type tokenEndCmd struct {
	ID  string `arg:"" help:"id of the token"`
	Key string `help:"idempotency key; default: a fresh one"`
}

// Run ends a token of one's own at once.
func (c *tokenEndCmd) Run(ctx context.Context, g *Globals) error {
	api, err := g.client()
	if err != nil {
		return err
	}
	if err := api.EndToken(ctx, c.ID, c.Key); err != nil {
		return told(err)
	}
	_, err = fmt.Fprintln(g.Out, "토큰을 폐기했습니다 (the token is ended)")
	return err
}
