package check

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"
)

// hashPackages works out the hash of every package anew from what it lists.
func hashPackages(ctx context.Context, r *reader, c *Check) error {
	return r.each(ctx, read("packages"), func(rows pgx.Rows) error {
		var name, to, note string
		var parts json.RawMessage
		var hash []byte
		var correction *int32
		if err := rows.Scan(&name, &to, &parts, &note, &hash, &correction); err != nil {
			return err
		}
		content := map[string]any{"to": to, "parts": parts}
		if correction != nil {
			content["correction"] = map[string]any{"ordinal": *correction, "note": note}
		}
		if want, err := contentHash(content); err != nil || !bytes.Equal(want, hash) {
			c.find(name, "묶음의 해시 %[1]s이(가) 목록에서 나오지 않습니다 (the package hash %[1]s does not follow from what it lists)",
				hexadecimal(hash))
		}
		return nil
	})
}
