package compiled

import (
	"gyeol/gov"
	"gyeol/policies/checks"
)

// word looks a code up in a list of Korean words and shows the code itself where the list lacks it.
func word[K ~string](words map[K]string, k K) string {
	if w, ok := words[k]; ok {
		return w
	}
	return string(k)
}

func className(c string) string {
	return word(map[string]string{
		"new": "신규", "expanded": "확대", "continued": "계속", "improved": "개선", "strengthened": "강화", "ended": "종료",
		"normal": "정상", "terminated": "종료", "merged": "통합", "low-execution": "집행 부진", "transferred": "이관",
	}, c)
}

func classNames(list []string) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = className(c)
	}
	return joined(out)
}

func severityName(s checks.Severity) string {
	return word(map[checks.Severity]string{checks.Fault: "오류", checks.Warning: "확인", checks.Note: "참고"}, s)
}

func stateName(s gov.State) string {
	return word(map[gov.State]string{
		gov.Accepted: "확정", gov.Missing: "미제출", gov.Waived: "면제", gov.Submitted: "제출", gov.Resubmitted: "재제출",
	}, s)
}

func decisionName(d string) string {
	return word(map[string]string{"accept": "수용", "mend": "보완", "waive": "제외"}, d)
}

func day(d gov.Date) string {
	if d.IsZero() {
		return blank
	}
	return d.Korean()
}

// paperName is a source paper as officials call it.
func paperName(about string) string {
	if about == "basic-plan" {
		return "기본계획"
	}
	return "추진실적"
}
