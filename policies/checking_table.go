package policies

// The checks, by id.
const (
	SumCheck        = "sums"       // rows, columns and printed cells of a table of money
	FundingCheck    = "funding"    // the sources of a sum
	BalanceCheck    = "balance"    // budget against what was spent, moved on and left
	RateCheck       = "rates"      // rates recomputed
	PointCheck      = "points"     // a difference of two percentages is in %p
	CountCheck      = "counts"     // printed counts
	SlipCheck       = "units"      // a thousand times too much or too little
	SmallCheck      = "small"      // won typed where a larger unit was meant
	KindCheck       = "kinds"      // a value that does not fit its unit or kind
	CumulativeCheck = "cumulative" // a cumulative value that falls
	BaseCheck       = "base"       // one indicator, one base value
	ExecutionCheck  = "execution"  // low execution needs a reason
	TargetCheck     = "target"     // a missed target needs a cause and a measure
	ChapterCheck    = "chapters"   // the chapters of the ordinance
	GapCheck        = "gaps"       // who has not handed in, what has no row
	OverlapCheck    = "overlaps"   // what may stand twice
	SummaryCheck    = "summary"    // the summary against the detail
	RelationCheck   = "relations"  // a figure that follows from others
	RoadmapCheck    = "roadmap"    // headline targets and headings against the roadmap
	LinkCheck       = "links"      // what a reference says of its project
	StatusCheck     = "status"     // status groups against what the paper counts
	OrderCheck      = "order"      // a step that lies before its own report
	SourceCheck     = "source"     // what only reading shows, recorded at the import
)

// Articles behind the checks.
const (
	lifelongAct      = "평생교육법 제11조제1항"
	resultsAct       = "평생교육법 제11조제2항"
	ordinanceContent = "서울특별시 평생교육진흥에 관한 조례 제4조"
	ordinanceReport  = "서울특별시 평생교육진흥에 관한 조례 제4조의3"
	ordinanceDemand  = "서울특별시 평생교육진흥에 관한 조례 제4조의2"
)

func check(id, severity, article, title string) CheckRule {
	return CheckRule{ID: id, Severity: severity, Title: title, Ruled: Ruled{Article: []string{article}}}
}

func (r CheckRule) says(message string) CheckRule { r.Message = message; return r }

func (r CheckRule) limited(name string, value int64) CheckRule {
	r.Limits = overlay(r.Limits, map[string]int64{name: value})
	return r
}

func (r CheckRule) reads(role string, fields ...string) CheckRule {
	r.Fields = overlay(r.Fields, map[string][]string{role: fields})
	return r
}

func (r CheckRule) words(list string, words ...string) CheckRule {
	r.Words = overlay(r.Words, map[string][]string{list: words})
	return r
}

// DefaultChecks is the table of checks where a city says nothing else. What "low" and "missed" mean is custom of the
// office and in no ordinance, which is why every limit may be dated and cited by the city.
func DefaultChecks() []CheckRule {
	return append(rowDefaults(), paperDefaults()...)
}

