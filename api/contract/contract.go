// Package contract holds what tests send and get against the OpenAPI document of this build.
package contract

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"sync"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	lib "github.com/pb33f/libopenapi-validator/errors"

	"gyeol/api"
	"gyeol/internal/cases"
)

// document is read once for a test binary; its validator serves one at a time.
var (
	document = sync.OnceValues(read)
	turn     sync.Mutex
)

func read() (validator.Validator, error) {
	raw, err := api.Document("0")
	if err != nil {
		return nil, err
	}
	doc, err := libopenapi.NewDocument(raw)
	if err != nil {
		return nil, err
	}
	v, errs := validator.NewValidator(doc)
	return v, errors.Join(errs...)
}

// Faults names what is wrong with an exchange. A refused request may have been anything; one that was accepted must be
// one that the document describes.
func Faults(r *http.Request, res *http.Response) []string {
	return hold(func(v validator.Validator) (bool, []*lib.ValidationError) {
		if res.StatusCode >= http.StatusBadRequest {
			return v.ValidateHttpResponse(r, res)
		}
		return v.ValidateHttpRequestResponse(r, res)
	})
}

// Said names what is wrong with a command that a use case accepted, if it had come by HTTP.
func Said(ctx context.Context, cmd cases.Command) []string {
	body, err := json.Marshal(struct {
		Verb   string          `json:"verb"`
		Reason string          `json:"reason,omitempty"`
		Hash   string          `json:"content_hash,omitempty"`
		Body   json.RawMessage `json:"body,omitempty"`
	}{string(cmd.Verb), cmd.Reason, hex.EncodeToString(cmd.HashSeen), cmd.Body})
	if err != nil {
		return []string{err.Error()}
	}
	url := "http://gyeol.test" + api.Prefix + "/tasks/0190f5a2-7c1e-7a51-9d5e-3f1f9b1f0a39/acts" // whatever it was done on
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer x")
	r.Header.Set("Idempotency-Key", "only-the-form-matters")
	return hold(func(v validator.Validator) (bool, []*lib.ValidationError) { return v.ValidateHttpRequest(r) })
}

func hold(check func(validator.Validator) (bool, []*lib.ValidationError)) []string {
	v, err := document()
	if err != nil {
		return []string{err.Error()}
	}
	turn.Lock()
	defer turn.Unlock()
	var out []string
	_, faults := check(v)
	for _, f := range faults {
		out = append(out, f.Message+": "+f.Reason)
		for _, s := range f.SchemaValidationErrors {
			out = append(out, s.Reason+" at "+s.FieldPath)
		}
	}
	return out
}
