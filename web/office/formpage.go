package office

import (
	"net/http"
	"strings"
	"time"

	"gyeol/gov"
)

// markNamed writes a refusal beside the field that it names, by its reasons or by the name before its sentence.
func markNamed(fields []field, e *gov.Error) {
	mark(fields, e.Reasons)
	name, text, ok := strings.Cut(e.Detail, ": ")
	for i, f := range fields {
		if ok && f.Name == name && f.Wrong == "" {
			fields[i].Wrong = f.Label + ": " + text
		}
	}
}

// spoken is a refusal as a page says it: the name of a field in it is its label.
func spoken(fields []field, e *gov.Error) *note {
	out := &note{Kind: "bad", Text: e.Detail, Reasons: e.Reasons, Changes: e.Changes}
	if name, text, ok := strings.Cut(e.Detail, ": "); ok {
		for _, f := range fields {
			if f.Name == name {
				out.Text = f.Label + ": " + text
			}
		}
	}
	return out
}

// instant is a moment of wall time as an office writes it, to the minute in Seoul.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	local := t.In(gov.Seoul)
	return gov.DateIn(t).Korean() + " " + local.Format("15:04")
}

// moment is the same of a moment as the use cases write it.
func moment(text string) string {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return text
	}
	return instant(t)
}

// refusable reports whether a refusal is shown on the page that was sent, rather than on one of its own.
func refusable(e *gov.Error) bool { return statusOf(e.Code) < http.StatusInternalServerError }
