package api

import (
	"context"
	"net/http"

	"gyeol/internal/auth"
	"gyeol/internal/cases"
)

type recordBounce struct {
	RawBody []byte `contentType:"message/rfc822" doc:"The mail as it came back"`
}

type recordedBounce struct{ Body cases.Bounced }

func (s *server) bounces() {
	add(s, operation{
		id: "record-bounce", method: http.MethodPost, path: "/mail/bounces", tag: "Notices", scope: auth.ScopeOperator,
		summary: "Take in a mail that came back",
		doc: "A delivery report (RFC 3464) that names a notice and its address makes the notice bounced, and the owner of " +
			"its case is told. Anything else is kept aside with its reason. The same mail twice is one: no key is needed.",
		refusals: []int{http.StatusForbidden, http.StatusRequestEntityTooLarge}, most: cases.BounceMost + 1,
	}, s.recordBounce)
}

func (s *server) recordBounce(ctx context.Context, in *recordBounce) (*recordedBounce, error) {
	out, err := s.cases.RecordBounce(ctx, who(ctx).actor(), cases.BounceMail{
		Raw: in.RawBody, Source: cases.BounceByPipe, From: who(ctx).source,
	})
	return &recordedBounce{Body: out}, err
}
