package main

import (
	"os"
	"path/filepath"
)

// axe writes the judge of accessible pages, its Korean words and its licence to where the tests in a browser have them;
// no page brings any of it.
func axe(to string) error {
	work, err := os.MkdirTemp("", "axe")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := judge.fetch(work); err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for from, name := range map[string]string{
		"axe.min.js": "axe.min.js", "locales/ko.json": "axe-ko.json", "LICENSE": "axe-LICENSE.txt",
		"LICENSE-3RD-PARTY.txt": "axe-LICENSE-3RD-PARTY.txt",
	} {
		raw, err := os.ReadFile(filepath.Join(work, judge.name, from))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, name), raw, 0o644); err != nil {
			return err
		}
	}
	return nil
}
