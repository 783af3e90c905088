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
	Invites   auth.Invites            // the zero value invites nobody
	Texting   bool                    // codes can be sent to mobiles
	Feed      func(gov.FeedID) string // the address of a calendar feed; nil: there are none
	Base      string                  // where links to this installation begin
	Rehearsal bool                    // every page says so
	Log       *slog.Logger
}

// SignIn knows who shows a session; *auth.Keeper does.
type SignIn interface {
	// SignIn answers gov.CodeUnauthenticated for whoever shows none that stands.
	SignIn(ctx context.Context, s auth.Shown) (auth.Person, error)
	sessions
}

// Cases are the use cases that the pages ask for, by part; *cases.Service has them.
type Cases interface {
	Standing(ctx context.Context, actor cases.Actor) (cases.Standing, error)
	WorkingDays(from, to gov.Date) int
	Refused(ctx context.Context, actor cases.Actor, r cases.Refusal) error
	inboxCases
	boardCases
	collectCases
	lineCases
	leaveCases
	transferCases
	planCases
	paperCases
	placeCases
	meetingCases
	noticeCases
	trailCases
	adminCases
	selfCases
}

type server struct {
	Config

	assets *asset.Set
	views  views
	forms  map[formKey]cases.Form
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
	for _, p := range parts() {
		for pattern, h := range p.pages(s) {
			mux.Handle(pattern, s.signed(h))
		}
	}
	mux.Handle(asset.Path, s.assets)
	mux.Handle("/", s.signed(func(*http.Request, visitor) (page, error) { return page{}, errNoPage }))
	return s.guarded(mux)
}

var errNoPage = gov.Refuse(gov.CodeNotFound, "해당 화면이 없습니다. 주소를 확인하거나 ‘할 일’에서 다시 찾으십시오.",
	"there is no such page")
