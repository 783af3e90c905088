package policies_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gyeol/gov"
	"gyeol/policies"
)

func difference(t *testing.T, before, after string) []gov.Change {
	t.Helper()
	changes, err := policies.Difference([]byte(before), []byte(after))
	require.NoError(t, err)
	return changes
}

func TestADifferenceListsValuesByPath(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, after, want string }{
		"equal contents":             {`{"a":1,"b":[1]}`, `{"b":[1],"a":1}`, ""},
		"a changed value":            {`{"title":"안","n":1}`, `{"title":"계획","n":1}`, `/title "안" → "계획"`},
		"keys in order":              {`{"b":1,"a":1}`, `{"a":2,"b":2}`, `/a 1 → 2; /b 1 → 2`},
		"lists by index":             {`{"l":[1,2,3]}`, `{"l":[1,3]}`, `/l/1 2 → 3; /l/2 3 → `},
		"ten and more":               {`[0,0,0,0,0,0,0,0,0,0,0]`, `[0,0,1,0,0,0,0,0,0,0,1]`, `/2 0 → 1; /10 0 → 1`},
		"null is a value":            {`{"a":null}`, `{}`, `/a null → `},
		"empty is a value":           {`{"a":[]}`, `{"a":{}}`, `/a [] → {}`},
		"filled for the first time":  {`{"a":[]}`, `{"a":["x"]}`, `/a/0  → "x"`},
		"a number is no text":        {`{"a":1}`, `{"a":"1"}`, `/a 1 → "1"`},
		"as it was written":          {`{"a":1.10}`, `{"a":1.1}`, `/a 1.10 → 1.1`},
		"an object for a value":      {`{"a":5}`, `{"a":{"x":1}}`, `/a 5 → ; /a/x  → 1`},
		"a list for an object":       {`{"a":{"x":1}}`, `{"a":[1]}`, `/a/x 1 → ; /a/0  → 1`},
		"a key with slash and tilde": {`{"a/b~c":1}`, `{"a/b~c":2}`, `/a~1b~0c 1 → 2`},
		"the whole content":          {`1`, `2`, ` 1 → 2`},
		"markup stays text":          {`"<b>"`, `"&"`, ` "<b>" → "&"`},
	} {
		var got []string
		for _, ch := range difference(t, c.before, c.after) {
			got = append(got, fmt.Sprintf("%s %s → %s", ch.Path, ch.Before, ch.After))
		}
		require.Equal(t, c.want, strings.Join(got, "; "), name)
	}
}

func TestADifferenceIsBounded(t *testing.T) {
	t.Parallel()
	changes := difference(t, `{}`, `{"l":[`+strings.Repeat("1,", 499)+`1],"long":"`+strings.Repeat("가", 5000)+`"}`)
	require.Len(t, changes, 200)
	require.Equal(t, 301, changes[199].More)
	require.True(t, changes[0].Added())

	cut := difference(t, `"`+strings.Repeat("가", 5000)+`"`, `"`+strings.Repeat("가", 4999)+`나"`)
	require.Len(t, cut, 1, "texts that differ after the cut still differ")
	require.True(t, json.Valid(cut[0].Before))
	require.Less(t, len(cut[0].Before), 1300)

	key := difference(t, `{}`, `{"`+strings.Repeat("k", 5000)+`":1}`)
	require.LessOrEqual(t, len([]rune(key[0].Path)), 1001)
}

func TestADifferenceNeedsJSON(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{``, `{`, `1 2`, `nothing`} {
		_, err := policies.Difference([]byte(bad), []byte(`1`))
		require.ErrorContains(t, err, "earlier")
		_, err = policies.Difference([]byte(`1`), []byte(bad))
		require.ErrorContains(t, err, "later")
	}
}

func FuzzDifference(f *testing.F) {
	f.Add(`{"a":1,"b":[1,{"c":null}]}`, `{"a":"1","b":[{"c":[]}]}`)
	f.Add(`[[],{},"\ud800"]`, `[{},[],1e400]`)
	f.Fuzz(func(t *testing.T, before, after string) {
		there, err := policies.Difference([]byte(before), []byte(after))
		if err != nil {
			require.Empty(t, there)
			return
		}
		back, err := policies.Difference([]byte(after), []byte(before))
		require.NoError(t, err)
		require.Len(t, back, len(there), "what one way adds, the other removes")
		same, err := policies.Difference([]byte(before), []byte(before))
		require.NoError(t, err)
		require.Empty(t, same, "nothing differs from itself")
		require.LessOrEqual(t, len(there), 200)
		for _, c := range there {
			require.False(t, c.Added() && c.Removed())
			require.True(t, c.Added() || json.Valid(c.Before))
			require.True(t, c.Removed() || json.Valid(c.After))
		}
		again, err := policies.Difference([]byte(before), []byte(after))
		require.NoError(t, err)
		require.Equal(t, there, again, "the order is stable")
	})
}
