package cases

import (
	"context"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/policies"
)

// Extension is a request for a later date of a task, with what became of it.
type Extension struct {
	ID       gov.ExtensionID `json:"id"`
	Task     gov.TaskID      `json:"task" doc:"Whose date it is about"`
	Review   gov.TaskID      `json:"review" doc:"The task of whoever decides"`
	State    string          `json:"state" enum:"open,granted,refused,withdrawn,lapsed" doc:"lapsed: it fell away, ended_text says why"`
	Wished   gov.Date        `json:"wished" doc:"The day asked for, a working day" example:"2022-02-09"`
	Text     string          `json:"wished_text" doc:"The same with its weekday" example:"2022. 2. 9.(수)"`
	Before   *Due            `json:"before" doc:"The dates of the task when it was asked"`
	Reason   string          `json:"reason"`
	AskedOn  gov.Date        `json:"asked_on"`
	AskedBy  string          `json:"asked_by" doc:"Slug"`
	AskedAs  string          `json:"asked_as,omitempty" doc:"Title of the post; empty of a member" example:"강남구 담당"`
	EndedOn  gov.Date        `json:"ended_on,omitzero"`
	EndedBy  string          `json:"ended_by,omitempty" doc:"Slug of whoever decided or took it back"`
	EndedAs  string          `json:"ended_as,omitempty" doc:"Title of the post that decided" example:"평생교육과 총괄"`
	Granted  gov.Date        `json:"granted,omitzero" doc:"The day that was granted"`
	GrantDay string          `json:"granted_text,omitempty" doc:"The same with its weekday" example:"2022. 2. 8.(화)"`
	Decision string          `json:"decision_reason,omitempty" doc:"Why it was refused, or granted to another day"`
	Lapsed   string          `json:"ended_text,omitempty" doc:"Of a request that fell away: why, in one sentence"`

	asker gov.PersonID
}

// extensions are the requests about a task, or the one that it asks to decide on. Whoever sees the task sees them.
func (r reading) extensions(ctx context.Context, id gov.TaskID) ([]Extension, error) {
	rows, err := r.q.ViewExtensions(ctx, id)
	var out []Extension
	for _, e := range rows {
		out = append(out, Extension{
			ID: e.ID, Task: e.TaskID, Review: e.ReviewID, State: e.State, Wished: e.Wished, Text: e.Wished.Korean(),
			Before: dueText(e.WasOperative, e.WasLegal), Reason: e.Reason, AskedOn: e.AskedOn, AskedBy: e.AskedSlug,
			AskedAs: e.AskedTitle, EndedOn: e.EndedOn, EndedBy: e.EndedSlug, EndedAs: e.EndedTitle, Granted: e.Granted,
			GrantDay: e.Granted.Korean(), Decision: e.DecisionReason, Lapsed: policies.WhyExtensionEnded(e.Lapsed),
			asker: e.Asker,
		})
	}
	return out, store.Interpret(err)
}

// ownRequest reports whether the task asks its reader to decide on what he asked for himself.
func (t *TaskDetail) ownRequest(reader gov.PersonID) bool {
	return t.Kind == gov.TaskExtension && len(t.Extensions) > 0 && t.Extensions[0].asker == reader
}
