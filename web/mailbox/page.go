package mailbox

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"gyeol/gov"
	"gyeol/internal/cases"
)

//go:embed pages
var files embed.FS

// Mails is what the page shows; *cases.Service has it.
type Mails interface {
	// Mails lists mails, gov.CodeRehearsalOnly outside a rehearsal.
	Mails(ctx context.Context, f cases.MailFilter) (cases.MailPage, error)
	// Mail opens one.
	Mail(ctx context.Context, id string) (cases.MailDetail, error)
}

// Path is where the pages live.
const Path = "/mailbox"

// perPage is how many mails one page lists.
const perPage = 50

// The policies: a page of ours brings its one style sheet and frames the page of a mail; that page brings the styles
// written into it and nothing else, in an origin of its own.
const (
	ownPolicy  = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	mailPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)

type server struct {
	mails Mails
	log   *slog.Logger
	pages map[string]*template.Template
}

// New returns the handler of everything below Path. Mount it in a rehearsal only.
func New(mails Mails, log *slog.Logger) (http.Handler, error) {
	s := &server{mails: mails, log: log, pages: map[string]*template.Template{}}
	for _, name := range []string{"list", "mail", "refused"} {
		t, err := template.New("layout.html").Option("missingkey=error").Funcs(template.FuncMap{"korean": korean, "when": when}).
			ParseFS(files, "pages/layout.html", "pages/"+name+".html")
		if err != nil {
			return nil, err
		}
		s.pages[name] = t
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Path, s.list)
	mux.HandleFunc("GET "+Path+"/style.css", s.style)
	mux.HandleFunc("GET "+Path+"/{id}", s.mail)
	mux.HandleFunc("GET "+Path+"/{id}/page", s.frame)
	return s.atHome(mux), nil
}

func korean(kind gov.NoticeKind) string { return kind.Korean() }

// when is an instant as an office in Seoul writes it; what is none stays as it is.
func when(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return gov.DateIn(t).Korean() + t.In(gov.Seoul).Format(" 15:04:05")
}

// atHome serves this machine only, and only under a name of this machine: a page elsewhere whose name was made to point
// here is turned away.
func (s *server) atHome(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", ownPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if !ours(r.RemoteAddr) || !ours(r.Host) {
			s.refuse(w, r, http.StatusForbidden, "우편함은 연습 설치가 있는 이 컴퓨터에서만 볼 수 있습니다.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ours reports whether an address, with or without its port, is of this machine.
func ours(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

type listPage struct {
	Person string
	Mails  []cases.MailItem
	Next   string // address of the next page
}

func (s *server) list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	f := cases.MailFilter{Person: q.Get("person"), After: q.Get("after"), Limit: perPage}
	found, err := s.mails.Mails(r.Context(), f)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	out := listPage{Person: f.Person, Mails: found.Mails}
	if found.Next != "" {
		next := url.Values{"after": {found.Next}}
		if f.Person != "" {
			next.Set("person", f.Person)
		}
		out.Next = Path + "?" + next.Encode()
	}
	s.show(w, r, page{"list", http.StatusOK, out})
}

func (s *server) mail(w http.ResponseWriter, r *http.Request) {
	m, err := s.mails.Mail(r.Context(), r.PathValue("id"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.show(w, r, page{"mail", http.StatusOK, m})
}

// frame is the page of a mail as it was sent, in a sandbox.
func (s *server) frame(w http.ResponseWriter, r *http.Request) {
	m, err := s.mails.Mail(r.Context(), r.PathValue("id"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Security-Policy", mailPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	s.write(w, r, []byte(m.HTML))
}

func (s *server) style(w http.ResponseWriter, r *http.Request) {
	raw, err := files.ReadFile("pages/style.css")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	s.write(w, r, raw)
}

// fail says what a refusal says, and of any other error nothing.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var refusal *gov.Error
	if errors.As(err, &refusal) {
		status := map[gov.Code]int{
			gov.CodeInvalid: http.StatusUnprocessableEntity, gov.CodeRehearsalOnly: http.StatusConflict,
		}[refusal.Code]
		if status == 0 {
			status = http.StatusNotFound
		}
		s.refuse(w, r, status, refusal.Detail)
		return
	}
	s.log.ErrorContext(r.Context(), "mailbox page failed", "error", err)
	s.refuse(w, r, http.StatusInternalServerError, "우편함을 열지 못했습니다. 잠시 뒤 다시 시도하십시오.")
}

func (s *server) refuse(w http.ResponseWriter, r *http.Request, status int, why string) {
	s.show(w, r, page{"refused", status, why})
}

// page is one of ours, about something.
type page struct {
	name   string
	status int
	of     any
}

// show writes a page whole or not at all.
func (s *server) show(w http.ResponseWriter, r *http.Request, p page) {
	var b bytes.Buffer
	if err := s.pages[p.name].Execute(&b, p.of); err != nil {
		s.log.ErrorContext(r.Context(), "mailbox page not written", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(p.status)
	s.write(w, r, b.Bytes())
}

func (s *server) write(w http.ResponseWriter, r *http.Request, content []byte) {
	if _, err := w.Write(content); err != nil {
		s.log.DebugContext(r.Context(), "reader of a mailbox page hung up", "error", err)
	}
}