// rowDefaults are the checks of one row.
func rowDefaults() []CheckRule {
	return []CheckRule{
		check(ExecutionCheck, "error", ordinanceReport, "집행 부진 사유").
			says("집행률이 기준보다 낮은 사업입니다. 집행 부진 사유를 적으십시오.").
			limited("below_tenths", 700).words("low", "low-execution").
			reads("budget", "budget_krw").reads("executed", "executed_krw").reads("status", "status").
			reads("reason", "low_execution_reason"),
		check(TargetCheck, "error", ordinanceReport, "목표 미달의 원인과 대책").
			says("목표에 이르지 못한 사업입니다. 원인과 보완 대책을 적으십시오.").
			limited("below_tenths", 1000).words("lower_is_better", "lower").
			reads("target", "target").reads("actual", "actual").reads("direction", "direction").
			reads("cause", "cause").reads("measure", "measure"),
		check(BalanceCheck, "error", resultsAct, "예산과 집행의 균형").
			says("집행액은 예산현액을 넘을 수 없고, 집행액과 이월액, 불용액의 합은 예산현액과 같아야 합니다. 금액을 확인하십시오.").
			reads("budget", "budget_krw").reads("executed", "executed_krw").
			reads("carried", "carried_over_krw").reads("lapsed", "lapsed_krw"),
		check(FundingCheck, "error", ordinanceContent, "재원별 금액의 합").
			says("재원별 금액(국비, 시비, 구비, 기타)의 합이 예산과 다릅니다. 재원 또는 예산을 고치십시오.").
			reads("total", "budget_krw").
			reads("parts", "national_krw", "city_krw", "district_krw", "education_krw", "other_krw"),
		check(RateCheck, "error", resultsAct, "비율의 재계산").
			says("적은 비율이 금액과 수에서 계산한 값과 다릅니다. 계산한 값으로 고치거나 금액을 확인하십시오.").
			limited("tolerance_tenths", 0).
			reads("execution", "execution_rate").reads("budget", "budget_krw").reads("executed", "executed_krw").
			reads("achievement", "achievement_rate").reads("target", "target").reads("actual", "actual").
			reads("change", "change_rate"),
		check(SlipCheck, "warning", ordinanceContent, "단위 착오").
			says("지난해 값 또는 합계에 견주어 약 천 배의 차이가 납니다. 단위를 잘못 적었는지 확인하십시오.").
			limited("factor", 1000).limited("steps", 2).limited("spread_percent", 60),
		check(SmallCheck, "note", ordinanceContent, "원 단위 확인").
			says("금액이 매우 작습니다. 천원이나 백만원 단위로 적지 않았는지 확인하십시오.").
			limited("least_krw", 1_000_000).
			reads("value", "budget_krw", "national_krw", "city_krw", "district_krw", "education_krw", "other_krw"),
		check(CumulativeCheck, "error", ordinanceContent, "누적값의 감소").
			says("누적값은 줄어들 수 없습니다. 값의 종류(누적, 연간, 상태)와 값을 확인하십시오.").
			reads("kind", "target_kind", "value_kind", "kind").reads("value", "target", "actual"),
		check(KindCheck, "warning", ordinanceContent, "값의 종류와 단위").
			says("값이 그 단위 또는 종류와 맞지 않습니다. 단위와 값을 확인하십시오.").
			limited("most_percent", 100).words("percent", "%", "퍼센트", "%p").
			words("counted", "명", "건", "개", "개소", "회", "동", "과정", "강좌", "팀", "개교", "개동", "종").
			words("average", "점", "배").
			reads("value", "target", "actual", "baseline", "base_value").
			reads("unit", "target_unit", "unit_word", "unit").reads("kind", "target_kind", "value_kind"),
		check(BaseCheck, "error", ordinanceContent, "지표의 기준값").
			says("한 지표에는 하나의 기준값이 있어야 합니다. 다른 곳에 적힌 기준값과 맞추십시오.").
			reads("indicator", "indicator", "indicator_id").reads("base", "baseline", "base_value").
			reads("unit", "target_unit", "unit_word", "unit"),
	}
}

// paperDefaults are the checks of tables, references and compiled papers.
func paperDefaults() []CheckRule {
	return []CheckRule{
		check(SumCheck, "warning", lifelongAct, "합계").
			says("인쇄된 값과 합계에서 나오는 값이 다릅니다."),
		check(PointCheck, "warning", resultsAct, "%와 %p").
			says("비율끼리의 차이는 %p로, 상대 증감률은 %로 나누어 적으십시오."),
		check(CountCheck, "error", resultsAct, "수의 대조").
			says("인쇄된 수와 실제로 실린 것을 센 수가 다릅니다."),
		check(ChapterCheck, "error", ordinanceContent, "조례 제4조의 항목").
			says("조례 제4조가 정한 항목에 해당하는 사업이 없습니다."),
		check(GapCheck, "error", ordinanceDemand, "누락"),
		check(OverlapCheck, "warning", ordinanceContent, "중복"),
		check(SummaryCheck, "warning", resultsAct, "요약과 세부의 대조").
			says("요약의 값이 세부현황의 값과 다릅니다. 요약은 세부의 값을 인용하여야 합니다."),
		check(RelationCheck, "warning", resultsAct, "다른 값에서 나오는 값").
			says("다른 값에서 나오는 값과 다릅니다."),
		check(RoadmapCheck, "warning", lifelongAct, "목표와 로드맵의 대조").
			says("기본계획의 두 곳에 적힌 값이 서로 다릅니다. 어느 값도 고치지 않고 함께 적습니다."),
		check(LinkCheck, "warning", lifelongAct, "통합적 과업의 연계사업").
			says("연계사업의 구분이 단위사업에 적힌 구분과 다릅니다."),
		check(StatusCheck, "warning", resultsAct, "상태별 사업").
			says("총평이 적은 사업 수와 세부현황에 그 상태로 적힌 사업 수가 다릅니다."),
		check(OrderCheck, "warning", lifelongAct, "일정의 앞뒤").
			says("보고일보다 앞선 일이 앞으로 할 일로 적혀 있습니다."),
		check(SourceCheck, "warning", resultsAct, "원문의 불일치").
			says("원문에 인쇄된 값과 다른 곳에 적힌 값이 다릅니다. 어느 값도 고치지 않고 함께 적습니다."),
	}
}

// defaultChapters are the chapters of Ordinance 4.
func defaultChapters() ChapterSet {
	return ChapterSet{Ruled: Ruled{Article: []string{ordinanceContent}}, Titles: []ChapterTitle{
		{"1", "추진 방향과 목표"},
		{"2", "기반 조성"},
		{"3", "투자와 재원"},
		{"4", "지원과 협력"},
		{"5", "분석과 평가"},
		{"6", "교육 취약계층"},
		{"7", "그 밖의 사항"},
	}}
}
