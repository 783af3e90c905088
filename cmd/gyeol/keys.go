package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gyeol/internal/config"
	"gyeol/internal/process"
)

// firstKeyID is the name under which the only key of an installation was known before there could be several.
const firstKeyID = "k1"

// payloadKeyFile keeps the keys of the histories in a data folder, one a line, the newest first.
func payloadKeyFile(dir string) string { return filepath.Join(dir, "payload.key") }

// payloadKeys are the keys of the histories: given by the operator, else made once and kept in the data folder. The first
// writes and all read, so that a key can be replaced while histories that it sealed still run. Each is known by its hash;
// the last also by the name that keys had once.
func payloadKeys(dir, given string) ([]process.Key, error) {
	if given == "" {
		kept, err := keptSecret(payloadKeyFile(dir))
		if err != nil {
			return nil, err
		}
		given = kept
	}
	var keys []process.Key
	for _, text := range strings.FieldsFunc(given, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\r' }) {
		raw, err := hex.DecodeString(text)
		if err != nil || len(raw) != 32 {
			return nil, errors.New("a payload key is 64 hex digits; several stand in lines or between commas, the newest first " +
				"(GYEOL_PAYLOAD_KEY)")
		}
		name := sha256.Sum256(raw)
		keys = append(keys, process.Key{ID: "k-" + hex.EncodeToString(name[:4]), Secret: [32]byte(raw)})
	}
	if len(keys) == 0 {
		return nil, errors.New("GYEOL_PAYLOAD_KEY holds no key: 64 hex digits are needed")
	}
	return append(keys, process.Key{ID: firstKeyID, Secret: keys[len(keys)-1].Secret}), nil
}

// keyCmd renews secrets of a data folder.
type keyCmd struct {
	Rotate keyRotateCmd `cmd:"" help:"이력을 봉인하는 열쇠를 새로 만듭니다 (make a new key for workflow histories; the old ones still read)."`
}

// keyRotateCmd puts a new payload key before those that are there.
type keyRotateCmd struct {
	Data string `help:"data folder; default ./.gyeol"`
}

// Run writes the new key and says what comes next: the keys are read at a start.
func (c *keyRotateCmd) Run(_ context.Context, g *Globals) error {
	data, err := g.place(c.Data)
	if err != nil {
		return err
	}
	dir, err := installed(data)
	if err != nil {
		return err
	}
	cfg, err := config.FromEnv(os.LookupEnv)
	if err != nil {
		return err
	}
	if cfg.PayloadKey != "" {
		return errors.New("열쇠가 GYEOL_PAYLOAD_KEY로 주어져 있습니다. 그 값 앞에 새 열쇠를 쉼표로 이어 주십시오 " +
			"(the key is given from outside: put a new one before it, with a comma)")
	}
	if err := rotatePayloadKey(dir); err != nil {
		return err
	}
	_, err = fmt.Fprintln(g.Out, "새 열쇠를 앞에 두었습니다. 다시 시작하면 쓰입니다. 옛 열쇠로 봉인된 이력이 끝날 때까지 지우지 마십시오. "+
		"(the new key counts from the next start; keep the old ones until the histories that they sealed have ended)")
	return err
}

// rotatePayloadKey puts a new key before those of a data folder.
func rotatePayloadKey(dir string) error {
	kept, err := keptSecret(payloadKeyFile(dir))
	if err != nil {
		return err
	}
	fresh := make([]byte, 32)
	if _, err := rand.Read(fresh); err != nil {
		return fmt.Errorf("make a payload key: %w", err)
	}
	return writeSecret(payloadKeyFile(dir), hex.EncodeToString(fresh)+"\n"+kept)
}
