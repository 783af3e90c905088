package mail

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
)

func TestALetterAboutAClosedPaperNamesNoForm(t *testing.T) {
	t.Parallel()
	l := sample(t, gov.NoticeAssigned)
	l.Params.Closed = true
	for _, in := range languages {
		d := drawing{l: l, p: l.Params, in: in, base: base}
		require.Equal(t, Asked{}, d.asked())
		require.Equal(t, Grounds{}, d.grounds())
	}
}

func TestALetterNamesNoMoreFieldsThanItsLimit(t *testing.T) {
	t.Parallel()
	l := sample(t, gov.NoticeAssigned)
	l.Params.Form.Fields = make([]string, gov.NoticeFields+3)
	for i := range l.Params.Form.Fields {
		l.Params.Form.Fields[i] = "가"
	}
	l.Params.Form.More = 2
	require.Equal(t, "가, 가, 가, 가, 가, 가, 가, 가 외 5개", drawing{l: l, p: l.Params, in: korean, base: base}.asked().Needs)
}
