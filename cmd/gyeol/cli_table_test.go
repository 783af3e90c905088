package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestATableStandsStraightInHangul(t *testing.T) {
	t.Parallel()
	table := newTable("부서", "상태", "제목")
	table.add("강남구", "open", "시행계획")
	table.add("SILE", "접수", "")
	var out bytes.Buffer
	require.NoError(t, table.print(&out))
	require.Equal(t, "부서    상태  제목\n강남구  open  시행계획\nSILE    접수\n", out.String())
}
