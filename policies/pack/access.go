package pack

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"

	"gyeol/gov"
	"gyeol/policies"
)

const (
	accessFile       = "access.cedar"
	accessSchemaFile = "access.cedarschema"
)

// access is the compiled access rules with what they say about themselves.
type access struct {
	policies  *cedar.PolicySet
	validator *validate.Validator
	actions   map[string]bool // those of the schema
	says      map[cedar.PolicyID]gov.Reason
	byState   bool     // a rule asks for the state of a case
	answered  sync.Map // cells of a class of viewers, by what they hang on
}

// Viewer is whoever asks, as the rules of access see him on a day.
type Viewer struct {
	Posts    []gov.PostID // those he holds; their duties count unless he was invited
	Units    []gov.UnitID // of the posts, in any order
	Inside   bool         // one of the posts is of the administration
	Invited  bool         // he came by an invitation to one body, and has no duty beside it
	Operates bool         // what signed him in carries the scope of an operator
}

// File is what the rules of access see of a case, and what the viewer has to do with it.
type File struct {
	Kind       gov.CaseKind
	State      gov.State
	Disclosure gov.Disclosure // of a document; others have none
	Ties       policies.Tie
}

// Request asks whether a viewer may do something with a case, or else in the installation.
type Request struct {
	Viewer

	Action string // as the schema of the rules names it
	File   *File  // nil where it is about no case
}

// Judge decides a request by the access rules of the pack. It is total: an unknown action, an invalid request and a
// rule that cannot be evaluated are all denials, each with its reason. Default is denial, and a forbid wins.
func (p *Pack) Judge(req Request) (bool, []gov.Reason) {
	entities, ask := p.entities(req)
	if err := p.access.validator.Request(ask); err != nil {
		return false, []gov.Reason{{Rule: "access/request", Text: "권한 규칙이 모르는 행위입니다: " + req.Action + "."}}
	}
	decision, diag := cedar.Authorize(p.access.policies, entities, ask)
	var reasons []gov.Reason
	for _, e := range diag.Errors {
		r := p.access.says[e.PolicyID]
		reasons = append(reasons, gov.Reason{Rule: r.Rule, Article: r.Article, Text: "이 규칙을 판단할 수 없어 허용하지 않습니다."})
	}
	if len(diag.Errors) > 0 {
		return false, byRule(reasons)
	}
	for _, r := range diag.Reasons {
		reasons = append(reasons, p.access.says[r.PolicyID])
	}
	if len(reasons) == 0 {
		reasons = []gov.Reason{{Rule: "access/default", Text: "이 직위에 이 행위를 허용하는 규칙이 없습니다."}}
	}
	return decision == cedar.Allow, byRule(reasons)
}

// AccessActions lists the actions that the rules of access know, in order.
func (p *Pack) AccessActions() []string { return slices.Sorted(maps.Keys(p.access.actions)) }

// byRule orders reasons, because the rules are asked in no order.
func byRule(reasons []gov.Reason) []gov.Reason {
	slices.SortFunc(reasons, func(a, b gov.Reason) int { return strings.Compare(a.Rule, b.Rule) })
	return reasons
}

// AccessRules lists what each rule of access says of itself, by its name.
func (p *Pack) AccessRules() []gov.Reason { return byRule(slices.Collect(maps.Values(p.access.says))) }

