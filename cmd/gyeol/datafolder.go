package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"gyeol/internal/embedded/postgres"
)

// ownFolder is where data goes when nobody says where.
const ownFolder = ".gyeol"

// sharedFolder is where data goes as root when the unprivileged user cannot reach the folder asked for.
const sharedFolder = "/var/lib/gyeol"

// dataFolder settles where data goes and says so if it is not where it was asked for. PostgreSQL refuses root, so as
// root the folder must be one that an unprivileged user can reach.
func dataFolder(asked string) (dir, notice string, err error) {
	if dir, notice, err = placeOf(asked); err != nil {
		return "", "", err
	}
	return dir, notice, writable(dir)
}

// placeOf finds where the data of a folder is, and makes nothing.
func placeOf(asked string) (dir, notice string, err error) {
	if asked == "" {
		asked = ownFolder
	}
	if dir, err = filepath.Abs(asked); err != nil {
		return "", "", fmt.Errorf("data folder: %w", err)
	}
	err = postgres.Reachable(dir)
	if errors.Is(err, postgres.ErrUnreachable) && os.Geteuid() == 0 {
		var shared string
		if shared, err = sharedPlace(dir); err == nil {
			notice = fmt.Sprintf("%s 폴더는 PostgreSQL을 돌릴 계정이 들어갈 수 없어 %s 을(를) 씁니다. "+
				"(data goes to %s: the unprivileged user cannot reach the other folder)", dir, shared, shared)
			dir = shared
		}
	}
	return dir, notice, err
}

// sharedPlace is where the data of a folder goes that the unprivileged user cannot reach. Each folder has a place of
// its own, always the same, so that a demo never meets an installation: the two that are used unasked keep their names.
func sharedPlace(dir string) (string, error) {
	own, err := filepath.Abs(ownFolder)
	if err != nil {
		return "", fmt.Errorf("data folder: %w", err)
	}
	if below, err := filepath.Rel(own, dir); err == nil && (below == "." || below == demoFolder) {
		return filepath.Join(sharedFolder, below), nil
	}
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(sharedFolder, fmt.Sprintf("%s-%x", filepath.Base(dir), sum[:4])), nil
}

// writable makes the folder where it is missing and says in one sentence that it cannot be used, before anything is
// in it.
func writable(dir string) error {
	err := os.MkdirAll(dir, 0o755) //nolint:gosec // the cluster's user must pass; secrets inside are 0600
	if err == nil {
		err = unix.Access(dir, unix.W_OK|unix.X_OK)
	}
	if err != nil {
		return fmt.Errorf("%s 폴더에 쓸 수 없습니다. --data로 다른 폴더를 주십시오 (the data folder cannot be written): %w", dir, err)
	}
	return nil
}

// keptSecret reads a secret of the data folder, or makes it.
func keptSecret(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err == nil {
		return strings.TrimSpace(string(b)), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	var raw [32]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return "", fmt.Errorf("make %s: %w", filepath.Base(path), err)
	}
	text := hex.EncodeToString(raw[:])
	return text, writeSecret(path, text)
}

// writeSecret puts a file in place whole or not at all, readable by its owner alone.
func writeSecret(path, text string) error {
	tmp := path + ".new"
	if err := os.WriteFile(tmp, []byte(text+"\n"), 0o600); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}
