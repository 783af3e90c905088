package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"gyeol/gov"
)

// The codes of refusals that HTTP itself brings; all others are codes of package gov.
const (
	codeMethod gov.Code = "method_not_allowed"     // 405: the resource does not know this method
	codeMedia  gov.Code = "unsupported_media_type" // 415: send application/json

	codeTooMany gov.Code = "too_many_requests" // 429: come again later
)

// Problem is the one form of a refusal (RFC 9457). Code is stable and made for programs; Detail is Korean and says what
// to do next. A 5xx says nothing about the inside: TraceID leads the operator to the log.
type Problem struct { //nolint:errname // RFC 9457 and the document call it a problem
	Type    string              `json:"type,omitempty" doc:"Always about:blank: the code says what it is"`
	Title   string              `json:"title,omitempty" example:"Conflict"`
	Status  int                 `json:"status" example:"409"`
	Code    gov.Code            `json:"code" example:"act_not_open" doc:"Stable machine code"`
	Detail  string              `json:"detail" doc:"Korean, one sentence, what to do next"`
	English string              `json:"english" doc:"The same in English"`
	Reasons []gov.Reason        `json:"reasons,omitempty" doc:"The rules that refused, if rules did"`
	Changes []TextChange        `json:"changes,omitempty" doc:"What changed in the content since you last saw it, if that is why"`
	State   gov.State           `json:"state,omitempty" doc:"The state the case is in, if a case refused"`
	Errors  []*huma.ErrorDetail `json:"errors,omitempty" doc:"Where the request breaks a rule of form"`
	TraceID string              `json:"trace_id,omitempty" doc:"Under which the server logged it"`
}

// TextChange is one value in which two versions of a content differ.
type TextChange gov.Change

func textChanges(list []gov.Change) []TextChange {
	out := make([]TextChange, len(list))
	for i, c := range list {
		out[i] = TextChange(c)
	}
	return out
}

// Error returns code and English text.
func (p *Problem) Error() string { return string(p.Code) + ": " + p.English }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is application/problem+json for JSON.
func (p *Problem) ContentType(ct string) string {
	if ct == "application/json" {
		return "application/problem+json"
	}
	return ct
}

// statuses is the one table from codes to HTTP; a code that is not there is ours: 500.
var statuses = map[gov.Code]int{
	gov.CodeInvalid: 422, gov.CodeUnauthenticated: 401, gov.CodeForbidden: 403, gov.CodeNotFound: 404, gov.CodeUnknownID: 404,
	gov.CodeNotYourTask: 403, gov.CodeActNotOpen: 409, gov.CodeTaskClosed: 409, gov.CodeStale: 412, gov.CodeKeyReused: 422,
	gov.CodeNotSwitchable: 409, gov.CodeWithdrawn: 410,
	gov.CodeReasonRequired: 422, gov.CodeGateClosed: 409, gov.CodeNoticeTooShort: 409, gov.CodeNoQuorum: 409,
	gov.CodeNoRule: 409, gov.CodeSelfApproval: 409, gov.CodeIneligible: 409, gov.CodeQuotaExceeded: 409,
	gov.CodeRehearsalOnly: 409, gov.CodeNotSettled: 409, gov.CodeProcessOpen: 409, gov.CodeBusy: 409, gov.CodeTooLarge: 413,
	gov.CodeConflict: 409, gov.CodeUnavailable: 503, gov.CodeIdempotencyNeeded: 422, codeMethod: 405, codeMedia: 415,
	codeTooMany: 429,
}

// problemOf turns any error into a problem. What carries no code is internal and says nothing.
func problemOf(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	var e *gov.Error
	if !errors.As(err, &e) || statuses[e.Code] == 0 {
		e = errInternal
	}
	status := statuses[e.Code]
	if e == errInternal {
		status = http.StatusInternalServerError
	}
	return &Problem{
		Title: http.StatusText(status), Status: status, Code: e.Code, Detail: e.Detail, English: e.English,
		Reasons: e.Reasons, Changes: textChanges(e.Changes),
		State: e.State, TraceID: traceOf(ctx),
	}
}

var (
	errInternal = gov.Refuse(gov.CodeInternal, "서버에서 처리하지 못했습니다. 잠시 뒤 다시 시도하고, 계속되면 trace_id를 운영자에게 알리십시오.",
		"the server could not do this; try again, and tell the operator the trace_id if it stays")
	errForm = gov.Refuse(gov.CodeInvalid, "요청의 형식이 올바르지 않습니다. errors에 표시된 곳을 고치십시오.",
		"the request breaks a rule of form; errors says where")
	errKeyNeeded = gov.Refuse(gov.CodeIdempotencyNeeded, "Idempotency-Key 헤더가 필요합니다.", "an Idempotency-Key header is needed")
	errTooLarge  = gov.Refuse(gov.CodeTooLarge, "요청 본문이 너무 큽니다. 1MiB 이하로 나누어 보내십시오.", "the body is larger than 1 MiB")
	errSlow      = gov.Refuse(gov.CodeInvalid, "요청 본문이 제때 다 오지 않았습니다. 연결을 확인하고 다시 보내십시오.",
		"the body did not arrive in time; look at the connection and send it again")
	errNoRoute = gov.Refuse(gov.CodeNotFound, "해당 주소가 없습니다.", "there is no such address")
	errMethod  = gov.Refuse(codeMethod, "이 주소에서는 쓸 수 없는 방식입니다.", "this address does not know the method")
	errMedia   = gov.Refuse(codeMedia, "본문은 application/json으로 보내십시오.", "send the body as application/json")
	errOrigin  = gov.Refuse(gov.CodeForbidden, "다른 사이트에서 온 요청은 받지 않습니다.", "requests from other sites are refused")
)

// huma writes its own refusals through these two hooks, so that a form fault looks like every other problem. Its hooks
// are package variables, to be set before the first operation is registered.
func init() { //nolint:gochecknoinits // the hooks of huma can be set in no other way
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return formProblem(nil, status, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
		return formProblem(ctx, status, errs)
	}
}

// formProblem is a refusal that huma found while reading a request. Whatever it could not read is 422 invalid.
func formProblem(hctx huma.Context, status int, errs []error) *Problem {
	ctx := contextOf(hctx)
	cause := error(errForm)
	switch {
	case status == http.StatusRequestEntityTooLarge:
		cause = errTooLarge
	case status == http.StatusRequestTimeout:
		cause = errSlow
	case status == http.StatusUnsupportedMediaType:
		cause = errMedia
	case status == http.StatusNotFound:
		cause = errNoRoute
	case status >= http.StatusInternalServerError:
		cause = errInternal
	}
	p := formFaults(ctx, cause, errs)
	who(ctx).record(ctx, p)
	return p
}

func formFaults(ctx context.Context, cause error, errs []error) *Problem {
	p := problemOf(ctx, cause)
	if p.Code != gov.CodeInvalid {
		return p
	}
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			p.Errors = append(p.Errors, d.ErrorDetail())
		}
	}
	if len(p.Errors) == 1 && keyMissing(p.Errors[0]) {
		return problemOf(ctx, errKeyNeeded)
	}
	return p
}

func keyMissing(d *huma.ErrorDetail) bool {
	return d.Location == "header.Idempotency-Key" && d.Message == "required header parameter is missing"
}
