package check

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"
)

// hashPackages works out the hash of every package anew from what it lists.
func hashPackages(ctx context.Context, r *reader, c *Check) error {
	const packages = `select ` + named + `, f.to_unit, f.package, f.note, f.package_hash,
	        (select max(k.ordinal) from filing_correction k where k.case_id = f.case_id and k.package_hash is not null)
	    from filing f join case_file c on c.id = f.case_id where f.package_hash is not null order by c.id`
	return r.each(ctx, query{sql: packages}, func(rows pgx.Rows) error {
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
