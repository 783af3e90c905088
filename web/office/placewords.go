package office

import (
	"reflect"
	"strconv"
)

// The words of bodies and of what stands beside them.
var (
	seatRoles = map[string]string{"chair": "위원장", "vice_chair": "부위원장", "member": "위원"}
	bodyKinds = map[string]string{
		"council": "협의회", "committee": "위원회", "panel": "전문가단", "board": "심사위원회", "jury": "심사단", "meeting": "회의",
	}
	quorums = map[string]string{
		"": "정하지 않음", "majority_in_office": "재적위원 과반수", "majority_present": "출석위원 과반수",
		"two_thirds_in_office": "재적위원 3분의 2 이상", "two_thirds_present": "출석위원 3분의 2 이상",
	}
	scopeWords = map[string]string{"read-only": "읽기만", "operator": "시스템 운영"}
	waysIn     = map[string]string{
		"oidc": "통합 로그인", "gateway": "행정망 관문", "persona": "연습 역할", "invitation": "초대 링크",
	}
)

// tenths is a score that is kept in tenths of a point, as a jury reads it: 875 is 87.5.
func tenths(score any) string {
	v := reflect.Indirect(reflect.ValueOf(score))
	if !v.IsValid() || !v.CanInt() {
		return ""
	}
	return strconv.FormatFloat(float64(v.Int())/10, 'f', 1, 64) + "점"
}
