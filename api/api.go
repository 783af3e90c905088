package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gyeol/internal/auth"
	"gyeol/internal/cases"
)

// Prefix is where the operations live.
const Prefix = "/api/v1"

// maxBody is the largest request body that is read, in bytes.
const maxBody = 1 << 20

// fileTime is how long a file may take to arrive; other bodies have the 5 s of the library.
const fileTime = time.Minute

// Config is what New needs.
type Config struct {
	Cases   *cases.Service
	SignIn  SignIn       // internal/auth
	Papers  Papers       // nil: nothing is printed
	Feed    FeedConfig   // of the calendar feeds
	Invites auth.Invites // of members from outside; zero: nobody is invited
	Texting bool         // codes can be sent to mobiles
	Log     *slog.Logger // nil: nothing is logged
	Version string       // of the build, for the document

	Traffic *auth.Traffic    // bounds what comes in; nil: by the rates that stand
	Now     func() time.Time // of the pace of visitors; nil: the wall clock

	BodyTime time.Duration // how long a body may take to arrive; default 5 s, and a minute for a file

	// Also registers further operations behind the same doors, as gyeol bench does with its floor. Default none.
	Also func(huma.API)
}

// server carries what the operations share.
type server struct {
	cases   *cases.Service
	signIn  SignIn
	papers  Papers
	feed    FeedConfig
	invites auth.Invites
	texting bool
	visits  *auth.Pace // to calendar feeds
	traffic *auth.Traffic
	now     func() time.Time
	log     *slog.Logger
	api     huma.API

	bodyTime time.Duration // 0: what the operations say
}

// New returns the handler of /api/v1, /healthz and the calendar feeds. Whatever it refuses is problem+json with a code.
func New(c Config) http.Handler {
	mux := http.NewServeMux()
	s := build(mux, c)
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET "+feedPrefix+"{file}", s.serveFeed)
	s.docs(mux)
	mux.HandleFunc("/", s.unknown(mux))
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.turnAway(w, r,
			errOrigin)
	}))
	return traced(recovered(s.log, s.paced(s.readable(origin.Handler(mux)))))
}

// Document is the OpenAPI 3.1 document of this build, in YAML.
func Document(version string) ([]byte, error) {
	return build(http.NewServeMux(), Config{Version: version}).api.OpenAPI().YAML()
}

func build(mux *http.ServeMux, c Config) *server {
	s := &server{
		cases: c.Cases, signIn: c.SignIn, papers: c.Papers, feed: c.Feed, invites: c.Invites, texting: c.Texting,
		log: c.Log, now: c.Now, bodyTime: c.BodyTime,
	}
	s.visits = auth.NewPace(visitEvery, visitBurst)
	if s.traffic = c.Traffic; s.traffic == nil {
		s.traffic = auth.NewTraffic(auth.KnownRate, auth.UnknownRate)
	}
	if s.now == nil {
		s.now = wall
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.api = humago.New(mux, settings(c.Version))
	s.api.UseMiddleware(s.signedIn)
	for _, resource := range []func(){
		s.tasks, s.taskActs, s.bulk, s.files, s.caseFiles, s.kinds, s.overlaps, s.cycles, s.documents, s.printing, s.public,
		s.processes, s.notices, s.preferences, s.mailbox, s.bounces, s.audit, s.clock, s.calendar, s.changes, s.leave,
		s.delegations, s.transfers, s.sheets, s.feeds, s.sessions,
		s.apiTokens, s.invitations, s.factors, s.personal,
	} {
		resource()
	}
	if c.Also != nil {
		c.Also(s.api)
	}
	return s
}

func settings(version string) huma.Config {
	if version == "" {
		version = "0"
	}
	c := huma.DefaultConfig("gyeol", version)
	c.Info.Description = "The yearly lifelong-education plan of a metropolitan government: tasks, acts, approvals, committees, filings."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = Prefix+"/openapi", "", ""
	c.CreateHooks = nil // no $schema links in bodies
	c.RejectUnknownQueryParameters = true
	c.Servers = []*huma.Server{{URL: "/", Description: "This installation"}}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		scheme: {
			Type: "http", Scheme: "bearer", BearerFormat: "opaque",
			Description: "Signs a program in, as a person",
		},
		browser: {
			Type: "apiKey", In: "cookie", Name: "__Host-gyeol",
			Description: "Signs a browser in, through /signin",
		},
	}
	for t, as := range wireForms {
		c.Components.Schemas.RegisterTypeAlias(t, as)
	}
	return c
}

// operation is what each operation says of itself; the rest is the same for all.
type operation struct {
	id, method, path string
	tag, summary     string
	doc              string
	scope            string   // a scope that the token must carry
	status           int      // of success, 200 unless said
	refusals         []int    // statuses beside those of every operation
	types            []string // media types of an answer that is no JSON
	most             int64    // bytes of a request body, maxBody unless said
}

// always are the refusals every operation knows.
var always = []int{
	http.StatusUnauthorized, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
	http.StatusInternalServerError, http.StatusServiceUnavailable,
}

// acting are the refusals of operations that act.
var acting = []int{
	http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed,
	http.StatusRequestEntityTooLarge,
}

// add registers an operation. None can be added without security: that is the default here, not a choice.
func add[I, O any](s *server, op operation, h func(context.Context, *I) (*O, error)) {
	said := op.full()
	if s.bodyTime > 0 {
		said.BodyReadTimeout = s.bodyTime
	}
	huma.Register(s.api, said, func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

func (op operation) full() huma.Operation {
	if op.id == "" || op.summary == "" || op.tag == "" {
		panic(fmt.Sprintf("operation %s %s says too little of itself", op.method, op.path))
	}
	scopes := []string{}
	if op.scope != "" {
		scopes = append(scopes, op.scope)
	}
	errs := slices.Concat(always, op.refusals)
	slices.Sort(errs)
	var answers map[string]*huma.Response
	if len(op.types) > 0 {
		content := map[string]*huma.MediaType{}
		for _, t := range op.types {
			content[t] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
		}
		answers = map[string]*huma.Response{"200": {Description: "The paper", Content: content}}
	}
	patience := time.Duration(0)
	if op.most > 0 {
		patience = fileTime
	}
	return huma.Operation{
		BodyReadTimeout: patience,
		Responses:       answers, OperationID: op.id, Method: op.method, Path: Prefix + op.path, Summary: op.summary, Description: op.doc,
		Tags:          []string{op.tag},
		DefaultStatus: op.status, MaxBodyBytes: max(maxBody, op.most), Errors: slices.Compact(errs),
		Security: []map[string][]string{{scheme: scopes}, {browser: {}}},
	}
}

// typeOf is reflect.TypeFor under a short name.
func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }
