package cases

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// hashed is the hash of a text of JSON as the engine takes it in.
func hashed(t *testing.T, text string) string {
	t.Helper()
	sum, err := contentHash(json.RawMessage(text))
	require.NoError(t, err)
	return hex(sum)
}

// The hash is that of RFC 8785, so that anybody can work it out: the first vector is printf '%s' … | sha256sum.
func TestTheHashIsOfWhatIsSaidNotOfHowItIsTyped(t *testing.T) {
	t.Parallel()
	const text = `{"attachments":[{"sha256":"aa","title":"명단"}],"facts":{"amount_krw":1000},"title":"2022년 시행계획"}`
	want := hashed(t, text)
	require.Equal(t, "ca612bebb4c1508cee3dfc8ef715fd46dc0e41c160d6c071f76688a9fc57a342", want)
	for name, same := range map[string]string{
		"TheOrderOfKeys": `{"title":"2022년 시행계획","facts":{"amount_krw":1000},"attachments":[{"title":"명단","sha256":"aa"}]}`,
		"ANumber":        `{"attachments":[{"sha256":"aa","title":"명단"}],"facts":{"amount_krw":1.000e3},"title":"2022년 시행계획"}`,
		"ANumberInFull":  `{"attachments":[{"sha256":"aa","title":"명단"}],"facts":{"amount_krw":1000.0},"title":"2022년 시행계획"}`,
		"Spaces":         "{ \"attachments\": [ {\"sha256\": \"aa\", \"title\": \"명단\"} ],\n \"facts\": {\"amount_krw\": 1000}, \"title\": \"2022년 시행계획\" }",
		"ALetter":        `{"attachments":[{"sha256":"aa","title":"\uba85\ub2e8"}],"facts":{"amount_krw":1000},"title":"2022년 시행계획"}`,
	} {
		require.Equal(t, want, hashed(t, same), name)
	}
	for name, other := range map[string]string{
		"AnotherAttachment": `{"attachments":[{"sha256":"ab","title":"명단"}],"facts":{"amount_krw":1000},"title":"2022년 시행계획"}`,
		"NoAttachment":      `{"attachments":[],"facts":{"amount_krw":1000},"title":"2022년 시행계획"}`,
		"AnotherNumber":     `{"attachments":[{"sha256":"aa","title":"명단"}],"facts":{"amount_krw":1001},"title":"2022년 시행계획"}`,
		"ANumberAsText":     `{"attachments":[{"sha256":"aa","title":"명단"}],"facts":{"amount_krw":"1000"},"title":"2022년 시행계획"}`,
		"AnotherText":       `{"attachments":[{"sha256":"aa","title":"명단"}],"facts":{"amount_krw":1000},"title":"2022년 시행계획 "}`,
	} {
		require.NotEqual(t, want, hashed(t, other), name)
	}
}
