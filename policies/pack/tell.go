package pack

import (
	"errors"
	"fmt"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types/ref"
)

// told are the values by which conditions tell facts apart: between two neighbours of them no condition can.
type told struct {
	facts map[string]bool // every fact a condition speaks of
	ints  map[string][]int64
	words map[string][]string
	sizes map[string]int64 // the largest number with which the size of a set is compared
}

func newTold() *told {
	return &told{map[string]bool{}, map[string][]int64{}, map[string][]string{}, map[string]int64{}}
}

// maxSize is the largest number with which the size of a set may be compared.
const maxSize = 8

// teller walks one checked condition and gathers what it tells apart. It knows the comparisons of a fact with a value,
// "in", "exists", "all", "size" and the words of logic; any other expression is refused, because between its values
// gaps and overlaps could hide.
type teller struct {
	c     *conditions
	tree  *ast.AST
	told  *told
	loops map[string]string // variable of an exists or all → the fact it runs through
}

// tell gathers what a condition tells apart.
func (c *conditions) tell(id string, into *told) error {
	tree, ok := c.trees[id]
	if !ok {
		return nil
	}
	t := teller{c, tree, into, map[string]string{}}
	return t.truth(tree.Expr())
}

var errOutside = errors.New("사실과 값의 비교, in, exists, all, size, &&, ||, ! 만 쓸 수 있습니다")

func (t *teller) outside(e ast.Expr) error {
	column := t.tree.SourceInfo().GetStartLocation(e.ID()).Column() + 1
	return fmt.Errorf("%d번째 글자: %w", column, errOutside)
}

// truth walks an expression that is true or false.
func (t *teller) truth(e ast.Expr) error {
	switch e.Kind() {
	case ast.LiteralKind:
		if _, ok := e.AsLiteral().Value().(bool); ok {
			return nil
		}
	case ast.IdentKind:
		if _, kind := t.fact(e); kind == "bool" {
			return nil
		}
	case ast.CallKind:
		return t.call(e)
	case ast.ComprehensionKind:
		return t.loop(e)
	case ast.ListKind, ast.MapKind, ast.SelectKind, ast.StructKind, ast.UnspecifiedExprKind:
	}
	return t.outside(e)
}

func (t *teller) call(e ast.Expr) error {
	args := e.AsCall().Args()
	switch e.AsCall().FunctionName() {
	case operators.LogicalNot, operators.LogicalAnd, operators.LogicalOr, operators.Conditional:
		return t.truths(args)
	case operators.Equals, operators.NotEquals:
		if t.compared(args[0], args[1], true) || t.compared(args[1], args[0], true) {
			return nil
		}
		if t.tree.GetType(args[0].ID()).IsExactType(cel.BoolType) {
			return t.truths(args)
		}
	case operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals:
		if t.compared(args[0], args[1], false) || t.compared(args[1], args[0], false) {
			return nil
		}
	case operators.In:
		if t.among(args[0], args[1]) {
			return nil
		}
	}
	return t.outside(e)
}

func (t *teller) truths(args []ast.Expr) error {
	for _, a := range args {
		if err := t.truth(a); err != nil {
			return err
		}
	}
	return nil
}

// compared notes the comparison of a fact, or of the size of a set, with a value. Words have no order here.
func (t *teller) compared(a, b ast.Expr, equality bool) bool {
	if b.Kind() != ast.LiteralKind {
		return false
	}
	if name, ok := t.size(a); ok {
		n, whole := b.AsLiteral().Value().(int64)
		t.told.sizes[name] = max(t.told.sizes[name], n)
		return whole && n <= maxSize
	}
	return t.note(a, b.AsLiteral(), equality)
}

// note keeps a value with which a fact is compared.
func (t *teller) note(a ast.Expr, value ref.Val, words bool) bool {
	name, kind := t.fact(a)
	switch v := value.Value().(type) {
	case int64:
		t.told.ints[name] = append(t.told.ints[name], v)
		return kind == "int"
	case string:
		t.told.words[name] = append(t.told.words[name], v)
		return kind == "string" && words
	}
	return false
}

// among notes "fact in [values]" and "value in set".
func (t *teller) among(a, b ast.Expr) bool {
	if b.Kind() == ast.ListKind {
		return !slices.ContainsFunc(b.AsList().Elements(), func(e ast.Expr) bool {
			return e.Kind() != ast.LiteralKind || !t.note(a, e.AsLiteral(), true)
		}) && len(b.AsList().Elements()) > 0
	}
	name, kind := t.fact(b)
	if kind != "strings" || a.Kind() != ast.LiteralKind {
		return false
	}
	word, ok := a.AsLiteral().Value().(string)
	t.told.words[name] = append(t.told.words[name], word)
	return ok
}

// size returns the set whose size an expression is.
func (t *teller) size(e ast.Expr) (string, bool) {
	if e.Kind() != ast.CallKind || e.AsCall().FunctionName() != "size" {
		return "", false
	}
	of := e.AsCall().Args()
	if e.AsCall().IsMemberFunction() {
		of = []ast.Expr{e.AsCall().Target()}
	}
	name, kind := t.fact(of[0])
	return name, kind == "strings"
}

// fact returns name and type of the fact that an expression is; the variable of a loop is a word of its set.
func (t *teller) fact(e ast.Expr) (name, kind string) {
	if e.Kind() != ast.IdentKind {
		return "", ""
	}
	if set, ok := t.loops[e.AsIdent()]; ok {
		return set, "string"
	}
	f, ok := t.c.fact(e.AsIdent())
	if !ok {
		return "", ""
	}
	t.told.facts[f.ID] = true
	return f.ID, f.Type
}

// loop walks exists and all over a set.
func (t *teller) loop(e ast.Expr) error {
	c := e.AsComprehension()
	step, result := c.LoopStep(), c.Result()
	set, kind := t.fact(c.IterRange())
	if kind != "strings" || c.HasIterVar2() || step.Kind() != ast.CallKind || result.Kind() != ast.IdentKind {
		return t.outside(e)
	}
	name, args := step.AsCall().FunctionName(), step.AsCall().Args()
	if name != operators.LogicalOr && name != operators.LogicalAnd || result.AsIdent() != c.AccuVar() ||
		args[0].Kind() != ast.IdentKind || args[0].AsIdent() != c.AccuVar() {
		return t.outside(e)
	}
	outer, shadows := t.loops[c.IterVar()]
	t.loops[c.IterVar()] = set
	err := t.truth(args[1])
	delete(t.loops, c.IterVar())
	if shadows {
		t.loops[c.IterVar()] = outer
	}
	return err
}
