package api

import (
	"context"
	"net/http"
	"net/url"

	"gyeol/gov"
	"gyeol/internal/cases"
)

type storeFile struct {
	RawBody []byte `contentType:"application/octet-stream" doc:"The bytes of the file"`
}

type storedFile struct{ Body cases.StoredFile }

type readFile struct {
	IDPath

	File   string `path:"file" maxLength:"64" doc:"Id of the attachment"`
	Reason string `query:"reason" maxLength:"1000" doc:"Why it is taken away; needed of a file of another unit" example:"취합 검토"`
}

// files is the exchange of files beside submissions.
func (s *server) files() {
	add(s, operation{
		id: "store-file", method: http.MethodPost, path: "/files", tag: "Submissions",
		summary: "Store a file under the hash of its bytes",
		doc: "The kind of the file is read from its content. The same bytes are kept once, so the request may be repeated. " +
			"To be seen by others the file must then be attached to a submission.",
		refusals: []int{http.StatusRequestEntityTooLarge}, most: cases.FileMost + 1,
	}, s.storeFile)
	add(s, operation{
		id: "get-submission-file", method: http.MethodGet, path: "/submissions/{id}/files/{file}", tag: "Submissions",
		summary: "Read a file that stands beside a submission", refusals: []int{http.StatusNotFound},
		doc:   "A file may hold anything: whoever takes one of another unit away says why, and it is logged.",
		types: []string{"application/octet-stream"},
	}, s.readFile)
}

func (s *server) storeFile(ctx context.Context, in *storeFile) (*storedFile, error) {
	out, err := s.cases.StoreFile(ctx, who(ctx).actor(), cases.Upload{Data: in.RawBody, Source: who(ctx).source})
	return &storedFile{Body: out}, err
}

func (s *server) readFile(ctx context.Context, in *readFile) (*printed, error) {
	id, err := in.caseID()
	if err != nil {
		return nil, err
	}
	file, err := idOf(in.File, func(s string) (id gov.RowID, err error) { return id, parseInto(&id, s) })
	if err != nil {
		return nil, err
	}
	f, err := s.cases.File(ctx, who(ctx).exporter(in.Reason), id, file)
	if err != nil {
		return nil, err
	}
	return &printed{
		Type: "application/octet-stream", Policy: paperPolicy, Sniff: "nosniff",
		Disposition: "attachment; filename*=UTF-8''" + url.PathEscape(f.Name), Body: f.Bytes,
	}, nil
}
