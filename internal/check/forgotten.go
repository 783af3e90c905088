package check

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"gyeol/gov"
	"gyeol/internal/ledger"
)

// forgotten is a stretch of leaves whose bodies went because their term had ended, as an entry of that day says.
type forgotten struct {
	from, to int64    // the first leaf and the last
	upto     gov.Date // no entry of a later office day lost its body
	award    bool     // what was said of a nominee went with them
}

// farewells are the stretches by their first leaf.
type farewells []forgotten

// mayEnd are the kinds whose bodies have a term of their own.
var mayEnd = []string{string(ledger.KindSession), string(ledger.KindRefusal), string(ledger.KindView)}

// readFarewells reads what was said of bodies that went. Only an entry whose own body has the hash of its leaf counts,
// and none that let a body go in its first year.
func readFarewells(ctx context.Context, r *reader, c *Check) (farewells, error) {
	var all farewells
	err := r.each(ctx, read("forgotten"), func(rows pgx.Rows) error {
		var id string
		var day gov.Date
		var award bool
		var hash, salt, body []byte
		if err := rows.Scan(&id, &day, &award, &hash, &salt, &body); err != nil {
			return err
		}
		is := ledger.Hash(salt, body)
		said, ok := farewellIn(body)
		if !bytes.Equal(is[:], hash) || !ok {
			return nil // told of as an entry
		}
		if !award && said.Upto.After(day.AddMonths(-12)) {
			c.find("audit_body "+id, "1년이 지나지 않은 본문을 폐기했습니다 (bodies went in their first year)")
			return nil
		}
		for _, s := range stretches(said.Leaves, said.Upto) {
			s.award = award
			all = append(all, s)
		}
		return nil
	})
	slices.SortFunc(all, func(a, b forgotten) int { return int(a.from - b.from) })
	return all, err
}

// farewell is what an entry says of bodies that went.
type farewell struct {
	Leaves string   `json:"leaves"`
	Upto   gov.Date `json:"upto"`
}

func farewellIn(body []byte) (said farewell, ok bool) {
	err := json.Unmarshal(body, &said)
	return said, err == nil
}

// stretches reads numbers as an entry writes them, 3-7,9. What is none names no leaf.
func stretches(text string, upto gov.Date) farewells {
	var out farewells
	for _, part := range strings.Split(text, ",") {
		first, last, more := strings.Cut(part, "-")
		if !more {
			last = first
		}
		from, errFrom := strconv.ParseInt(first, 10, 64)
		to, errTo := strconv.ParseInt(last, 10, 64)
		if errFrom == nil && errTo == nil {
			out = append(out, forgotten{from: from, to: to, upto: upto})
		}
	}
	return out
}

// named says whether an entry names a leaf among those whose bodies went, and how.
func (f farewells) named(leaf *int64) (forgotten, bool) {
	if leaf == nil {
		return forgotten{}, false
	}
	i := sort.Search(len(f), func(i int) bool { return f[i].from > *leaf })
	if i == 0 || f[i-1].to < *leaf {
		return forgotten{}, false
	}
	return f[i-1], true
}

// missing judges an entry without its body: it may be gone where its kind has a term and an entry says that it ended, or
// where it had hashes without salt over what was said of a nominee, and that went.
func (t *told) missing(c *Check, name string, gone farewells) {
	by, named := gone.named(t.leaf)
	mine := by.award && t.done.gone || !by.award && slices.Contains(mayEnd, t.kind)
	if named && mine && !t.day.After(by.upto) {
		return
	}
	c.find(name, "기록의 본문이 없습니다 (the entry has no body)")
}
