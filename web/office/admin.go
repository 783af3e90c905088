package office

import (
	"context"
	"crypto/rand"
	"net/http"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// adminCases are what the pages of those who keep the installation ask for.
type adminCases interface {
	Organisation(ctx context.Context, actor cases.Actor) ([]cases.UnitItem, error)
	Processes(ctx context.Context, actor cases.Actor, f cases.ProcessFilter) (cases.ProcessPage, error)
	ResumeAs(ctx context.Context, actor cases.Actor, r cases.ResumeProcess) error
	Packs(ctx context.Context, actor cases.Actor) ([]cases.PackItem, error)
	Pack(ctx context.Context, actor cases.Actor, hash string) (cases.PackView, error)
	calendarCases
}

func adminPart() part {
	return part{
		link: link{"/admin", "관리"}, under: []string{"/admin", "/admin/"},
		open: func(v visitor) bool { return insider(v) && (v.Oversees || v.Calendars) },
		pages: func(s *server) routes {
			return routes{
				"GET /admin": s.admin, "GET /admin/organisation": s.organisation,
				"GET /admin/processes": s.processes, "POST /admin/processes": s.resume,
				"GET /admin/policies": s.policies, "GET /admin/policies/{hash}": s.policy,
				"GET /admin/calendar": s.calendar, "POST /admin/calendar": s.designate,
				"GET /admin/calendar/{id}": s.calendarDay, "POST /admin/calendar/{id}": s.withdraw,
			}
		},
	}
}

// adminPage says where each matter is kept.
type adminPage struct{ Places []adminPlace }

type adminPlace struct {
	link

	What string
}

var adminCrumb = link{"/admin", "관리"}

func (s *server) admin(_ *http.Request, v visitor) (page, error) {
	if !v.Oversees && !v.Calendars {
		return page{}, gov.ErrNotFound
	}
	var of adminPage
	add := func(may bool, to link, what string) {
		if may {
			of.Places = append(of.Places, adminPlace{to, what})
		}
	}
	add(v.Oversees && v.Audits, link{"/admin/organisation", "조직도"}, "부서·기관과 그 직위, 지금 맡은 사람")
	add(true, link{"/admin/calendar", "업무일"}, "임시공휴일·지방공휴일·시의회 회기의 지정과 취소, 움직이는 기한")
	add(v.Oversees, link{"/admin/policies", "규정 묶음"}, "어느 묶음이 언제부터 서 있는가, 전결·보존 기준, 점검 결과")
	add(v.Oversees, link{"/admin/processes", "절차"}, "멈춘 절차와 그 책임 직위, 다시 시작")
	add(true, link{"/meetings/bodies", "위원회와 위원"}, "위원 명단과 외부 위원 초대(간사)")
	return page{view: "admin", title: "관리", at: "/admin", of: of}, nil
}

// organisationPage is the tree of units, or of what a word is found in.
type organisationPage struct {
	Units []cases.UnitItem
	Total int
}

func (s *server) organisation(r *http.Request, v visitor) (page, error) {
	units, err := s.Cases.Organisation(r.Context(), v.actor)
	return page{
		view: "organisation", title: "조직도", at: "/admin", of: organisationPage{Units: units, Total: len(units)},
		crumbs: []link{adminCrumb, {"", "조직도"}},
	}, err
}

// processesPage lists processes: those that stopped unless others are asked for.
type processesPage struct {
	Processes []processLine
	States    []option
	State     string
	Next      string
}

type processLine struct {
	cases.ProcessItem

	Key string // of its form
}

// processStates are the states of a process in words.
var processStates = map[string]string{"running": "진행 중", "stopped": "멈춤", "ended": "끝남"}

func (s *server) processes(r *http.Request, v visitor) (page, error) {
	q := r.URL.Query()
	of := processesPage{State: q.Get("state")}
	if of.State == "" {
		of.State = "stopped"
	}
	found, err := s.Cases.Processes(r.Context(), v.actor, cases.ProcessFilter{
		State: of.State, After: q.Get("after"), Limit: perPage,
	})
	if err != nil {
		return page{}, err
	}
	for _, p := range found.Processes {
		of.Processes = append(of.Processes, processLine{p, rand.Text()})
	}
	for _, st := range []string{"stopped", "running", "ended"} {
		of.States = append(of.States, option{st, processStates[st], st == of.State})
	}
	if found.Next != "" {
		q.Set("after", found.Next)
		of.Next = "/admin/processes?" + q.Encode()
	}
	p := page{view: "processes", title: "절차", at: "/admin", of: of, crumbs: []link{adminCrumb, {"", "절차"}}}
	if q.Get("did") != "" {
		p.note = &note{Kind: "good", Text: "절차를 다시 시작하게 했습니다. 또 멈추면 여기에 까닭과 함께 다시 나타납니다."}
	}
	return p, nil
}

// resume lets a stopped process try again.
func (s *server) resume(r *http.Request, v visitor) (page, error) {
	var id gov.ProcessID
	if err := idFrom(r.PostForm.Get("process"), &id); err != nil {
		return page{}, err
	}
	err := s.Cases.ResumeAs(r.Context(), v.actor, cases.ResumeProcess{
		Process: id, Key: r.PostForm.Get("key"), Source: r.RemoteAddr,
	})
	return page{to: "/admin/processes?did=resume"}, err
}

// policiesPage is which pack of rules stood from when.
type policiesPage struct{ Packs []cases.PackItem }

func (s *server) policies(r *http.Request, v visitor) (page, error) {
	list, err := s.Cases.Packs(r.Context(), v.actor)
	return page{
		view: "policies", title: "규정 묶음", at: "/admin", of: policiesPage{list}, crumbs: []link{adminCrumb, {"", "규정 묶음"}},
	}, err
}

func (s *server) policy(r *http.Request, v visitor) (page, error) {
	p, err := s.Cases.Pack(r.Context(), v.actor, r.PathValue("hash"))
	return page{
		view: "policy", title: p.Title, at: "/admin", of: p,
		crumbs: []link{adminCrumb, {"/admin/policies", "규정 묶음"}, {"", p.Title}},
	}, err
}
