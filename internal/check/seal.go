package check

import (
	"bytes"
	"context"
	"encoding/hex"

	"github.com/jackc/pgx/v5"

	"gyeol/internal/ledger"
)

// chained is the state of the walk along the leaves.
type chained struct {
	next  int64 // the leaf that must come
	value [32]byte
}

// readChain works the chain out anew and compares it with every leaf and with the head.
func readChain(ctx context.Context, r *reader, c *Check) error {
	var ch chained
	err := r.each(ctx, read("leaves"), func(rows pgx.Rows) error {
		var leaf int64
		var entry string
		var chain, hash []byte
		if err := rows.Scan(&leaf, &entry, &chain, &hash); err != nil {
			return err
		}
		c.Examined++
		name := "leaf " + decimal64(leaf)
		if leaf != ch.next {
			c.find(name, "잎 %[1]d부터 %[2]d까지 없습니다 (leaves %[1]d to %[2]d are missing)", ch.next, leaf-1)
		}
		ch.value = ledger.Chain(ch.value, leaf, hash)
		if !bytes.Equal(ch.value[:], chain) {
			c.find(name,
				"사슬 값이 앞의 잎과 기록 %[1]s에서 나오지 않습니다 (the chain does not follow from the leaf before and entry %[1]s)",
				entry)
			copy(ch.value[:], chain) // what follows is judged by itself
		}
		ch.next = leaf + 1
		return nil
	})
	if err != nil {
		return err
	}
	var size int64
	var head []byte
	if err := r.tx.QueryRow(ctx, "select size, chain from audit_head").Scan(&size, &head); err != nil {
		return err
	}
	if size != ch.next || !bytes.Equal(head, ch.value[:]) {
		c.find("audit_head",
			"머리는 %[1]d잎 %[2]s인데 잎은 %[3]d개 %[4]s입니다 (the head says %[1]d leaves %[2]s, the leaves make %[3]d %[4]s)",
			size, hexadecimal(head), ch.next, hexadecimal(ch.value[:]))
	}
	return nil
}

func hexadecimal(b []byte) string { return hex.EncodeToString(b) }
