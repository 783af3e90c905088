package sheets

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"
)

// WriteOrdered ends a workbook. The library puts streamed sheets in the order of a map; here the parts stand in the
// order of their names, so that the same content is the same file.
func WriteOrdered(w io.Writer, book *excelize.File) error {
	var buf bytes.Buffer
	if _, err := book.WriteTo(&buf); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	parts, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	if err != nil {
		return fmt.Errorf("read workbook: %w", err)
	}
	slices.SortFunc(parts.File, func(x, y *zip.File) int { return cmp.Compare(x.Name, y.Name) })
	out := zip.NewWriter(w)
	for _, part := range parts.File {
		if err := out.Copy(part); err != nil {
			return fmt.Errorf("write workbook: %w", err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}
