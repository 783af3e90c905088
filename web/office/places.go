package office

import (
	"encoding/json"
	"fmt"

	"gyeol/gov"
	"gyeol/internal/cases"
)

func filingPlace() place {
	return place{
		link: link{"/filings", "제출"}, kind: gov.CaseFiling, view: "filing", yearly: true,
		states: []gov.State{gov.Prepared, gov.HandedOver, gov.CorrectionRequested, gov.Received},
		heads:  []string{"받는 기관", "법정 기한", "제출한 날", "접수번호", "보완 요구"},
		cells: func(c cases.PlaceItem) []string {
			out := make([]string, 5)
			if c.Due != nil {
				out[1] = c.Due.LegalText
			}
			if f := c.Filing; f != nil {
				out[0], out[2], out[3], out[4] = f.To, f.HandedOn.Korean(), f.ReceiptNumber, count(f.Corrections, "건")
			}
			return out
		},
		empty: "볼 수 있는 대외 제출이 없습니다. 시행계획이 확정되면 시의회와 교육부에 낼 자료가 여기에 나타납니다.",
	}
}

func monitoringPlace() place {
	return place{
		link: link{"/monitoring", "모니터링"}, kind: gov.CaseOpinion, view: "opinion", yearly: true,
		states: []gov.State{gov.Assigned, gov.Opined, gov.Answered, gov.FollowedUp},
		heads:  []string{"회차", "전문가", "평가", "수용 여부", "조치 기한"},
		cells: func(c cases.PlaceItem) []string {
			o := c.Opinion
			if o == nil {
				return make([]string, 5)
			}
			return []string{o.Round, o.Expert, choiceWord(o.Rating), choiceWord(o.Decision), o.MeasureDue.Korean()}
		},
		empty: "볼 수 있는 점검이 없습니다. 모니터링 회차가 열리면 사업마다 전문가 의견이 여기에 나타납니다.",
	}
}

func awardPlace() place {
	return place{
		link: link{"/awards", "포상"}, kind: gov.CaseNomination, view: "nomination", yearly: true,
		states: []gov.State{
			gov.Invited, gov.Nominated, gov.Declined, gov.Eligible, gov.Ineligible, gov.Scored, gov.Vetted, gov.Awarded,
			gov.NotAwarded,
		},
		heads: []string{"추천 부서·기관", "추천 대상자"},
		cells: func(c cases.PlaceItem) []string { return []string{c.UnitName, c.Nominee} },
		empty: "볼 수 있는 추천이 없습니다. 포상 계획이 정해지면 부서·기관마다 추천 요청이 여기에 나타납니다.",
	}
}

func agreementPlace() place {
	return place{
		link: link{"/agreements", "협약"}, kind: gov.CaseAgreement, view: "agreement",
		states: []gov.State{gov.InForce, gov.RenewalWindow, gov.Renewed, gov.Terminated, gov.Expired},
		heads:  []string{"당사자", "기간", "해지 통보 마감", "다음 확인일", "자동 연장"},
		cells: func(c cases.PlaceItem) []string {
			a := c.Agreement
			if a == nil {
				return make([]string, 5)
			}
			renews := "아니오"
			if a.AutoRenew {
				renews = "예"
			}
			return []string{a.Partners, span(a.TermFrom, a.TermTo), a.NoticeBy.Korean(), a.Review.Korean(), renews}
		},
		empty: "볼 수 있는 협약이 없습니다. 규정 묶음에 적힌 협약은 시작할 때 저절로 열립니다.",
	}
}

// packed is one part of a package that goes to an outside body.
type packed struct {
	Title  string `json:"title"`
	Number string `json:"number"`
	Hash   string `json:"sha256"`
	Waived string `json:"waived"` // why there is nothing to hand over
}

// packedIn reads what a package holds.
func packedIn(raw json.RawMessage) ([]packed, error) {
	var out []packed
	if len(raw) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("read the parts of a package: %w", err)
	}
	return out, nil
}
