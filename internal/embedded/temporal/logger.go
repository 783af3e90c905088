//go:build !noembed

package temporal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/log/tag"
)

// logger hands the server's warnings and errors to slog and drops the rest.
type logger struct {
	out  *slog.Logger
	gate *gate
}

// gate decides what becomes of messages. While the server starts they are
// held, because one part complains until the next is up; they are written only
// if the start fails. While it stops they are dropped.
type gate struct {
	lock  sync.Mutex
	phase phase
	held  []func()
}

type phase int

const (
	starting phase = iota
	running
	stopping
)

// mostHeld is how many messages of a start are worth reading.
const mostHeld = 50

func (g *gate) pass(write func()) {
	g.lock.Lock()
	defer g.lock.Unlock()
	switch g.phase {
	case starting:
		if len(g.held) < mostHeld {
			g.held = append(g.held, write)
		}
	case running:
		write()
	case stopping:
	}
}

// enter begins a phase; what was held goes, unless the start failed.
func (g *gate) enter(p phase) {
	g.lock.Lock()
	defer g.lock.Unlock()
	if g.phase == starting && p == stopping {
		for _, write := range g.held {
			write()
		}
	}
	g.phase, g.held = p, nil
}

var (
	_ log.Logger     = logger{}
	_ log.WithLogger = logger{}
)

// Debug drops the message.
func (l logger) Debug(string, ...tag.Tag) {}

// Info drops the message.
func (l logger) Info(string, ...tag.Tag) {}

// Warn hands the message on.
func (l logger) Warn(msg string, tags ...tag.Tag) { l.write(slog.LevelWarn, msg, tags) }

// Error hands the message on.
func (l logger) Error(msg string, tags ...tag.Tag) { l.write(slog.LevelError, msg, tags) }

// DPanic is an error that would panic in the server's own development.
func (l logger) DPanic(msg string, tags ...tag.Tag) { l.write(slog.LevelError, msg, tags) }

// Panic hands the message on and panics.
func (l logger) Panic(msg string, tags ...tag.Tag) {
	l.gate.enter(running)
	l.write(slog.LevelError, msg, tags)
	panic("temporal server: " + msg)
}

// Fatal hands the message on and panics: the server cannot go on, and the
// caller's contract with a logger is that it does not come back.
func (l logger) Fatal(msg string, tags ...tag.Tag) {
	l.gate.enter(running)
	l.write(slog.LevelError, msg, tags)
	panic(fmt.Sprintf("temporal server: %s %v", msg, attrs(tags)))
}

// With answers with a logger that adds tags to each message.
func (l logger) With(tags ...tag.Tag) log.Logger {
	return logger{out: slog.New(l.out.Handler().WithAttrs(attrs(tags))), gate: l.gate}
}

func (l logger) write(level slog.Level, msg string, tags []tag.Tag) {
	list := attrs(tags)
	if slices.ContainsFunc(list, wentAway) {
		return
	}
	l.gate.pass(func() {
		l.out.LogAttrs(context.Background(), level, msg, list...) //nolint:forbidigo,sloglint // the server's logger has neither
	})
}

// wentAway tells that a client has broken off its call, as every worker does when it stops.
func wentAway(a slog.Attr) bool {
	err, ok := a.Value.Any().(error)
	return ok && (errors.Is(err, context.Canceled) || strings.HasSuffix(err.Error(), context.Canceled.Error()))
}

func attrs(tags []tag.Tag) []slog.Attr {
	out := make([]slog.Attr, len(tags))
	for i, t := range tags {
		out[i] = slog.Any(t.Key(), t.Value())
	}
	return out
}
