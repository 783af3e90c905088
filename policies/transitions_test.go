package policies_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
)

var update = flag.Bool("update", false, "write golden files anew")

// kinds are all kinds of cases.
var kinds = []gov.CaseKind{
	gov.CaseCycle, gov.CaseStage, gov.CaseReceipt, gov.CaseSubmission, gov.CaseCompilation, gov.CaseDocument,
	gov.CaseMeeting, gov.CaseConsultation, gov.CaseFiling, gov.CaseOpinion, gov.CaseNomination, gov.CaseAgreement,
}

// everyState are the states of a machine, everyVerb the verbs of all.
func everyState(m *policies.Machine) []gov.State {
	all := append([]gov.State{m.Initial}, m.Final...)
	for _, mv := range m.Moves {
		all = append(all, slices.Concat(mv.From, mv.To)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func everyVerb() (all []gov.Verb) {
	for _, kind := range kinds {
		for _, mv := range policies.MachineOf(kind).Moves {
			all = append(all, mv.Verb)
		}
		for _, verbs := range policies.MachineOf(kind).Contribs {
			all = append(all, verbs...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// told is a move as the table of transitions tells it.
func told(kind gov.CaseKind, from gov.State, mv policies.Move) string {
	var to, how []string
	for _, s := range mv.To {
		to = append(to, string(s))
	}
	for _, mark := range []struct {
		on   bool
		word string
	}{
		{mv.System, "system"}, {mv.Overrule, "overrule"}, {mv.Reason, "reason"}, {mv.NewRound, "round"}, {mv.Wakes, "wakes"},
	} {
		if mark.on {
			how = append(how, mark.word)
		}
	}
	line := fmt.Sprintf("%s %s %s %s %s", kind, from, mv.Verb, strings.Join(to, "|"), strings.Join(how, ","))
	return strings.TrimSpace(line)
}

// TestEveryStateAndVerbOfEveryMachine walks every state and every verb there is: what testdata/transitions.txt lists
// can be done, with what it says of it, and nothing else. A changed machine is a changed line there, to be read.
func TestEveryStateAndVerbOfEveryMachine(t *testing.T) {
	t.Parallel()
	var lines []string
	for _, kind := range kinds {
		m := policies.MachineOf(kind)
		for _, from := range everyState(m) {
			for _, verb := range everyVerb() {
				mv, moves := m.Find(from, verb)
				if moves {
					lines = append(lines, told(kind, from, mv))
				}
				if m.MayContribute(from, verb) {
					lines = append(lines, fmt.Sprintf("%s %s %s +", kind, from, verb))
				}
				if open := slices.Contains(m.Open(from), verb); open != (moves && !mv.System) {
					t.Errorf("%s in %s of a %s is offered: %v", verb, from, kind, open)
				}
			}
		}
	}
	const golden = "testdata/transitions.txt"
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "a machine changed; run with -update and look at the difference")
}

// A verb moves a case from a state in one way, or it is not known which.
func TestNoMoveIsInATableTwice(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds {
		seen := map[string]bool{}
		for _, mv := range policies.MachineOf(kind).Moves {
			require.NotEmpty(t, mv.To, "%s %s", kind, mv.Verb)
			for _, from := range mv.From {
				key := fmt.Sprint(from, " ", mv.Verb)
				require.False(t, seen[key], "%s %s", kind, key)
				seen[key] = true
			}
		}
	}
}

// Every state can be reached, and every one that is not the end can be left.
func TestEveryStateIsReachedAndLeft(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds {
		m := policies.MachineOf(kind)
		reached := reach(m)
		for _, s := range everyState(m) {
			require.True(t, reached[s], "%s %s", kind, s)
			leaves := slices.ContainsFunc(m.Moves, func(mv policies.Move) bool {
				return slices.Contains(mv.From, s) && slices.ContainsFunc(mv.To, func(to gov.State) bool { return to != s })
			})
			require.True(t, leaves || m.IsFinal(s), "%s %s", kind, s)
		}
	}
}