// duties are those of the viewer's posts, each once and in order; none for whoever was invited.
func (p *Pack) duties(v Viewer) []string {
	var out []string
	if v.Invited {
		return out
	}
	for _, post := range v.Posts {
		out = append(out, p.DutiesOf(post)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (p *Pack) entities(req Request) (types.EntityMap, types.Request) {
	entities := types.EntityMap{}
	var within []types.EntityUID
	for _, u := range req.Units {
		within = append(within, uid("Unit", string(u)))
	}
	for _, id := range req.Posts {
		post := uid("Post", string(id))
		entities[post] = types.Entity{UID: post}
		within = append(within, post)
	}
	person := uid("Person", "viewer")
	who := types.NewRecord(types.RecordMap{
		"duties": texts(p.duties(req.Viewer)), "inside": types.Boolean(req.Inside),
		"invited": types.Boolean(req.Invited), "operates": types.Boolean(req.Operates),
	})
	entities[person] = types.Entity{UID: person, Parents: types.NewEntityUIDSet(within...), Attributes: who}
	thing, context := types.Entity{UID: uid("Installation", "gyeol")}, types.Record{}
	if req.File != nil {
		thing.UID = uid("Case", "asked")
		thing.Attributes = types.NewRecord(types.RecordMap{
			"kind": types.String(req.File.Kind), "state": types.String(req.File.State),
			"disclosure": types.String(req.File.Disclosure),
		})
		context = tied(req.File.Ties)
	}
	entities[thing.UID] = thing
	return entities, types.Request{
		Principal: person, Action: uid("Action", req.Action), Resource: thing.UID, Context: context,
	}
}

// tied is the context of a request about a case.
func tied(t policies.Tie) types.Record {
	return types.NewRecord(types.RecordMap{"ties": texts(t.Names())})
}

func texts(list []string) types.Set {
	out := make([]types.Value, len(list))
	for i, s := range list {
		out[i] = types.String(s)
	}
	return types.NewSet(out...)
}

func uid(kind, id string) types.EntityUID {
	return types.NewEntityUID(types.EntityType(kind), types.String(id))
}

// compileAccess parses rules and schema and proves the rules against the schema: a forbid that fails at run time would
// be skipped, so what can fail must not load.
func (l *loader) compileAccess() {
	rules, text := l.docs[accessFile], l.docs[accessSchemaFile]
	if rules == nil || text == nil {
		l.fault(in(accessFile), "file/missing", "권한 규칙 %s와 %s가 모두 있어야 합니다.", accessFile, accessSchemaFile)
		return
	}
	var s schema.Schema
	if err := s.UnmarshalCedar(text.data); err != nil {
		l.fault(place{file: accessSchemaFile, line: cedarLine(err)}, "access/schema", "권한 규칙의 틀을 읽을 수 없습니다: %v", err)
		return
	}
	resolved, err := s.Resolve()
	if err != nil {
		l.fault(in(accessSchemaFile), "access/schema", "권한 규칙의 틀이 서로 맞지 않습니다: %v", err)
		return
	}
	set, err := cedar.NewPolicySetFromBytes(accessFile, rules.data)
	if err != nil {
		l.fault(place{file: accessFile, line: cedarLine(err)}, "access/syntax", "권한 규칙을 읽을 수 없습니다: %v", err)
		return
	}
	l.p.access = &access{
		policies: set, validator: validate.New(resolved), actions: map[string]bool{}, says: map[cedar.PolicyID]gov.Reason{},
	}
	for action := range resolved.Actions {
		l.p.access.actions[string(action.ID)] = true
	}
	for _, asked := range policies.AccessActions() {
		if !l.p.access.actions[asked] {
			l.fault(in(accessSchemaFile), "access/action", "권한 규칙의 틀에 행위 ‘%s’이(가) 없습니다.", asked)
		}
	}
	seen := map[string]bool{}
	for id, policy := range set.All() {
		l.proveAccess(id, policy, seen)
	}
}

func (l *loader) proveAccess(id cedar.PolicyID, policy *cedar.Policy, seen map[string]bool) {
	where := place{file: accessFile, line: policy.Position().Line}
	notes := policy.Annotations()
	for _, must := range []types.AnnotationKey{"id", "article", "reason"} {
		if notes[must] == "" {
			l.fault(where, "access/annotation", "권한 규칙에 @%s이(가) 없습니다.", must)
		}
	}
	name := string(notes["id"])
	if seen[name] {
		l.fault(where, "id/duplicate", "권한 규칙 ‘%s’이(가) 두 번 정의되어 있습니다.", name)
	}
	seen[name] = true
	l.p.access.says[id] = gov.Reason{
		Rule: "access/" + name, Article: string(notes["article"]), Text: string(notes["reason"]),
	}
	said, err := policy.MarshalJSON()
	if err != nil {
		l.fault(where, "access/syntax", "권한 규칙 ‘%s’을(를) 읽을 수 없습니다: %v", name, err)
		return
	}
	l.p.access.byState = l.p.access.byState || strings.Contains(string(said), `"attr":"state"`)
	if err := l.p.access.validator.Policy(name, (*ast.Policy)(policy.AST())); err != nil {
		l.fault(where, "access/type", "권한 규칙 ‘%s’이(가) 틀에 맞지 않습니다: %v", name, err)
	}
}

// cedarLine finds the line in an error of the Cedar parser, which only says it in its text.
func cedarLine(err error) int {
	_, rest, ok := strings.Cut(err.Error(), ":")
	for ok {
		var line int
		if n, _ := fmt.Sscanf(rest, "%d:", &line); n == 1 {
			return line
		}
		_, rest, ok = strings.Cut(rest, ":")
	}
	return 0
}
