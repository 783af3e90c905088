package office

import (
	"net/http"
	"slices"
	"strings"

	"gyeol/gov"
	"gyeol/internal/cases"
)

// mostBulk is how many tasks are done at once on a page: what one has read in a sitting.
const mostBulk = 50

// together are the acts that need nothing typed, so that many can be done at once.
var together = []gov.Verb{
	gov.VerbApprove, gov.VerbReview, gov.VerbConcur, gov.VerbAccept, gov.VerbRead,
}

// bulkPage are tasks that were chosen, each with the one act that is done on it.
type bulkPage struct {
	Tasks []bulkTask
	Done  int
	Said  bool // it has been done: each task says what became of it
}

type bulkTask struct {
	Task   cases.TaskDetail
	Form   *verbForm // nil: it needs a page of its own
	Result string
	Failed bool
}

// bulk shows the tasks that were chosen once more before they are done, each with the content that it binds to.
func (s *server) bulk(r *http.Request, v visitor) (page, error) {
	var of bulkPage
	for _, text := range chosen(r) {
		t, err := s.chosenTask(r, v, text)
		if err != nil {
			return page{}, err
		}
		of.Tasks = append(of.Tasks, bulkTask{Task: t, Form: s.togetherForm(t)})
	}
	return bulkView(of), nil
}

func chosen(r *http.Request) []string {
	all := r.Form["task"]
	return all[:min(len(all), mostBulk)]
}

func bulkView(of bulkPage) page {
	return page{
		view: "bulk", title: "여러 과업 함께 처리", at: "/", of: of, crumbs: []link{{"/", "할 일"}, {"", "함께 처리"}},
	}
}

func (s *server) chosenTask(r *http.Request, v visitor, text string) (cases.TaskDetail, error) {
	var id gov.TaskID
	if err := idFrom(text, &id); err != nil {
		return cases.TaskDetail{}, err
	}
	return s.Cases.Task(r.Context(), v.actor, id)
}

func (s *server) togetherForm(t cases.TaskDetail) *verbForm {
	for _, verb := range together {
		if !slices.Contains(t.Verbs, string(verb)) {
			continue
		}
		if f, ok := s.verbForm(t, verb, nil); ok && f.Reason == nil && !f.API {
			return &f
		}
	}
	return nil
}

// actOnMany does each act for itself: that one is refused stops none.
func (s *server) actOnMany(r *http.Request, v visitor) (page, error) {
	of := bulkPage{Said: true}
	for _, text := range chosen(r) {
		t, err := s.chosenTask(r, v, text)
		if err != nil {
			return page{}, err
		}
		one := bulkTask{Task: t}
		verb := gov.Verb(r.PostForm.Get("verb." + text))
		err = s.actOnOne(r, v, t, verb)
		if err == nil {
			one.Result = "‘" + verb.Korean() + "’ 처리했습니다."
			of.Done++
		} else {
			one.Failed, one.Result = true, s.refusal(r, err).Detail
		}
		of.Tasks = append(of.Tasks, one)
	}
	return bulkView(of), nil
}

func (s *server) actOnOne(r *http.Request, v visitor, t cases.TaskDetail, verb gov.Verb) error {
	if !slices.Contains(together, verb) {
		return gov.Refuse(gov.CodeInvalid, "이 처리는 과업 화면에서 하십시오.", "this is done on the page of the task")
	}
	id := "." + t.ID.String()
	one := r.Clone(r.Context())
	one.PostForm = map[string][]string{}
	for _, name := range []string{"key", "hash", "seen"} {
		one.PostForm[name] = []string{strings.TrimSpace(r.PostForm.Get(name + id))}
	}
	cmd, err := command(one, t, verbForm{Verb: verb})
	if err != nil {
		return err
	}
	_, err = s.Cases.Act(r.Context(), v.actor, cmd)
	return err
}
