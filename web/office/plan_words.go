package office

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"strings"

	"gyeol/internal/cases"
	"gyeol/policies/checks"
	"gyeol/web/chart"
)

// planWords are what the templates of the plan say things with.
var planWords = template.FuncMap{
	"million": million, "moved": moved, "sum": sumOf, "classes": classWords, "indicator": indicatorOf,
	"severity":  func(s checks.Severity) string { return severities[s] },
	"check":     wordOf(checkWords),
	"answer":    wordOf(answers),
	"likeness":  func(n int32) string { return chart.Number(float64(n)/10, 1) + "%" },
	"likened":   func(n *int) string { return chart.Number(float64(*n)/10, 1) + "%" },
	"decimal":   func(v float64) string { return chart.Number(v, 2) },
	"valued":    withUnit,
	"figured":   func(f checks.Figure) string { return f.Print() },
	"partword":  partWord,
	"overlapby": wordOf(map[string]string{"coordinator": "총괄 담당", "committee": "위원회"}),
	"event":     wordOf(map[string]string{"ended": "종료", "merged": "통합", "split": "분리", "transferred": "이관"}),
	"asks":      wordOf(map[string]string{"concur": "협조", "merged": "통합", "split": "분리", "transferred": "이관"}),
	"replied":   wordOf(map[string]string{"agreed": "동의", "objected": "이견", "dropped": "협의 대상에서 빠짐"}),
}

var (
	classes = map[string]string{
		"new": "신규", "expanded": "확대", "continued": "계속", "improved": "개선", "strengthened": "강화", "ended": "종료",
		"normal": "정상", "terminated": "종료", "merged": "통합", "low-execution": "집행 부진", "transferred": "이관",
	}
	severities = map[checks.Severity]string{checks.Fault: "오류", checks.Warning: "확인", checks.Note: "참고"}
	checkWords = map[string]string{
		"sums": "합계", "rates": "증감률·비율", "counts": "사업 수", "references": "인용한 값", "recorded": "원문의 모순",
		"chapters": "조례 항목", "gaps": "빠진 사업·목표", "overlaps": "중복 의심", "execution": "집행률", "target": "목표와 실적",
		"units": "단위", "budget": "예산 합계", "money": "예산", "indicator": "성과지표", "slips": "입력 착오", "slip": "입력 착오",
		"completeness": "빠진 항목", "status": "추진상태", "printed": "적힌 값",
	}
	answers = map[string]string{"accept": "수용", "mend": "보완", "waive": "제외", "waived": "사유를 적고 제출"}
)

func partWord(part string) string {
	if part == cases.ResultsPart {
		return "추진실적(세부사업)"
	}
	return "시행계획(단위사업)"
}

func classWords(list []string) string {
	return strings.Join(mapped(list, wordOf(classes)), ", ")
}

// million is won in millions as the tables of the plan print them; what nobody gave is a dash and no zero.
func million(krw *int64) string {
	if krw == nil {
		return "-"
	}
	return chart.Number(float64(*krw)/1e6, 1)
}

// moved says in words and figures how an amount stands against the year before.
func moved(now, last *int64) string {
	switch {
	case now == nil && last == nil:
		return "-"
	case last == nil:
		return "비교할 금액 없음"
	case now == nil:
		return "금액 없음"
	case *now == *last:
		return "변동 없음"
	}
	diff := *now - *last
	word, size := "증", diff
	if diff < 0 {
		word, size = "감", -diff
	}
	out := word + " " + million(&size)
	if *last != 0 {
		out += fmt.Sprintf(" (%s%%)", chart.Number(float64(diff)*100/float64(*last), 1))
	}
	return out
}

// sumOf is a total with over how many projects it goes.
func sumOf(t checks.Total) string {
	if t.KRW == nil {
		return "적힌 금액 없음"
	}
	out := million(t.KRW) + "백만원"
	if t.Known < t.Of {
		out += fmt.Sprintf(" (금액이 있는 %d개 사업)", t.Known)
	}
	return out
}

// indicatorOf is the indicator of a project with its target in a line.
func indicatorOf(i cases.PlanIndicator) string {
	value := func(v string) string { return plain(json.RawMessage(v)) + i.Unit }
	parts := []string{}
	if i.Name != "" {
		parts = append(parts, i.Name)
	}
	if i.Target != "" {
		parts = append(parts, "목표 "+value(i.Target))
	}
	if i.Actual != "" {
		parts = append(parts, "실적 "+value(i.Actual))
	}
	if k := map[string]string{"annual": "연간", "cumulative": "누적", "level": "상태"}[i.Kind]; k != "" {
		parts = append(parts, k)
	}
	return cmp.Or(strings.Join(parts, " · "), "-")
}
