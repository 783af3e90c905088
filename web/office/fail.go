package office

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

var errInside = gov.Refuse(gov.CodeInternal, "화면을 열지 못했습니다. 잠시 뒤 다시 시도하고, 계속되면 운영 담당에게 알리십시오.",
	"the page could not be shown")

// statuses are the answers to refusals, as the API gives them; what is not here is a 409.
var statuses = map[gov.Code]int{
	gov.CodeInvalid: http.StatusUnprocessableEntity, gov.CodeReasonRequired: http.StatusUnprocessableEntity,
	gov.CodeKeyReused: http.StatusUnprocessableEntity, gov.CodeIdempotencyNeeded: http.StatusUnprocessableEntity,
	gov.CodeUnauthenticated: http.StatusUnauthorized, gov.CodeForbidden: http.StatusForbidden,
	gov.CodeNotYourTask: http.StatusForbidden, gov.CodeNotFound: http.StatusNotFound,
	gov.CodeUnknownID: http.StatusNotFound, gov.CodeStale: http.StatusPreconditionFailed,
	gov.CodeTooLarge: http.StatusRequestEntityTooLarge, gov.CodeWithdrawn: http.StatusGone, gov.CodeUnavailable: http.StatusServiceUnavailable,
	gov.CodeInternal: http.StatusInternalServerError,
}

func statusOf(code gov.Code) int {
	if status := statuses[code]; status != 0 {
		return status
	}
	return http.StatusConflict
}

// refusal is what a page may say of an error: what a refusal says, and of any other error nothing.
func (s *server) refusal(r *http.Request, err error) *gov.Error {
	var e *gov.Error
	if errors.As(err, &e) && e.Code != gov.CodeInternal {
		return e
	}
	s.Log.ErrorContext(r.Context(), "page failed", "path", r.Pattern, "error", err)
	return errInside
}

// refused is the page of a refusal.
type refused struct {
	Detail  string
	Reasons []gov.Reason
	Typed   []typed // of a form that could not be taken, so that it is not lost
	Sent    []typed // all of that form, with what it carried of itself
	Again   string  // where it is sent again; empty: it is not
	SignIn  string  // where to sign in before
}

// typed is one value of a form.
type typed struct{ Name, Value string }

var titles = map[int]string{
	http.StatusUnauthorized: "로그인이 끝났습니다", http.StatusForbidden: "볼 수 없는 화면입니다",
	http.StatusNotFound: "찾을 수 없습니다", http.StatusConflict: "지금은 처리할 수 없습니다",
	http.StatusUnprocessableEntity: "입력을 확인하십시오", http.StatusPreconditionFailed: "그사이 내용이 바뀌었습니다",
	http.StatusRequestEntityTooLarge: "너무 큽니다", http.StatusGone: "거두어들인 글입니다",
}

// fail shows a refusal in place of a page, and keeps it in the record where a known person was refused. The form that
// was sent is shown with it: nothing that was typed is lost.
func (s *server) fail(w http.ResponseWriter, r *http.Request, v visitor, err error) {
	e := s.refusal(r, err)
	status := statusOf(e.Code)
	if !v.ID.IsZero() && status < http.StatusInternalServerError && e.Code != gov.CodeBusy && !cases.Recorded(err) {
		err := s.Cases.Refused(r.Context(), v.actor, cases.Refusal{
			SubjectKind: "request", Subject: "page", Operation: r.Pattern, Source: r.RemoteAddr, Code: e.Code,
		})
		if err != nil {
			s.Log.ErrorContext(r.Context(), "refusal not recorded", "error", err)
		}
	}
	title := titles[status]
	if title == "" {
		title = "화면을 열지 못했습니다"
	}
	of := refused{Detail: e.Detail, Reasons: e.Reasons}
	if r.Method == http.MethodPost && r.PostForm != nil {
		of.Typed = visible(typedIn(r))
	}
	s.render(w, r, v, page{view: "refused", status: status, title: title, of: of})
}

// expired keeps what somebody was sending when his session ended: he signs in beside it and sends it again.
func (s *server) expired(w http.ResponseWriter, r *http.Request) {
	of := refused{
		Detail: "로그인 시간이 지나 처리하지 못했습니다. 적은 내용은 아래에 그대로 있습니다. 새 창에서 로그인한 뒤 이 화면의 ‘다시 보내기’를 누르십시오.",
		Again:  r.URL.Path, SignIn: back(r),
	}
	if err := readForm(r); err == nil {
		of.Sent = typedIn(r)
		of.Typed = visible(of.Sent)
	}
	s.render(w, r, visitor{}, page{
		view: "refused", status: http.StatusUnauthorized, title: titles[http.StatusUnauthorized], of: of,
	})
}

// typedIn are the values of a form, in the order of their names.
func typedIn(r *http.Request) []typed {
	var out []typed
	for name, values := range r.PostForm {
		for _, value := range values {
			out = append(out, typed{name, value})
		}
	}
	slices.SortStableFunc(out, func(a, b typed) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// visible leaves out what the form carried of itself.
func visible(all []typed) []typed {
	return slices.DeleteFunc(slices.Clone(all), func(t typed) bool {
		return t.Value == "" || slices.Contains(hiddenNames, t.Name)
	})
}

var hiddenNames = []string{"key", "hash", "seen", "verb", "task", "revision"}
