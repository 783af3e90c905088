//go:build !noembed

package temporal

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"

	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/log/tag"
)

// logger hands the server's warnings and errors to slog and drops the rest.
// Once muted it is silent: a server that stops complains about itself.
type logger struct {
	out   *slog.Logger
	muted *atomic.Bool
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
	l.write(slog.LevelError, msg, tags)
	panic("temporal server: " + msg)
}

// Fatal hands the message on and panics: the server cannot go on, and the
// caller's contract with a logger is that it does not come back.
func (l logger) Fatal(msg string, tags ...tag.Tag) {
	l.write(slog.LevelError, msg, tags)
	panic(fmt.Sprintf("temporal server: %s %v", msg, attrs(tags)))
}

// With answers with a logger that adds tags to each message.
func (l logger) With(tags ...tag.Tag) log.Logger {
	return logger{out: slog.New(l.out.Handler().WithAttrs(attrs(tags))), muted: l.muted}
}

func (l logger) write(level slog.Level, msg string, tags []tag.Tag) {
	if l.muted.Load() {
		return
	}
	l.out.LogAttrs(context.Background(), level, msg, attrs(tags)...)
}

func attrs(tags []tag.Tag) []slog.Attr {
	out := make([]slog.Attr, len(tags))
	for i, t := range tags {
		out[i] = slog.Any(t.Key(), t.Value())
	}
	return out
}
