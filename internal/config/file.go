package config

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// fileVar names a file that holds the rest of the table: listen, database_url, smtp_url_file … as YAML. What the
// environment says wins over it.
const fileVar = "GYEOL_CONFIG"

// prefix begins the name of every variable; keys of a file are written without it, in small letters.
const prefix = "GYEOL_"

// withFile answers from the environment and then from the file that it names, if any. A key that there is not is a
// mistake; a file that others may read may hold no secret, only the name of the file that does.
func withFile(lookup func(string) (string, bool)) (func(string) (string, bool), error) {
	path, ok := lookup(fileVar)
	if !ok || path == "" {
		return lookup, nil
	}
	said, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", fileVar, err)
	}
	return func(name string) (string, bool) {
		if v, ok := lookup(name); ok && v != "" {
			return v, true
		}
		if bare, isFile := strings.CutSuffix(name, "_FILE"); isFile {
			if v, ok := lookup(bare); ok && v != "" { // said in the environment: not answered from a file
				return "", false
			}
		}
		if v, ok := lookup(name + "_FILE"); ok && v != "" { // a file that the environment names wins as well
			return "", false
		}
		v, ok := said[name]
		return v, ok
	}, nil
}

func readFile(path string) (map[string]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var lines map[string]string
	if err := yaml.UnmarshalWithOptions(text, &lines, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s is no list of keys and values: %w", path, err)
	}
	said := map[string]string{}
	for name, value := range lines {
		k, toFile, err := known(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if k.secret && !toFile && info.Mode().Perm()&fs.FileMode(0o077) != 0 {
			return nil, fmt.Errorf("%s holds %s and others may read it: chmod 600, or name a file with %s_file", path, name, name)
		}
		said[prefix+strings.ToUpper(name)] = value
	}
	return said, nil
}

// known finds the key that a line of a file names, and whether it names the file of its value.
func known(line string) (key, bool, error) {
	name := prefix + strings.ToUpper(line)
	for _, n := range []string{name, strings.TrimSuffix(name, "_FILE")} {
		if i := slices.IndexFunc(table, func(k key) bool { return k.name == n }); i >= 0 && line == strings.ToLower(line) {
			return table[i], n != name, nil
		}
	}
	return key{}, false, fmt.Errorf("there is no key %q; keys are the variables of docs/operations.md without GYEOL_, in small letters", line)
}
