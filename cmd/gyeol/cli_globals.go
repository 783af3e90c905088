package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"

	"gyeol/client"
)

// Globals are the flags of every command that speaks HTTP.
type Globals struct {
	Server string    `env:"GYEOL_SERVER" help:"address of the API; default: that of the gyeol running on the folder, else http://127.0.0.1:8080"`
	Token  string    `env:"GYEOL_TOKEN" help:"API token (GYEOL_TOKEN)"`
	As     string    `help:"act as a post of the rehearsal on this machine"`
	Folder string    `default:".gyeol" help:"data folder of the gyeol that is meant; --as belongs to its rehearsal"`
	JSON   bool      `help:"print JSON"`
	Out    io.Writer `kong:"-"`
}

// place is the data folder of a command that has a flag of its own for it: --folder means the same, and two folders at
// once are refused. Empty where neither was named.
func (g *Globals) place(data string) (string, error) {
	named := g.Folder
	if named == ownFolder {
		named = ""
	}
	if named != "" && data != "" && filepath.Clean(named) != filepath.Clean(data) {
		return "", fmt.Errorf("--folder %s와 --data %s가 서로 다릅니다. 하나만 쓰십시오 (two folders; name one)", named, data)
	}
	return cmp.Or(data, named), nil
}

// client speaks to the server as the person of the token, or of --as.
func (g *Globals) client() (*client.Client, error) {
	token := g.Token
	dir, _, err := placeOf(g.Folder)
	if err != nil {
		return nil, err
	}
	if g.As != "" {
		tokens, err := readTokens(dir)
		if err != nil {
			return nil, err
		}
		if token = tokens[g.As]; token == "" {
			return nil, fmt.Errorf("%s의 토큰이 %s에 없습니다 (no token of that post; is this a rehearsal?)", g.As, tokensFile(dir))
		}
	}
	if token == "" {
		return nil, fmt.Errorf("GYEOL_TOKEN을 주거나, 연습이면 --as <직위>를 쓰십시오 (set GYEOL_TOKEN, or --as in a rehearsal)")
	}
	return client.New(g.server(dir), token), nil
}

// usualServer is where a gyeol listens when nobody says otherwise.
const usualServer = "http://127.0.0.1:8080"

// server is the address that was named, else that of the gyeol which runs on the folder.
func (g *Globals) server(dir string) string {
	if g.Server != "" {
		return g.Server
	}
	if url, _ := running(dir); url != "" {
		return url
	}
	return usualServer
}
