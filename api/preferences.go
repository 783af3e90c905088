package api

import (
	"context"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// NoticePreferencesBody is what a person chooses, all of it at once.
type NoticePreferencesBody struct {
	Language   string                          `json:"language,omitempty" enum:"ko,en" default:"ko" doc:"Of letters"`
	QuietHours *cases.QuietHours               `json:"quiet_hours,omitempty" doc:"Left out: those of the rules"`
	Kinds      map[gov.NoticeKind]gov.Delivery `json:"kinds,omitempty" doc:"immediate, digest or off; a kind left out: as the rules have it"`
}

type setNoticePreferences struct {
	OnceKey
	IfMatch

	Body NoticePreferencesBody
}

type noticePreferences struct {
	ETag string `header:"ETag" doc:"The state of the preferences; send it as If-Match"`
	Body cases.NoticePreferences
}

// preferences are the operations on how notices reach oneself.
func (s *server) preferences() {
	add(s, operation{
		id: "get-notice-preferences", method: http.MethodGet, path: "/me/notice-preferences", tag: "Notices",
		summary: "Show how notices reach me",
		doc:     "Each kind of notice with what the rules leave to a person, and the article they follow from.",
	}, s.getNoticePreferences)
	add(s, operation{
		id: "set-notice-preferences", method: http.MethodPut, path: "/me/notice-preferences", tag: "Notices",
		summary: "Choose how notices reach me",
		doc: "Replaces all that was chosen. What the law asks for can neither be switched off nor moved to the digest: " +
			"the refusal names the article.",
		refusals: []int{http.StatusConflict, http.StatusPreconditionFailed, http.StatusRequestEntityTooLarge},
	}, s.setNoticePreferences)
}

func (s *server) getNoticePreferences(ctx context.Context, _ *struct{}) (*noticePreferences, error) {
	out, err := s.cases.NoticePreferences(ctx, who(ctx).actor())
	return preferencesTagged(out), err
}

func (s *server) setNoticePreferences(ctx context.Context, in *setNoticePreferences) (*noticePreferences, error) {
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	out, err := s.cases.SetNoticePreferences(ctx, who(ctx).actor(), cases.SetNoticePreferences{
		Language: in.Body.Language, QuietHours: in.Body.QuietHours, Kinds: in.Body.Kinds, Seen: seen, Key: in.Key,
		Source: who(ctx).source,
	})
	return preferencesTagged(out), err
}

func preferencesTagged(p cases.NoticePreferences) *noticePreferences {
	return &noticePreferences{ETag: gov.ETag{Revision: p.Revision}.String(), Body: p}
}
