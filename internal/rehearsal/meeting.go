package rehearsal

import (
	"slices"
	"strings"

	"gyeol/client"
	"gyeol/gov"
)

// fruitless reports whether this is the one meeting that does not come about: the first merit board.
func (s situation) fruitless() bool {
	return s.stage() == "awards" && (strings.HasSuffix(s.task.Key, "/board-1") || strings.Contains(s.task.Key, "/board-1."))
}

// call sends the notice; one that leaves late says why it is urgent.
func call(s situation, _ client.TaskDetail) []deed {
	body := map[string]any{"place": s.pick("place", places)}
	if s.today.After(s.task.Due.Operative) {
		body["urgent"] = "소집통지 기한이 지났으나 법정 제출기한 안에 심의하여야 함"
	}
	return do(gov.VerbCall, body)
}

// attend answers a call. Most come; to the meeting without quorum only the three with the lowest lots do.
func attend(s situation, d client.TaskDetail) []deed {
	comes := s.draw("comes") >= 0.08
	if s.fruitless() {
		members := memberNames(d.File.Context.Meeting.Members, nil)
		comes = s.rank("comes/"+s.task.Stage, s.task.Cell, members) < min(3, len(members)/2)
	}
	if comes {
		return do(gov.VerbAttend, map[string]any{"answer": "yes"})
	}
	return do(gov.VerbAttend, map[string]any{"answer": "no", "reason": s.pick("absence", absences)})
}

// memberNames are the seats of those members for whom the question holds; nil asks nothing.
func memberNames(all []client.Attendance, holds func(client.Attendance) bool) []string {
	var out []string
	for _, m := range all {
		if holds == nil || holds(m) {
			out = append(out, m.Member)
		}
	}
	slices.Sort(out)
	return out
}

// convene calls the roll: those who said they would come, but for one in fifty, and half of those who said nothing.
func convene(s situation, d client.TaskDetail) []deed {
	m := d.File.Context.Meeting
	present := memberNames(m.Members, func(a client.Attendance) bool {
		lot := s.of(s.salt(), "roll", a.Member)
		switch a.Answer {
		case "yes":
			return lot >= 0.02
		case "no":
			return false
		}
		return lot >= 0.5 && !s.fruitless()
	})
	body := map[string]any{"present": present}
	if len(present) > 0 {
		body["presiding"] = present[0]
	}
	reason := ""
	if s.today.After(m.HoldOn) {
		reason = "앞 단계가 늦어져 통지한 날에 열지 못함"
	}
	return []deed{{verb: gov.VerbConvene, reason: reason, body: body}}
}

// vote is one ballot on each item that the member has not voted on. Of those present at most a quarter do not say yes,
// so that no lot of a small body stops the year; who they are hangs on the item.
func vote(s situation, d client.TaskDetail) []deed {
	m := d.File.Context.Meeting
	present := memberNames(m.Members, func(a client.Attendance) bool { return a.Present })
	var out []deed
	for _, it := range m.Items {
		if slices.ContainsFunc(it.Ballots, func(b client.Ballot) bool { return b.Member == s.task.Cell }) {
			continue
		}
		body := map[string]any{"item": it.ID, "choice": "yes"}
		if s.rank(ballotSalt(s, it), s.task.Cell, present) < (len(present)-1)/4 {
			s.dissent(body, it, len(present) > int(m.Quorum))
		}
		out = append(out, deed{verb: gov.VerbBallot, item: it.ID, body: body})
	}
	return out
}

// ballotSalt names an item by its place in the agenda, which is the same in every run.
func ballotSalt(s situation, it client.AgendaItem) string {
	meeting := strings.TrimSuffix(s.task.Key, "."+s.task.Cell)
	return meeting + "/" + it.Title
}

// dissent is how one of the few votes: still yes, half of the time. Only the first by lot may recuse himself, and only
// while the quorum stands without him.
func (s situation) dissent(body map[string]any, it client.AgendaItem, spare bool) {
	switch lot := s.of(ballotSalt(s, it), s.task.Cell, "choice"); {
	case lot < 0.2:
		body["choice"] = "no"
	case lot < 0.45:
		body["choice"] = "abstain"
	case lot < 0.5 && spare && s.of(ballotSalt(s, it), "recusal") < 0.5:
		body["choice"], body["reason"] = "recused", "안건과 관련된 기관의 자문을 맡고 있음"
	}
}

// resolve waits for every member present and records what was resolved; the coordination committee attaches its
// condition to the first item it passes.
func resolve(s situation, d client.TaskDetail) []deed {
	m := d.File.Context.Meeting
	for _, it := range m.Items {
		if it.Cast < int64(m.Present) {
			return nil
		}
	}
	body := map[string]any{}
	if s.stage() == "coordination" && len(m.Items) > 0 {
		body["conditions"] = map[string]any{m.Items[0].ID: s.pick("condition", conditions)}
	}
	return do(gov.VerbResolve, body)
}

// minutes are published with the signatures of those who were present.
func minutes(s situation, d client.TaskDetail) []deed {
	present := memberNames(d.File.Context.Meeting.Members, func(a client.Attendance) bool { return a.Present })
	signed := slices.DeleteFunc(slices.Clone(present), func(m string) bool { return s.of(s.salt(), "signs", m) < 0.05 })
	if len(signed) == 0 {
		signed = present
	}
	return do(gov.VerbPublish, map[string]any{"signed_by": signed})
}
