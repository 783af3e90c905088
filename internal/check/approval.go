package check

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"
)

// hashDocuments works out the hash of every version anew from its frozen content, and lays the text that would be
// printed today beside it.
func hashDocuments(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, read("documents"), func(rows pgx.Rows) error {
		var name, matter, title, disclosure, reason string
		var year int32
		var body, frozen, content json.RawMessage
		var items []int32
		var hash []byte
		err := rows.Scan(&name, &matter, &title, &year, &body, &disclosure, &items, &reason, &frozen, &hash, &content)
		if err != nil {
			return err
		}
		c.Examined++
		if !bytes.Equal(body, frozen) {
			c.find(name, "본문이 결재에 올린 본문과 다릅니다 (the text differs from the one that was frozen)")
		}
		var told map[string]any
		if err := json.Unmarshal(content, &told); err != nil {
			return err
		}
		for field, printed := range map[string]any{
			"matter": matter, "title": title, "body": body, "disclosure": disclosure, "foia_items": items,
			"disclosure_reason": reason, "about_year": year,
		} {
			told[field] = printed
		}
		want, err := contentHash(told)
		if err != nil || !bytes.Equal(want, hash) {
			c.find(name,
				"내용의 해시 %[1]s이(가) 지금의 문서에서 나오지 않습니다 (the content hash %[1]s does not follow from the document)",
				hexadecimal(hash))
		}
		return nil
	})
}
