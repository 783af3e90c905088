package papers

import (
	"io"

	"gyeol/policies/compiled"
)

// Compilation writes a compiled plan or report as a page (서울특별시 평생교육진흥에 관한 조례 제4조).
func Compilation(w io.Writer, d compiled.Paper) error { return write(w, "compilation", d) }

// numeric reports whether a column is set to the right.
func numeric(k compiled.Kind) bool { return k != compiled.Words }
