package policies_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/policies"
)

// TestNobodySignsABlankSheet: a text is words that can be read, in the structure that is printed.
func TestNobodySignsABlankSheet(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]string{
		`{}`:                             {"/body"},
		`{"text": ""}`:                   {"/body/text"},
		`{"text": " \n\t "}`:             {"/body/text"},
		`{"text": "\u3164\u200b"}`:       {"/body/text"},
		`{"text": null}`:                 {"/body/text"},
		`{"text": 5}`:                    {"/body/text"},
		`{"text": []}`:                   {"/body/text"},
		`{"text": ["가", " "]}`:           {"/body/text"},
		`{"text": {"a": "가"}}`:           {"/body/text"},
		`{"sections": "가"}`:              {"/body/sections"},
		`{"sections": []}`:               {"/body/sections"},
		`{"sections": [{"title": "가"}]}`: {"/body/sections/0"},
		`{"sections": [{"title": "가", "text": "나"}, {"title": " ", "text": "나"}]}`: {"/body/sections/1"},
		`{"추진 근거": null, "text": "가"}`:                                             {"/body/추진 근거"},
		`{"a/b": " ", "text": "가"}`:                                                {"/body/a~1b"},
		`{"nominees": [{"name": "김"}]}`:                                            {"/body"},
		`{"count": 5}`:                                                             {"/body"},
		`{"text": "확정하고자 합니다."}`:                                                   nil,
		`{"text": ["하나.", "둘."]}`:                                                  nil,
		`{"추진 근거": "조례 제4조"}`:                                                      nil,
		`{"text": "가", "count": 5, "nominees": [{"name": "김"}]}`:                   nil,
		`{"sections": [{"title": "가", "text": ["나"]}]}`:                            nil,
	} {
		d := policies.Draft{Title: "시행계획"}
		require.NoError(t, json.Unmarshal([]byte(body), &d.Body), body)
		var got []string
		for _, r := range d.Faults() {
			require.NotEmpty(t, r.Text)
			require.NotEmpty(t, r.English)
			got = append(got, r.Field)
		}
		require.Equal(t, want, got, body)
	}
}
