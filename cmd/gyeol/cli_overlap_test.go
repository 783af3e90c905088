package main

import (
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"gyeol/api"
	"gyeol/internal/auth"
	"gyeol/internal/testkit"
)

func TestOverlapsAreListedDecidedAndExportedOnTheCommandLine(t *testing.T) {
	t.Parallel()
	h, id := testkit.CompiledResults(t)
	srv := httptest.NewServer(api.New(api.Config{Cases: h.Cases, SignIn: auth.New(h.Pool), Papers: printer{}}))
	t.Cleanup(srv.Close)
	s := seat{t: t, url: srv.URL, h: h}
	const keepers, disabled = "results/R24-2-3-15/R24-3-1-6", "results/R24-1-3-12/R24-3-2-5"

	first := s.says(testkit.Coordinator, &overlapListCmd{Case: id.String(), Most: 5}, keepers, disabled,
		"같은 지표 1,321명(지원 인원 / 상담·역량강화·연계 서비스)")
	require.NotContains(t, first, "비교할 자료 없음")
	s.says(testkit.Coordinator, &overlapListCmd{Case: id.String(), Row: "R24-3-2-5", Why: true}, "장소: 비교할 자료 없음")
	decide := &overlapDecideCmd{Case: id.String(), Pair: keepers, Decision: "merge", Reason: "한 사업으로 운영"}
	_, err := s.types(testkit.Coordinator, decide)
	require.ErrorContains(t, err, "통합할 사업을 R24-2-3-15, R24-3-1-6 중에서 지정하십시오.")
	decide.Row = "R24-2-3-15"
	s.says(testkit.Coordinator, decide, "중복 조정")
	require.NotContains(t, s.says(testkit.Coordinator, &overlapListCmd{Case: id.String(), Open: true}), keepers)
	s.says(testkit.Coordinator, &overlapListCmd{Case: id.String(), Cluster: "results/R24-2-3-15"}, "통합")
	s.says(testkit.Coordinator, &overlapListCmd{Case: id.String(), Least: 0.99}, "중복이 의심되는 사업이 없습니다.")

	file := filepath.Join(t.TempDir(), "overlaps.xlsx")
	s.says(testkit.Coordinator, &overlapExportCmd{Case: id.String(), File: file})
	book, err := excelize.OpenFile(file)
	require.NoError(t, err)
	rows, err := book.GetRows("중복 의심 사업")
	require.NoError(t, err)
	require.NoError(t, book.Close())
	require.Equal(t, "7쌍, 결정 1쌍", rows[1][1])
	require.Contains(t, rows[5], "R24-2-3-15")
	require.Contains(t, rows[5], "통합")
	require.Contains(t, rows[5], "-", "what could not be compared is no zero")
}
