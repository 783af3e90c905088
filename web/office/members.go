package office

import (
	"maps"
	"slices"
	"strings"
)

// members writes an object in lines: title and text as such, everything else under its name.
func members(v map[string]any) string {
	var lines []string
	for _, name := range []string{"title", "text"} {
		if s := plain(v[name]); s != "" {
			lines = append(lines, s)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if name == "title" || name == "text" {
			continue
		}
		if s := plain(v[name]); s != "" {
			lines = append(lines, name+": "+s)
		}
	}
	return strings.Join(lines, "\n")
}
