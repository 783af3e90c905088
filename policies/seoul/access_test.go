package seoul_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"gyeol/gov"
	"gyeol/policies"
	"gyeol/policies/pack"
)

// asking is one who asks, in the words of an official.
type asking struct {
	name string
	as   pack.Viewer
}

func askers() []asking {
	of := func(post gov.PostID) pack.Viewer { return pack.Viewer{Posts: []gov.PostID{post}, Inside: true} }
	return []asking{
		{"총괄", of("lifelong-education-division.team-lead")},
		{"총괄·표창", of("lifelong-education-division.coordinator")},
		{"감사", of("audit-committee.auditor")},
		{"운영", of("system-operation.operator")},
		{"시 내부 직위", of("gangnam-gu.officer")},
		{"외부 위원", pack.Viewer{Posts: []gov.PostID{"monitoring-panel.member-01"}}},
		{"초대받은 위원", pack.Viewer{Posts: []gov.PostID{"monitoring-panel.member-01"}, Invited: true}},
	}
}

var asked = []struct{ action, title string }{
	{policies.ActSee, "열람: 목록에 나오고 열린다"},
	{policies.ActFollow, "경과: 처리 이력, 결정, 버전, 첨부를 보고 따라간다"},
	{policies.ActReadNominee, "추천 대상자의 이름·공적·결격 사실을 본다"},
	{policies.ActMakeCopy, "공개본의 안과 가릴 부분을 본다"},
	{policies.ActReadVotes, "다른 위원의 표결과 점수를 본다"},
	{policies.ActReadTrail, "감사기록을 본다"},
}

// files are the cases that the rules tell apart: those of which some cell differs, by the words for them.
func files() []pack.File {
	out := []pack.File{{Kind: gov.CaseStage}, {Kind: gov.CaseNomination}}
	for _, class := range []gov.Disclosure{gov.Public, gov.Secret} {
		out = append(out, pack.File{Kind: gov.CaseDocument, Disclosure: class})
	}
	return out
}

var fileWords = map[string]string{
	"stage/": "연간 업무와 단계", "nomination/": "그 밖의 안건(제출, 취합, 회의, 협의, 추천, …)",
	"document/public": "공개·부분공개 문서", "document/closed": "비공개 문서",
}

const accessHead = `# 누가 무엇을 볼 수 있는가

이 표는 policies/seoul/access.cedar의 규칙이 답한 그대로이다. 규칙이 바뀌면 시험이 이 표와의 차이를 알린다
(go test ./policies/seoul -run Matrix -update). 줄은 안건과의 관계, 칸은 보는 사람이다.

- ○ 허용한 규칙의 번호, × 금지한 규칙의 번호, — 허용하는 규칙이 없음(기본 거부).
- 금지는 언제나 허용보다 앞선다. 관계가 여럿이면 허용은 더해지고, 금지는 하나로 충분하다.
- 관계는 보는 날을 기준으로 한다: 그날의 직위, 그날 유효한 위임과 직무대리.
- ‘초대받은 위원’ 칸은 그 위원회의 안건일 때이다. 그 밖의 안건은 관계가 무엇이든 금지된다.
- API의 어느 처리가 무엇을 묻는지는 api/testdata/access.yaml에 있다.

## 규칙

`

// TestTheMatrixOfAccessIsWrittenDown: who may do what with which case, and by which rule, stands in docs/access.md as
// the rules answer it.
func TestTheMatrixOfAccessIsWrittenDown(t *testing.T) {
	t.Parallel()
	p := load(t)
	var b strings.Builder
	b.WriteString(accessHead)
	numbers := map[string]int{}
	for i, r := range p.AccessRules() {
		numbers[r.Rule] = i + 1
		fmt.Fprintf(&b, "%d. %s\n   `%s`, %s\n", i+1, r.Text, strings.TrimPrefix(r.Rule, "access/"), r.Article)
	}
	for _, a := range asked {
		fmt.Fprintf(&b, "\n## %s (`%s`)\n", a.title, a.action)
		for _, f := range files() {
			table(&b, p, a.action, f, numbers)
		}
	}
	b.WriteString("\n## 안건이 아닌 것\n\n" + head("행위"))
	for _, action := range p.AccessActions() {
		if !slices.ContainsFunc(asked, func(x struct{ action, title string }) bool { return x.action == action }) {
			fmt.Fprintf(&b, "| `%s` |%s\n", action, answers(p, action, nil, numbers))
		}
	}
	const golden = "../../docs/access.md"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != b.String() {
		t.Errorf("the access rules answer otherwise than docs/access.md says; look at it and run with -update: %v", err)
	}
}

