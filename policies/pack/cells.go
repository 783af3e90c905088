package pack

import (
	"bytes"
	"fmt"

	"github.com/cedar-policy/cedar-go"

	"gyeol/gov"
	"gyeol/policies"
)

// Cells are the answers of the rules of access to one class of viewers for one action on cases, one bit for each
// combination of ties: what a list is filtered by in SQL (the function allowed of the schema). They are what Judge
// answers to each, so a list and a case cannot differ.
type Cells struct {
	Keys    []string     // kind/state/disclosure
	Bits    [][]byte     // of each key: the bit of a combination, counted as get_bit of PostgreSQL does
	Every   bool         // every combination of every key is allowed
	Unbound bool         // some case is allowed without any tie to it
	Sure    policies.Tie // ties each of which suffices by itself, whatever else is so
}

// cellsOf are the cells of one kind.
type cellsOf struct {
	keys []string
	bits [][]byte
}

// Cells gives the cells of an action on the kinds of cases, on all kinds where none is said. They are worked out once
// for each class of viewers, and are not to be changed.
func (p *Pack) Cells(v Viewer, action string, kinds ...gov.CaseKind) Cells {
	class := fmt.Sprint(action, kinds, v.Inside, v.Invited, v.Operates, p.duties(v))
	kept, _ := p.access.answered.Load(class)
	if c, ok := kept.(Cells); ok {
		return c
	}
	of := kinds
	if len(of) == 0 {
		of = policies.CaseKinds()
	}
	out := Cells{Keys: []string{}, Bits: [][]byte{}, Every: true}
	for _, kind := range of {
		c := p.cellsOf(v, action, kind)
		out.Keys, out.Bits = append(out.Keys, c.keys...), append(out.Bits, c.bits...)
	}
	for _, bits := range out.Bits {
		out.Every = out.Every && bytes.Count(bits, []byte{0xff}) == len(bits)
		out.Unbound = out.Unbound || bits[0]&1 != 0
	}
	for _, t := range policies.EveryTie() {
		if out.suffices(t) {
			out.Sure |= t
		}
	}
	p.access.answered.Store(class, out)
	return out
}

// suffices reports whether every combination with a tie is allowed.
func (c Cells) suffices(t policies.Tie) bool {
	for _, bits := range c.Bits {
		if policies.Tie(len(bits)*8) <= t {
			return false // it is not among them
		}
		for ties := range policies.Tie(len(bits) * 8) {
			if ties&t != 0 && bits[ties/8]&(1<<(ties%8)) == 0 {
				return false
			}
		}
	}
	return true
}

func (p *Pack) cellsOf(v Viewer, action string, kind gov.CaseKind) cellsOf {
	classes := []gov.Disclosure{""}
	if kind == gov.CaseDocument {
		classes = []gov.Disclosure{gov.Public, gov.Partial, gov.Secret}
	}
	var c cellsOf
	for _, class := range classes {
		var bits []byte
		for _, state := range policies.MachineOf(kind).States() {
			if bits == nil || p.access.byState {
				bits = p.bits(v, action, File{Kind: kind, State: state, Disclosure: class})
			}
			c.keys = append(c.keys, fmt.Sprintf("%s/%s/%s", kind, state, class))
			c.bits = append(c.bits, bits)
		}
	}
	return c
}

// bits asks the rules about every combination of ties to a case. That of an invited member to his body is nobody
// else's.
func (p *Pack) bits(v Viewer, action string, f File) []byte {
	all := policies.Inward + 1
	if v.Invited {
		all <<= 1
	}
	out := make([]byte, all/8)
	entities, ask := p.entities(Request{Viewer: Viewer{
		Posts: v.Posts, Inside: v.Inside, Invited: v.Invited, Operates: v.Operates,
	}, Action: action, File: &f})
	if p.access.validator.Request(ask) != nil {
		return out // an action that the rules do not know
	}
	for ties := range all {
		ask.Context = tied(ties)
		decision, diag := cedar.Authorize(p.access.policies, entities, ask)
		if decision == cedar.Allow && len(diag.Errors) == 0 {
			out[ties/8] |= 1 << (ties % 8)
		}
	}
	return out
}
