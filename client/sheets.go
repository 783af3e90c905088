package client

import (
	"bytes"
	"context"
	"net/http"

	"gyeol/client/oapi"
)

// octets is the type of a file that is sent as it is.
const octets = "application/octet-stream"

// File is an answer that is kept as it came.
type File struct {
	Name string // as the server calls it
	Data []byte
}

// ExportSheet gives out the rows of a submission as a file, in the format xlsx or csv. With the same key it gives the
// same file; an empty one is fresh.
func (c *Client) ExportSheet(ctx context.Context, key, id, format string) (File, error) {
	p := &oapi.ExportSheetParams{IdempotencyKey: keyOr(key), Format: opt(oapi.ExportSheetParamsFormat(format))}
	return call[File](ctx, c, func() (*http.Response, error) { return c.api.ExportSheet(ctx, id, p) })
}

// Upload is a file that is handed in.
type Upload struct {
	Name       string // of the file
	Data       []byte
	Submission string // empty: the one of which the file is a copy
	Key        string // idempotency key; empty: a fresh one
}

// ImportSheet hands a file in and tells what it would change. Nothing is written before ApplyImport.
func (c *Client) ImportSheet(ctx context.Context, u Upload) (SheetImport, error) {
	key := keyOr(u.Key)
	return call[SheetImport](ctx, c, func() (*http.Response, error) {
		if u.Submission == "" {
			p := &oapi.ImportSheetParams{Name: u.Name, IdempotencyKey: key}
			return c.api.ImportSheetWithBody(ctx, p, octets, bytes.NewReader(u.Data))
		}
		p := &oapi.ImportSheetIntoParams{Name: u.Name, IdempotencyKey: key}
		return c.api.ImportSheetIntoWithBody(ctx, u.Submission, p, octets, bytes.NewReader(u.Data))
	})
}

// Import reads what a file would change as things stand, or what it has changed.
func (c *Client) Import(ctx context.Context, id string) (SheetImport, error) {
	return call[SheetImport](ctx, c, func() (*http.Response, error) { return c.api.GetImport(ctx, id) })
}

// ApplyImport takes a file in, with a choice for each conflict.
func (c *Client) ApplyImport(ctx context.Context, key, id string, choices []SheetChoice) (SheetImport, error) {
	p := &oapi.ApplyImportParams{IdempotencyKey: keyOr(key)}
	body := oapi.ApplyImportBody{Choices: choices}
	return call[SheetImport](ctx, c, func() (*http.Response, error) { return c.api.ApplyImport(ctx, id, p, body) })
}

// StoreFile keeps a file under its hash; the same bytes are kept once, so it may be repeated. Others see it once it is
// attached to a submission (the act attach).
func (c *Client) StoreFile(ctx context.Context, data []byte) (StoredFile, error) {
	return call[StoredFile](ctx, c, func() (*http.Response, error) {
		return c.api.StoreFileWithBody(ctx, octets, bytes.NewReader(data))
	})
}
