package rehearsal

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	"gyeol/client"
)

// People reads the tokens of a rehearsal, one per person, and gives everybody a desk at the server. They share one set
// of connections, which stay open.
func People(server, tokens string) (map[string]Desk, error) {
	raw, err := os.ReadFile(tokens)
	if err != nil {
		return nil, fmt.Errorf("read the tokens: %w", err)
	}
	var secrets map[string]string
	if err := json.Unmarshal(raw, &secrets); err != nil {
		return nil, fmt.Errorf("read the tokens: %w", err)
	}
	shared := &http.Client{
		Timeout:   90 * time.Second, // a step waits for rest up to a minute, twice
		Transport: &http.Transport{MaxIdleConns: 4 * hands, MaxIdleConnsPerHost: 4 * hands, DisableCompression: true},
	}
	out := make(map[string]Desk, len(secrets))
	for who, secret := range secrets {
		out[who] = client.New(server, secret, client.WithHTTPClient(shared))
	}
	return out, nil
}
