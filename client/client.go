package client

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"gyeol/client/oapi"
)

// Client speaks for one person, whose token it carries. It is safe for concurrent use.
type Client struct {
	api   *oapi.Client
	token string
	tries int
	wait  time.Duration // before the second try; doubled for each further one
}

// Option changes a client as it is made.
type Option func(*Client)

// WithHTTPClient uses another HTTP client than one with a timeout of 90 s, as a test or a proxy wants.
func WithHTTPClient(h *http.Client) Option { return func(c *Client) { c.api.Client = h } }

// WithTries bounds how often a request is sent in all; 1 means that nothing is repeated. Default 7.
func WithTries(n int) Option { return func(c *Client) { c.tries = max(n, 1) } }

// New returns a client of the installation at base, such as http://127.0.0.1:8080. It does not call it yet; a base that
// is no address makes every call fail.
func New(base, token string, opts ...Option) *Client {
	c := &Client{
		api: &oapi.Client{
			Server: strings.TrimSuffix(base, "/") + "/",
			Client: &http.Client{Timeout: 90 * time.Second},
		},
		token: token, tries: 7, wait: 50 * time.Millisecond,
	}
	c.api.RequestEditors = []oapi.RequestEditorFn{c.sign}
	for _, o := range opts {
		o(c)
	}
	return c
}

func (c *Client) sign(_ context.Context, r *http.Request) error {
	r.Header.Set("Authorization", "Bearer "+c.token)
	return nil
}

// NewKey returns a fresh idempotency key.
func NewKey() string { return rand.Text() }

// keyOr is the given key, or a fresh one.
func keyOr(key string) string {
	if key == "" {
		return NewKey()
	}
	return key
}

// longest is the most that is read of an answer, in bytes.
const longest = 64 << 20

// call sends a request until it is answered for good: a connection that broke, 503, 429 and busy are tried again after a
// pause, under the same key, so that nothing is done twice.
func call[T any](ctx context.Context, c *Client, send func() (*http.Response, error)) (T, error) {
	var out T
	var err error
	wait := c.wait
	for try := range c.tries {
		if try > 0 {
			if pause(ctx, wait) != nil {
				return out, err
			}
			wait = min(2*wait, 2*time.Second)
		}
		var r *http.Response
		if r, err = send(); err == nil {
			err = answer(r, &out)
		}
		if err == nil || ctx.Err() != nil || !again(err) {
			return out, err
		}
	}
	return out, err
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// again reports whether the same request may succeed a moment later.
func again(err error) bool {
	var p *Problem
	if errors.As(err, &p) {
		return p.Code == "busy" || p.Status == http.StatusServiceUnavailable || p.Status == http.StatusBadGateway ||
			p.Status == http.StatusTooManyRequests
	}
	return true // the connection broke before the answer was read
}

// answer reads a response into out, or into a *Problem.
func answer(r *http.Response, out any) error {
	defer r.Body.Close()
	body, err := io.ReadAll(io.LimitReader(r.Body, longest))
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if r.StatusCode/100 != 2 {
		return problem(r, body)
	}
	if r.StatusCode == http.StatusNoContent || len(body) == 0 {
		return nil
	}
	if raw, ok := out.(*printed); ok {
		*raw = body
		return nil
	}
	if file, ok := out.(*File); ok {
		_, words, err := mime.ParseMediaType(r.Header.Get("Content-Disposition"))
		file.Name, file.Data = words["filename"], body
		if err != nil || file.Name == "" {
			return &Problem{Status: r.StatusCode, Code: "unreadable", English: "the file has no name"}
		}
		return nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return &Problem{
			Status: r.StatusCode, Code: "unreadable",
			English: "the answer has not the form of this API: " + err.Error(),
		}
	}
	return nil
}

func problem(r *http.Response, body []byte) error {
	p := &Problem{}
	if err := json.Unmarshal(body, p); err != nil || p.Code == "" {
		p = &Problem{Code: "unreadable", English: fmt.Sprintf("%s with %.200q", r.Status, body)}
	}
	p.Status = r.StatusCode
	return p
}
