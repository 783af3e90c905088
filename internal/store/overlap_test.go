package store_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/internal/store/db"
)

// manyNames are n names of projects as departments give them, hardly two the same.
func manyNames(n int) []map[string]string {
	who := strings.Fields("청년 중장년 어르신 여성 장애인 청소년 소상공인 다문화가족 대학생 경력보유여성 1인가구 고립청년 신혼부부")
	what := strings.Fields("디지털 문해 직업 창업 예술 환경 안전 인문 건강 금융 시민 진로 상담 역사 과학 독서 원예 인권 통일 돌봄")
	how := strings.Fields("교육 아카데미 학교 프로그램 강좌 양성 지원 체험 캠프 네트워크 컨설팅 인증 동아리 특강 연수 박람회 공모 멘토링")
	rows := make([]map[string]string, n)
	for i := range rows {
		name := fmt.Sprintf("%s %s %s %d호 %s", who[i%len(who)], what[i/len(who)%len(what)], how[i/7%len(how)], i,
			how[(i/131+3)%len(how)])
		rows[i] = map[string]string{
			"part": "plan", "item": fmt.Sprintf("P%05d", i), "name": strings.ReplaceAll(name, " ", ""),
		}
	}
	return rows
}

// TestLikeNamesAreLookedUpAndNotComparedWithAll: 10,000 names are each looked up in the index of trigrams, within what
// an act may take, and the work grows with the names and not with their pairs.
func TestLikeNamesAreLookedUpAndNotComparedWithAll(t *testing.T) {
	t.Parallel()
	m := newMailroom(t, 1)
	m.exec(t, `insert into case_file (id, kind, process_id, unit_id, subject, title, state, pack_hash, opened_on)
		select gen_random_uuid(), 'compilation', process_id, unit_id, n, 'x', 'drafting', pack_hash, opened_on
		from case_file, generate_series(1, 3) n where subject <> '1'`)
	m.exec(t, "insert into compilation (case_id) select id from case_file where kind = 'compilation'")
	id := one[gov.CaseID](t, m, "select case_id from compilation limit 1")
	q := db.New(m.pool)
	rows, err := json.Marshal(manyNames(10_000))
	require.NoError(t, err)
	begun := time.Now()
	require.NoError(t, q.PutOverlapItems(t.Context(), db.PutOverlapItemsParams{CaseID: id, Rows: rows}))
	put := time.Since(begun)
	p := &planner{pool: m.pool}
	ask := db.LikeNamesParams{CaseID: id, Part: "plan", Items: []string{"P00000"}}
	_, err = db.New(p).LikeNames(t.Context(), ask)
	require.ErrorIs(t, err, errPlanned)
	require.Contains(t, p.plan, "Bitmap Index Scan on overlap_item_name")
	require.NotContains(t, p.plan, "Seq Scan")
	pairs := 0
	for first := 0; first < 10_000; first += 200 {
		ask.Items = nil
		for i := range 200 {
			ask.Items = append(ask.Items, fmt.Sprintf("P%05d", first+i))
		}
		found, err := q.LikeNames(t.Context(), ask)
		require.NoError(t, err, "no statement takes longer than an act may wait")
		pairs += len(found)
	}
	t.Logf("10,000 names: written in %v, %d pairs found by %v", put, pairs, time.Since(begun))
	require.NotZero(t, pairs)
}
