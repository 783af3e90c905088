package main

import (
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// pinned is a package of npm with the hash of what it must hold.
type pinned struct{ name, version, sha512 string }

var (
	kit = pinned{
		"krds-uiux", "1.1.0", "4cjL3cpnlTaDrkivVceDpWhHxUYgV2AhiRRbO74I8ZKlnM17BcutEjPOlMOz9RQGAmdEubTsSYoyKFhvD1/g+A==",
	}
	judge = pinned{
		"axe-core", "4.14.1", "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
	}
)

// fetch unpacks a package into a folder of its name, or refuses it where it is not the one we have looked at.
func (p pinned) fetch(work string) error {
	pack := exec.Command("npm", "pack", "--silent", p.name+"@"+p.version)
	pack.Dir, pack.Stderr = work, os.Stderr
	out, err := pack.Output()
	if err != nil {
		return fmt.Errorf("npm pack %s: %w", p.name, err)
	}
	file := filepath.Join(work, strings.TrimSpace(string(out)))
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	sum := sha512.Sum512(raw)
	if got := base64.StdEncoding.EncodeToString(sum[:]); got != p.sha512 {
		return fmt.Errorf("%s@%s has the hash %s, not the one that was looked at", p.name, p.version, got)
	}
	to := filepath.Join(work, p.name)
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	unpack := exec.Command("tar", "-xzf", file, "-C", to, "--strip-components=1")
	unpack.Stderr = os.Stderr
	return unpack.Run()
}
