package office

import (
	"context"
	"log/slog"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
	"gyeol/web/asset"
)

// Config is what New needs.
type Config struct {
	Cases     Cases
	Keeper    SignIn
	Base      string // where links to this installation begin
	Rehearsal bool   // every page says so
	Log       *slog.Logger
}

// SignIn knows who shows a session; *auth.Keeper does.
type SignIn interface {
	// SignIn answers gov.CodeUnauthenticated for whoever shows none that stands.
	SignIn(ctx context.Context, s auth.Shown) (auth.Person, error)
}

// Cases are the use cases that the pages ask for; *cases.Service has them.
type Cases interface {
	Standing(ctx context.Context, actor cases.Actor) (cases.Standing, error)
	WorkingDays(from, to gov.Date) int
	Tasks(ctx context.Context, actor cases.Actor, f cases.TaskFilter) (cases.TaskPage, error)
	TaskCounts(ctx context.Context, actor cases.Actor, by string, f cases.TaskFilter) ([]cases.TaskCount, error)
	Task(ctx context.Context, actor cases.Actor, id gov.TaskID) (cases.TaskDetail, error)
	Act(ctx context.Context, actor cases.Actor, cmd cases.Command) (cases.Outcome, error)
	Block(ctx context.Context, actor cases.Actor, id gov.CaseID) (cases.Block, error)
	Difference(ctx context.Context, actor cases.Actor, x cases.Compare) (cases.Difference, error)
	Cycles(ctx context.Context, actor cases.Actor, f cases.CycleFilter) (cases.CyclePage, error)
	Progress(ctx context.Context, actor cases.Actor, name string, year int) (cases.CycleProgress, error)
	Matrix(ctx context.Context, actor cases.Actor, name string, f cases.MatrixFilter) (cases.CycleMatrix, error)
	Path(ctx context.Context, actor cases.Actor, name string, year int) (cases.CyclePath, error)
	Cases(ctx context.Context, actor cases.Actor, f cases.CaseFilter) (cases.CasePage, error)
	Case(ctx context.Context, actor cases.Actor, id gov.CaseID, kind gov.CaseKind) (cases.CaseView, error)
	ListNotices(ctx context.Context, actor cases.Actor, f cases.NoticeFilter) (cases.NoticePage, error)
	Audit(ctx context.Context, actor cases.Actor, f cases.AuditFilter) (cases.AuditPage, error)
	Refused(ctx context.Context, actor cases.Actor, r cases.Refusal) error
}

type server struct {
	Config

	assets *asset.Set
	views  views
	forms  map[formKey]cases.Form
}

// Paths are where the pages live; mount the handler of New at each.
func Paths() []string {
	return []string{
		"/{$}", "/tasks", "/tasks/", "/bulk", "/board", "/board/", "/documents", "/documents/", "/notices", "/trail",
		asset.Path,
	}
}

// New returns the handler of all pages of the office. A page that cannot be parsed is an error here, not at its reader.
func New(c Config) (http.Handler, error) {
	s := &server{Config: c, forms: formsByVerb()}
	var err error
	if s.assets, err = asset.New(); err != nil {
		return nil, err
	}
	if s.views, err = parse(s.assets); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for pattern, h := range map[string]handle{
		"GET /{$}": s.inbox, "GET /tasks": s.inbox,
		"GET /tasks/{id}": s.task, "POST /tasks/{id}": s.act,
		"GET /tasks/{id}/rows/{row}": s.row, "POST /tasks/{id}/rows/{row}": s.saveRow,
		"GET /bulk": s.bulk, "POST /bulk": s.actOnMany,
		"GET /board": s.board, "GET /board/{name}/{year}": s.board,
		"GET /documents": s.documents, "GET /documents/{id}": s.document,
		"GET /notices": s.notices, "GET /trail": s.trail,
	} {
		mux.Handle(pattern, s.signed(h))
	}
	mux.Handle(asset.Path, s.assets)
	mux.Handle("/", s.signed(func(*http.Request, visitor) (page, error) { return page{}, errNoPage }))
	return s.guarded(mux)
}

var errNoPage = gov.Refuse(gov.CodeNotFound, "해당 화면이 없습니다. 주소를 확인하거나 ‘할 일’에서 다시 찾으십시오.",
	"there is no such page")
