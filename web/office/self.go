package office

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"gyeol/gov"
	"gyeol/internal/auth"
	"gyeol/internal/cases"
)

// selfCases are what the page of one's own settings asks for.
type selfCases interface {
	APITokens(ctx context.Context, actor cases.Actor) ([]cases.APIToken, error)
	MakeToken(ctx context.Context, actor cases.Actor, n cases.NewToken) (cases.APIToken, bool, error)
	EndToken(ctx context.Context, actor cases.Actor, e cases.EndToken) error
	NoticePreferences(ctx context.Context, actor cases.Actor) (cases.NoticePreferences, error)
	SetNoticePreferences(ctx context.Context, actor cases.Actor, p cases.SetNoticePreferences) (
		cases.NoticePreferences, error)
	CalendarFeed(ctx context.Context, actor cases.Actor) (cases.CalendarFeed, error)
	RenewFeed(ctx context.Context, actor cases.Actor, r cases.RenewFeed) (cases.CalendarFeed, error)
	EndFeed(ctx context.Context, actor cases.Actor, r cases.RenewFeed) error
}

// sessions are where a person is signed in; *auth.Keeper has them.
type sessions interface {
	Sessions(ctx context.Context, p auth.Person) ([]auth.Session, error)
	EndSession(ctx context.Context, p auth.Person, id gov.SessionID) error
}

func selfPart() part {
	return part{
		link: link{"/me", "내 설정"}, under: []string{"/me", "/me/"}, open: insider,
		pages: func(s *server) routes { return routes{"GET /me": s.self, "POST /me": s.change} },
	}
}

// selfPage is what a person settles for himself.
type selfPage struct {
	Preferences cases.NoticePreferences
	Kinds       []kindChoice
	Language    field
	From, To    field
	Tokens      []cases.APIToken
	NewToken    []field
	Secret      string // of a token that was just made, shown this once
	Sessions    []auth.Session
	Feed        *feedShown // nil: there is none
	Feeds       bool       // this installation has calendar feeds
	Key         string     // one for all forms of the page: only one of them is sent
}

type kindChoice struct {
	cases.NoticeKindView

	Fixed  bool // nobody may change it
	Now    string
	Choice field
}

type feedShown struct {
	cases.CalendarFeed

	Address string
}

// self shows one's settings.
func (s *server) self(r *http.Request, v visitor) (page, error) {
	if v.Body != "" {
		return page{}, errNoPage // whoever came in by an invitation settles nothing here
	}
	of := selfPage{Key: rand.Text(), NewToken: tokenFields()}
	var err error
	if of.Preferences, err = s.Cases.NoticePreferences(r.Context(), v.actor); err != nil {
		return page{}, err
	}
	of.choices()
	if of.Tokens, err = s.Cases.APITokens(r.Context(), v.actor); err != nil {
		return page{}, err
	}
	if of.Sessions, err = s.Keeper.Sessions(r.Context(), v.Person); err != nil {
		return page{}, err
	}
	if s.Feed != nil {
		of.Feeds = true
		f, err := s.Cases.CalendarFeed(r.Context(), v.actor)
		switch {
		case err == nil:
			of.Feed = &feedShown{f, s.Feed(f.ID)}
		case !errors.Is(err, gov.ErrNotFound):
			return page{}, err
		}
	}
	p := page{view: "self", title: "내 설정", at: "/me", of: of}
	if text := settingsDone[r.URL.Query().Get("did")]; text != "" {
		p.note = &note{Kind: "good", Text: text}
	}
	return p, nil
}

// settingsDone are the words after a change of one's settings.
var settingsDone = map[string]string{ //nolint:gosec // G101 takes words about tokens for tokens
	"preferences": "알림 받는 방법을 바꾸었습니다.", "token_gone": "토큰을 폐기했습니다.", "session_end": "그 로그인을 끝냈습니다.",
	"feed_new": "새 일정 주소를 만들었습니다. 앞선 주소는 더 열리지 않습니다.", "feed_end": "일정 주소를 없앴습니다.",
}

func tokenFields() []field {
	return []field{
		{Name: "name", Label: "쓰임", As: "text", Needed: true, Most: 100, ID: "k-name", Hint: "무엇에 쓰는 토큰인지 적습니다."},
		{Name: "days", Label: "유효한 날수", As: "number", Needed: true, Value: "90", ID: "k-days", Hint: "1일 이상 366일 이하"},
		{Name: "readonly", Label: "읽기만 할 수 있게 함", As: "check", ID: "k-readonly"},
	}
}

// choices turns what may be chosen into controls.
func (of *selfPage) choices() {
	of.Language = field{Name: "language", Label: "알림 메일의 말", As: "select", ID: "p-language", Options: []option{
		{"ko", "한국어", of.Preferences.Language == "ko"}, {"en", "영어(English)", of.Preferences.Language == "en"},
	}}
	of.From = field{Name: "from", Label: "조용한 시간의 시작", As: "text", ID: "p-from", Hint: "19:00과 같이 적습니다. 비우면 규정을 따릅니다."}
	of.To = field{Name: "to", Label: "조용한 시간의 끝", As: "text", ID: "p-to", Hint: "시작과 같게 적으면 조용한 시간이 없습니다."}
	if q := of.Preferences.QuietHours; q != nil {
		of.From.Value, of.To.Value = q.From, q.To
	}
	for _, k := range of.Preferences.Kinds {
		one := kindChoice{NoticeKindView: k, Fixed: len(k.Choices) == 0, Now: k.Delivery.Korean()}
		one.Choice = field{Name: "kind." + string(k.Kind), Label: k.Title, As: "select", ID: "p-kind-" + string(k.Kind)}
		for _, d := range append([]gov.Delivery{k.Default}, k.Choices...) {
			one.Choice.Options = append(one.Choice.Options, option{string(d), d.Korean(), d == k.Delivery})
		}
		of.Kinds = append(of.Kinds, one)
	}
}

