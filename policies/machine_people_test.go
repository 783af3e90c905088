package policies_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
)

func TestMeetingsAndNominationsAreCompleteMachines(t *testing.T) {
	t.Parallel()
	for _, kind := range []gov.CaseKind{gov.CaseMeeting, gov.CaseNomination} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			m := policies.MachineOf(kind)
			reached := reach(m)
			for _, mv := range m.Moves {
				for _, s := range slices.Concat(mv.From, mv.To) {
					if !reached[s] {
						t.Errorf("%s: state %s is never reached", mv.Verb, s)
					}
				}
			}
			for s := range reached {
				walkState(t, m, s)
			}
		})
	}
}

// reach finds the states that a case can come into.
func reach(m *policies.Machine) map[gov.State]bool {
	reached := map[gov.State]bool{m.Initial: true}
	for grown := true; grown; {
		grown = false
		for _, mv := range m.Moves {
			if !slices.ContainsFunc(mv.From, func(s gov.State) bool { return reached[s] }) {
				continue
			}
			for _, to := range mv.To {
				grown = grown || !reached[to]
				reached[to] = true
			}
		}
	}
	return reached
}

// onTheCase are what the secretary of a body does without being asked for it.
var onTheCase = []gov.Verb{gov.VerbMoveMeeting, gov.VerbCancelMeeting}

// walkState asserts that an open state can be left, ended by its stage, and that its tasks ask for what it allows; and
// that nothing is asked for in a final one.
func walkState(t *testing.T, m *policies.Machine, s gov.State) {
	t.Helper()
	if m.IsFinal(s) {
		contribs := slices.DeleteFunc(slices.Clone(m.Contribs[s]), func(v gov.Verb) bool {
			return slices.Contains(policies.PublicCopyTask.Verbs, v) // what stands is copied for the public afterwards
		})
		if len(m.Tasks[s])+len(contribs)+len(m.Open(s)) > 0 {
			t.Errorf("final state %s asks for something", s)
		}
		return
	}
	if _, ok := m.Find(s, gov.VerbLapse); !ok {
		t.Errorf("state %s cannot end with its stage", s)
	}
	asked := map[gov.Verb]bool{}
	for _, spec := range m.Tasks[s] {
		if len(spec.Rule.Article) == 0 || spec.Title == "" {
			t.Errorf("%s in %s has no title or article", spec.Kind, s)
		}
		for _, v := range spec.Verbs {
			asked[v] = true
			if _, ok := m.Find(s, v); !ok && !m.MayContribute(s, v) {
				t.Errorf("%s in %s offers %s, which is not open", spec.Kind, s, v)
			}
		}
	}
	for _, v := range slices.Concat(m.Open(s), m.Contribs[s]) {
		if !asked[v] && !slices.Contains(onTheCase, v) {
			t.Errorf("nobody is asked for %s in %s", v, s)
		}
	}
}

// TestWhatIsReadInPersonChangesNoHands: a report and a circulated paper are no work of a process's owner, whom nothing
// personal would bind.
func TestWhatIsReadInPersonChangesNoHands(t *testing.T) {
	t.Parallel()
	m := policies.MachineOf(gov.CaseDocument)
	for kind, want := range map[gov.TaskKind]policies.Role{
		gov.TaskCirculated: policies.RoleReader, gov.TaskPostReport: policies.RoleReader,
		gov.TaskAwaitReply: policies.RoleUnitOfficer, gov.TaskSign: policies.RoleLineCell,
		gov.TaskStopped: policies.RoleOwner,
	} {
		require.Equal(t, want, m.RoleOf(kind), kind)
	}
	require.True(t, m.RoleOf(gov.TaskCirculated).Personal())
}
