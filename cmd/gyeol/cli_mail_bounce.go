package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"gyeol/client"
)

// mailBounceCmd takes in a mail that came back. A mail server runs it for the address that sends the notices.
type mailBounceCmd struct {
	File string `arg:"" optional:"" default:"-" help:"the mail; default: standard input, as a mail server's pipe gives it"`

	in io.Reader // standard input but in tests
}

// mostBounce is how much of a mail is read, in bytes: the API takes no more.
const mostBounce = 1 << 20

// Run hands the mail to the server and says what became of it. A mail that is no report is no fault: a mail server that
// heard of one would send a report about the report.
func (c *mailBounceCmd) Run(ctx context.Context, g *Globals) error {
	raw, err := c.read()
	if err != nil {
		return err
	}
	api, err := g.client()
	if err != nil {
		return err
	}
	out, err := api.RecordBounce(ctx, raw)
	if err != nil {
		return told(err)
	}
	if g.JSON {
		return printJSON(g, out)
	}
	return tellBounce(g, out)
}

func (c *mailBounceCmd) read() ([]byte, error) {
	in := c.in
	if in == nil {
		in = os.Stdin
	}
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	raw, err := io.ReadAll(io.LimitReader(in, mostBounce))
	if err != nil {
		return nil, fmt.Errorf("read the mail: %w", err)
	}
	return raw, nil
}

func tellBounce(g *Globals, out client.Bounced) error {
	words := map[string]string{
		"bounced": "통지가 반송되어 담당자에게 알렸습니다", "delayed": "통지의 배달이 늦어지고 있습니다",
		"ignored": "반송이 아닙니다", "unmatched": "통지를 찾지 못해 따로 두었습니다",
	}
	again := ""
	if out.Repeated {
		again = " (전에 받은 메일입니다)"
	}
	_, err := fmt.Fprintf(g.Out, "%s%s: %s %s (%s)\n", words[string(out.Outcome)], again, out.Reason, out.Notice, out.Outcome)
	return err
}