// change does what one of the forms of the page asks for.
func (s *server) change(r *http.Request, v visitor) (page, error) {
	if v.Body != "" {
		return page{}, errNoPage
	}
	key := r.PostForm.Get("key")
	var err error
	what := r.PostForm.Get("what")
	switch what {
	case "preferences":
		err = s.prefer(r, v, key)
	case "token":
		return s.makeToken(r, v, key)
	case "token_gone":
		var id gov.TokenID
		if err = idFrom(r.PostForm.Get("id"), &id); err == nil {
			err = s.Cases.EndToken(r.Context(), v.actor, cases.EndToken{ID: id, Key: key, Source: r.RemoteAddr})
		}
	case "session_end":
		var id gov.SessionID
		if err = idFrom(r.PostForm.Get("id"), &id); err == nil {
			err = s.Keeper.EndSession(r.Context(), v.Person, id)
		}
	case "feed_new":
		_, err = s.Cases.RenewFeed(r.Context(), v.actor, cases.RenewFeed{Key: key, Source: r.RemoteAddr})
	case "feed_end":
		err = s.Cases.EndFeed(r.Context(), v.actor, cases.RenewFeed{Key: key, Source: r.RemoteAddr})
	default:
		err = errNoPage
	}
	if err != nil {
		return s.unchanged(r, v, err)
	}
	return page{to: "/me?did=" + what}, nil
}

// prefer writes how notices are to reach the reader.
func (s *server) prefer(r *http.Request, v visitor, key string) error {
	p := cases.SetNoticePreferences{
		Language: r.PostForm.Get("language"), Kinds: map[gov.NoticeKind]gov.Delivery{}, Key: key, Source: r.RemoteAddr,
	}
	if from, to := r.PostForm.Get("from"), r.PostForm.Get("to"); from != "" || to != "" {
		p.QuietHours = &cases.QuietHours{From: from, To: to}
	}
	for name := range r.PostForm {
		kind, ok := strings.CutPrefix(name, "kind.")
		was := r.PostForm.Get("default." + kind)
		if now := r.PostForm.Get(name); ok && now != "" && now != was {
			p.Kinds[gov.NoticeKind(kind)] = gov.Delivery(now)
		}
	}
	_, err := s.Cases.SetNoticePreferences(r.Context(), v.actor, p)
	return err
}

// makeToken makes a token, and shows its secret on the answer itself, once.
func (s *server) makeToken(r *http.Request, v visitor, key string) (page, error) {
	secret, hash, err := auth.DrawToken()
	if err != nil {
		return page{}, err
	}
	days, err := strconv.Atoi(r.PostForm.Get("days"))
	if err != nil {
		days = 0 // refused by whoever knows the bounds
	}
	n := cases.NewToken{Key: key, Name: r.PostForm.Get("name"), Days: days, Hash: hash, Source: r.RemoteAddr}
	if r.PostForm.Get("readonly") != "" {
		n.Scopes = []string{"read-only"}
	}
	_, made, err := s.Cases.MakeToken(r.Context(), v.actor, n)
	if err != nil {
		return s.unchanged(r, v, err)
	}
	p, err := s.self(r, v)
	of, ok := p.of.(selfPage)
	if err != nil || !ok {
		return p, err
	}
	p.note = &note{Kind: "good", Text: "토큰을 만들었습니다."}
	if made {
		of.Secret = secret
	} else {
		p.note = &note{Kind: "bad", Text: "앞서 만든 토큰입니다. 토큰은 한 번만 보이므로, 옮겨 적지 못했으면 폐기하고 새로 만드십시오."}
	}
	p.of = of
	return p, nil
}

// unchanged shows the settings again with what was typed, and why it was not taken.
func (s *server) unchanged(r *http.Request, v visitor, why error) (page, error) {
	e := s.refusal(r, why)
	p, err := s.self(r, v)
	of, ok := p.of.(selfPage)
	if err != nil || !ok || !refusable(e) {
		return page{}, why
	}
	fields := of.NewToken
	switch r.PostForm.Get("what") {
	case "token":
		of.NewToken = fill(of.NewToken, r)
		fields = of.NewToken
		markNamed(fields, e)
	case "preferences":
		fields = fill([]field{of.Language, of.From, of.To}, r)
		markNamed(fields, e)
		of.Language, of.From, of.To = fields[0], fields[1], fields[2]
		for i := range of.Kinds {
			of.Kinds[i].Choice = fill([]field{of.Kinds[i].Choice}, r)[0]
		}
	}
	p.of, p.note, p.status = of, spoken(fields, e), statusOf(e.Code)
	return p, nil
}
