package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
)

// visit is what a known person asks for in one request. A refusal of it goes into the record once, wherever in the
// house it is spoken: by a use case, by the schema of a request, or at the door.
type visit struct {
	s         *server
	operation string
	subject   [2]string // kind and id
	recorded  atomic.Bool
}

// visitOf reads from the address what is asked for. An id goes into the record only where it has the form of one.
func (s *server) visitOf(hctx huma.Context) *visit {
	op := hctx.Operation()
	v := &visit{s: s, operation: op.OperationID, subject: [2]string{"request", op.OperationID}}
	id, err := gov.ParseID[struct{}](hctx.Param("id"))
	if err != nil {
		return v
	}
	kind := "case"
	switch resource, _, _ := strings.Cut(strings.TrimPrefix(op.Path, Prefix+"/"), "/"); resource {
	case "tasks":
		kind = "task"
	case "notices":
		kind = "notice"
	case "processes":
		kind = "process"
	}
	v.subject = [2]string{kind, id.String()}
	return v
}

// onTask is a visit of its own for one of many tasks: each refusal is recorded for itself.
func (v *visit) onTask(id gov.TaskID) *visit {
	if v == nil {
		return nil
	}
	out := &visit{s: v.s, operation: v.operation, subject: v.subject}
	if !id.IsZero() {
		out.subject = [2]string{"task", id.String()}
	}
	return out
}

// told says that the refusal of this visit stands in the record.
func (v *visit) told() {
	if v != nil {
		v.recorded.Store(true)
	}
}

// record audits a refusal of a known person, unless a use case has done so. What is ours to mend, and the request to
// come again in a moment, refuse nobody.
func (c caller) record(ctx context.Context, p *Problem) {
	v := c.visit
	if v == nil || p.Status < http.StatusBadRequest || p.Status >= http.StatusInternalServerError || p.Code == gov.CodeBusy {
		return
	}
	if v.recorded.Swap(true) {
		return
	}
	r := cases.Refusal{
		SubjectKind: v.subject[0], Subject: v.subject[1], Operation: v.operation, Source: c.source, Code: p.Code,
		Reasons: p.Reasons,
	}
	for _, e := range p.Errors[:min(len(p.Errors), mostFaults)] {
		r.Faults = append(r.Faults, nameOf(e.Location))
	}
	if err := v.s.cases.Refused(ctx, c.actor(), r); err != nil {
		v.s.log.LogAttrs(ctx, slog.LevelError, "refusal not recorded", slog.String("trace_id", traceOf(ctx)),
			slog.String("code", string(p.Code)), slog.Any("error", err))
	}
}

// mostFaults bounds how many faults of form the record keeps of one request.
const mostFaults = 20

// ourName is what the names of our own fields are made of.
var ourName = regexp.MustCompile(`^[A-Za-z0-9_.\[\]-]{1,80}$`)

// nameOf is the place of a fault as the record keeps it. The name of an unknown field was typed by somebody: what does
// not look like a name of ours is cut back to where it stood.
func nameOf(location string) string {
	if ourName.MatchString(location) {
		return location
	}
	where, _, _ := strings.Cut(location, ".")
	if ourName.MatchString(where) {
		return where
	}
	return "request"
}

// turnAway refuses a request that no operation has seen. A person who is known has it in the record, anybody else is
// counted at his address.
func (s *server) turnAway(w http.ResponseWriter, r *http.Request, err error) {
	ctx := r.Context()
	p, unknown := s.signIn.SignIn(ctx, auth.ShownBy(r))
	switch {
	case unknown == nil:
		if wait, write, ok := s.traffic.Known(p, s.now()); !ok {
			w.Header().Set("Retry-After", auth.Seconds(wait))
			if err = errTooOften; !write {
				break
			}
		}
		v := &visit{s: s, subject: [2]string{"request", "none"}}
		caller{Person: p, source: r.RemoteAddr, visit: v}.record(ctx, problemOf(ctx, err))
	case errors.Is(unknown, auth.ErrUnauthenticated):
		if wait, ok := s.stranger(r); !ok {
			w.Header().Set("Retry-After", auth.Seconds(wait))
			refuse(w, r, errTooOften)
			return
		}
		s.countUnknown(ctx, r.RemoteAddr)
	default:
		s.tell(ctx, unknown)
	}
	refuse(w, r, err)
}
