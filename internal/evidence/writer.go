package evidence

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"gyeol/internal/proof"
)

// Writer writes an archive as a stream. It keeps of a file its name, size and hash.
type Writer struct {
	zip  *zip.Writer
	last string
	list []File
}

// NewWriter begins an archive.
func NewWriter(w io.Writer) *Writer { return &Writer{zip: zip.NewWriter(w), list: []File{}} }

// counted counts and hashes what goes through it.
type counted struct {
	w    io.Writer
	size int64
	sum  interface {
		io.Writer
		Sum([]byte) []byte
	}
}

// Write passes octets on.
func (c *counted) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.size += int64(n)
	c.sum.Write(b[:n]) //nolint:errcheck // a hash takes everything
	return n, err
}

// File adds the file that write writes. Names must come in order.
func (w *Writer) File(path string, write func(io.Writer) error) error {
	f, err := w.begin(path)
	if err != nil {
		return err
	}
	c := &counted{w: f, sum: sha256.New()}
	if err := write(c); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	w.list = append(w.list, File{Path: path, Size: c.size, SHA256: hex.EncodeToString(c.sum.Sum(nil))})
	return nil
}

// Bytes adds a file that is at hand.
func (w *Writer) Bytes(path string, b []byte) error {
	return w.File(path, func(f io.Writer) error {
		_, err := f.Write(b)
		return err
	})
}

// begin opens a file of the archive; it has no time, owner or rights of its own, so that the same record makes the same
// octets.
func (w *Writer) begin(path string) (io.Writer, error) {
	if !safePath(path) {
		return nil, fmt.Errorf("%q is no name for a file of an archive", path)
	}
	if path <= w.last {
		return nil, fmt.Errorf("%s comes behind %s: files are written in the order of their names", path, w.last)
	}
	w.last = path
	f, err := w.zip.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate})
	if err != nil {
		return nil, fmt.Errorf("add %s: %w", path, err)
	}
	return f, nil
}

// Manifest writes the manifest over all files before it, and answers with its SHA-256.
func (w *Writer) Manifest(m Manifest) (string, error) {
	m.Format, m.Files = Format, w.list
	raw, err := m.encode()
	if err != nil {
		return "", err
	}
	f, err := w.begin(ManifestFile)
	if err != nil {
		return "", err
	}
	if _, err := f.Write(raw); err != nil {
		return "", fmt.Errorf("write the manifest: %w", err)
	}
	return hexHash(raw), nil
}

// Seal writes the proof of the entry that names the manifest, and ends the archive.
func (w *Writer) Seal(p proof.Inclusion) error {
	raw, err := Canonical(p)
	if err != nil {
		return err
	}
	f, err := w.begin(SealFile)
	if err != nil {
		return err
	}
	if _, err := f.Write(raw); err != nil {
		return fmt.Errorf("write the seal: %w", err)
	}
	if err := w.zip.Close(); err != nil {
		return fmt.Errorf("end the archive: %w", err)
	}
	return nil
}
