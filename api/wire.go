package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gyeol/gov"
)

// wireForms says how types of ours look in JSON where reflection cannot know.
var wireForms = map[reflect.Type]reflect.Type{
	typeOf[gov.Date]():          typeOf[dateForm](),
	typeOf[gov.CaseID]():        typeOf[idForm](),
	typeOf[gov.TaskID]():        typeOf[idForm](),
	typeOf[gov.RowID]():         typeOf[idForm](),
	typeOf[gov.ProcessID]():     typeOf[idForm](),
	typeOf[gov.NoticeID]():      typeOf[idForm](),
	typeOf[gov.AuditID]():       typeOf[idForm](),
	typeOf[gov.AbsenceID]():     typeOf[idForm](),
	typeOf[gov.DelegationID]():  typeOf[idForm](),
	typeOf[gov.TransferID]():    typeOf[idForm](),
	typeOf[gov.SheetExportID](): typeOf[idForm](),
	typeOf[gov.SheetImportID](): typeOf[idForm](),
	typeOf[gov.Change]():        typeOf[contentChange](), // the stream of acts calls its events Change
	typeOf[json.RawMessage]():   typeOf[rawForm](),
}

type contentChange gov.Change

type dateForm struct{}

// Schema is a civil date.
func (dateForm) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "string", Format: "date"}
}

type idForm struct{}

// Schema is a UUID.
func (idForm) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: "string", Format: "uuid"} }

type rawForm struct{}

// Schema is any JSON; the Go client keeps it as it came.
func (rawForm) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Extensions: map[string]any{"x-go-type": "json.RawMessage"}}
}

// deepest bounds how far the body of an act may be nested.
const deepest = 32

// clean reads the body of an act and writes it anew, so that what is kept is plain JSON: strings without NUL, whole
// Unicode, numbers a database can hold, no more nesting than papers have.
func clean(raw json.RawMessage) (json.RawMessage, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var tree map[string]any
	if err := dec.Decode(&tree); err != nil {
		return nil, bodyFault("body", "an object is needed")
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, bodyFault("body", "one JSON value is needed")
	}
	if err := plain(tree, "body", 1); err != nil {
		return nil, err
	}
	out, err := json.Marshal(tree)
	if err != nil {
		return nil, fmt.Errorf("write the body anew: %w", err)
	}
	return out, nil
}

func plain(v any, at string, depth int) error {
	if depth > deepest {
		return bodyFault(at, "nested too deeply")
	}
	switch v := v.(type) {
	case string:
		if strings.ContainsRune(v, 0) {
			return bodyFault(at, "contains NUL")
		}
	case json.Number:
		if f, err := strconv.ParseFloat(v.String(), 64); err != nil || math.IsInf(f, 0) || len(v) > 40 {
			return bodyFault(at, "is no number that can be kept")
		}
	case []any:
		for i, e := range v {
			if err := plain(e, fmt.Sprintf("%s[%d]", at, i), depth+1); err != nil {
				return err
			}
		}
	case map[string]any:
		for k, e := range v {
			if strings.ContainsRune(k, 0) {
				return bodyFault(at, "has a name with NUL")
			}
			if err := plain(e, at+"."+k, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func bodyFault(at, what string) error {
	p := problemOf(contextOf(nil), errForm)
	p.Errors = []*huma.ErrorDetail{{Location: at, Message: what}}
	return p
}