func head(first string) string {
	names := ""
	for _, who := range askers() {
		names += " " + who.name + " |"
	}
	return "| " + first + " |" + names + "\n|---|" + strings.Repeat("---|", len(askers())) + "\n"
}

func table(b *strings.Builder, p *pack.Pack, action string, f pack.File, numbers map[string]int) {
	fmt.Fprintf(b, "\n### %s\n\n%s", fileWords[string(f.Kind)+"/"+string(f.Disclosure)], head("관계"))
	for _, t := range append([]policies.Tie{0}, policies.EveryTie()...) {
		if t == policies.OfBody {
			continue // it is a bound and no tie of its own: without it an invited member is forbidden everything
		}
		f.State, f.Ties = policies.MachineOf(f.Kind).Initial, t
		name := strings.Join(t.Korean(), " + ")
		if t == 0 {
			name = "없음"
		}
		fmt.Fprintf(b, "| %s |%s\n", name, answers(p, action, &f, numbers))
	}
}

// answers are the cells of one row. Of an invited member the case is one of his body.
func answers(p *pack.Pack, action string, f *pack.File, numbers map[string]int) string {
	out := ""
	for _, who := range askers() {
		of := f
		if who.as.Invited && f != nil {
			in := *f
			in.Ties |= policies.OfBody
			of = &in
		}
		ok, reasons := p.Judge(pack.Request{Viewer: who.as, Action: action, File: of})
		rules := []string{}
		for _, r := range reasons {
			rules = append(rules, fmt.Sprint(numbers[r.Rule]))
		}
		switch {
		case ok:
			out += " ○ " + strings.Join(rules, "·") + " |"
		case reasons[0].Rule == "access/default":
			out += " — |"
		default:
			out += " × " + strings.Join(rules, "·") + " |"
		}
	}
	return out
}

// TestAnInvitedMemberIsForbiddenWhatIsNotOfHisBody: whatever else he has to do with it.
func TestAnInvitedMemberIsForbiddenWhatIsNotOfHisBody(t *testing.T) {
	t.Parallel()
	p, invited := load(t), askers()[6].as
	for _, a := range asked {
		for ties := range policies.OfBody {
			ok, _ := p.Judge(pack.Request{Viewer: invited, Action: a.action, File: &pack.File{
				Kind: gov.CaseDocument, State: gov.InApproval, Disclosure: gov.Public, Ties: ties,
			}})
			if ok {
				t.Fatalf("%s: %v", a.action, ties.Names())
			}
		}
	}
}

// TestTheRulesTellNoOtherCasesApart: what the page shows of four kinds of cases holds for all, in every state.
func TestTheRulesTellNoOtherCasesApart(t *testing.T) {
	t.Parallel()
	p := load(t)
	for _, who := range askers() {
		for _, a := range asked {
			c := p.Cells(who.as, a.action)
			as := func(kind gov.CaseKind, class gov.Disclosure) string {
				for i, key := range c.Keys {
					if strings.HasPrefix(key, string(kind)+"/") && strings.HasSuffix(key, "/"+string(class)) {
						return string(c.Bits[i])
					}
				}
				return ""
			}
			for i, key := range c.Keys {
				kind, class, _ := strings.Cut(key, "/")
				want := as(gov.CaseNomination, "")
				switch {
				case kind == "stage" || kind == "cycle":
					want = as(gov.CaseStage, "")
				case kind == "document" && strings.HasSuffix(class, "/closed"):
					want = as(gov.CaseDocument, gov.Secret)
				}
				if string(c.Bits[i]) != want {
					t.Errorf("%s, %s: %s is answered otherwise", who.name, a.action, key)
				}
			}
		}
	}
}
