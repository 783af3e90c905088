package check

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"

	"github.com/jackc/pgx/v5"
)

// bound compares the hash of a case, to which decisions bind, with the content that is there today.
func (c *Check) bound(name string, hash []byte, content map[string]any) {
	c.Examined++
	if want, err := contentHash(content); err != nil || !bytes.Equal(want, hash) {
		c.find(name,
			"내용의 해시 %[1]s이(가) 지금의 자료에서 나오지 않습니다 (the content hash %[1]s does not follow from what is kept)",
			hexadecimal(hash))
	}
}

// hashSubmissions works out the hash of what each unit handed in anew from its rows.
func hashSubmissions(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, read("submissions"), func(rows pgx.Rows) error {
		var name, form string
		var nothing bool
		var hash []byte
		var list json.RawMessage
		beside := map[string]*json.RawMessage{"waivers": {}, "events": {}, "files": {}}
		if err := rows.Scan(&name, &form, &nothing, &hash, &list, beside["waivers"], beside["events"],
			beside["files"]); err != nil {
			return err
		}
		content := map[string]any{"form": form, "nothing_to_report": nothing, "rows": list}
		for what, raw := range beside {
			if len(*raw) > 0 && string(*raw) != "[]" && string(*raw) != "null" {
				content[what] = *raw
			}
		}
		c.bound(name, hash, content)
		return nil
	})
}

// hashCompilations works out the hash of every merged paper anew, and compares what was decided on its findings with
// the act that confirmed it.
func hashCompilations(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, read("compilations"), func(rows pgx.Rows) error {
		var name string
		var hash []byte
		var body, findings, decisions, told json.RawMessage
		if err := rows.Scan(&name, &body, &findings, &hash, &decisions, &told); err != nil {
			return err
		}
		c.bound(name, hash, map[string]any{"body": body, "findings": findings})
		if !sameContent(ruled(decisions), ruled(told)) {
			c.find(name,
				"확인사항에 대한 결정이 확인 행위에서 말한 것과 다릅니다 (the decisions on its findings are not those of the act)")
		}
		return nil
	})
}

// ruling is what was said to one finding of a compilation.
type ruling struct {
	Finding, Decision, Reason string
}

func ruled(raw json.RawMessage) []ruling {
	out := []ruling{}
	if json.Unmarshal(raw, &out) != nil || out == nil {
		return []ruling{}
	}
	return out
}

// hashOpinions works out the hash of every feedback report anew.
func hashOpinions(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, read("opinions"), func(rows pgx.Rows) error {
		var name, method, rating, body, recommend string
		var hash []byte
		if err := rows.Scan(&name, &method, &rating, &body, &recommend, &hash); err != nil {
			return err
		}
		c.bound(name, hash, map[string]any{
			"method": method, "rating": rating, "body": body, "recommend": recommend,
		})
		return nil
	})
}

// compareFacts lays what is kept of a nominee beside what was said of him: the facts of the nomination, completed by
// those of the inquiry.
func compareFacts(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, read("facts"), func(rows pgx.Rows) error {
		var name, nominee, merit string
		var kept, nominated, examined json.RawMessage
		var salt *string
		var hash []byte
		if err := rows.Scan(&name, &kept, &nominated, &examined, &nominee, &merit, &salt, &hash); err != nil {
			return err
		}
		told := map[string]any{}
		for _, said := range []json.RawMessage{nominated, examined} {
			var part map[string]any
			if json.Unmarshal(said, &part) == nil { // what is no object says nothing
				maps.Copy(told, part)
			}
		}
		want, err := contentHash(told)
		if err != nil {
			return err
		}
		if have, err := contentHash(kept); err != nil || !bytes.Equal(have, want) {
			c.find(name, "사실이 추천·조사 행위에서 말한 것과 다릅니다 (the facts are not what the acts said)")
		}
		if nominated != nil {
			content := map[string]any{"nominee": nominee, "merit": merit, "facts": nominated}
			if salt != nil {
				content["salt"] = *salt
			}
			c.bound(name, hash, content)
		}
		return nil
	})
}
