package api

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gyeol/gov"
	"gyeol/internal/auth"
)

// errTooOften is told to whoever comes more often than he may. Retry-After says when he may come again.
var errTooOften = gov.Refuse(codeTooMany, "요청이 너무 많습니다. Retry-After 헤더의 초만큼 기다린 뒤 다시 보내십시오.",
	"too many requests; wait for the seconds that Retry-After says and send it again")

// errTooManyStreams is told to whoever has as many streams open as one person may have.
var errTooManyStreams = gov.Refusef(codeTooMany, "변경 알림을 이미 %d개 받고 있습니다. 쓰지 않는 창이나 프로그램을 닫고 다시 여십시오.",
	"%d streams of changes are open already; close one and open it again", auth.MostStreams)

// paced bounds what shows nothing of who sends it, by address and before anything is looked at. Whoever shows a token
// or a session is bounded once it is known whose it is.
func (s *server) paced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if auth.ShownBy(r).Anonymous() {
			if wait, ok := s.traffic.Unknown(r.RemoteAddr, s.now()); !ok {
				w.Header().Set("Retry-After", auth.Seconds(wait))
				refuse(w, r, errTooOften)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// stranger counts what shows something that we do not know at the address it comes from. What shows nothing has been
// counted before.
func (s *server) stranger(r *http.Request) (wait time.Duration, ok bool) {
	if auth.ShownBy(r).Anonymous() {
		return 0, true
	}
	return s.traffic.Unknown(r.RemoteAddr, s.now())
}

// inPace counts a request of somebody who is known, and turns him away where there are too many of them. That stands in
// the record a few times at the most.
func (s *server) inPace(hctx huma.Context, c caller) bool {
	wait, write, ok := s.traffic.Known(c.Person, s.now())
	if ok {
		return true
	}
	if !write {
		c.visit.told()
	}
	hctx.SetHeader("Retry-After", auth.Seconds(wait))
	s.write(hctx, errTooOften)
	return false
}

// fewStreams keeps one person from holding more streams than he can look at.
func (s *server) fewStreams(hctx huma.Context, next func(huma.Context)) {
	end, ok := s.traffic.Stream(who(hctx.Context()).ID)
	if !ok {
		hctx.SetHeader("Retry-After", "60")
		s.write(hctx, errTooManyStreams)
		return
	}
	defer end()
	_, w := humago.Unwrap(hctx)
	// A stream outlives what the server grants to answers; each of its events has a time of its own.
	if err := http.NewResponseController(w).SetWriteDeadline(time.Time{}); err != nil {
		s.tell(hctx.Context(), err)
	}
	next(hctx)
}
