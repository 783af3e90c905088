package smtp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/mail"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
)

const (
	envelopeHeader = "X-Gyeol-Envelope: "
	noticeHeader   = "X-Gyeol-Notice"
	extension      = ".eml"
)

// Envelope is what was said about a message before its content.
type Envelope struct {
	// From is the return path, empty for a bounce.
	From string `json:"from"`
	// To are the recipients that were accepted.
	To []string `json:"to"`
	// Time is when the content had arrived, UTC.
	Time time.Time `json:"time"`
}

// Message is one kept message, without its content.
type Message struct {
	Envelope
	// ID is the name of the file without ".eml"; later messages have greater ones.
	ID string
	// Path is the file; it begins with the envelope's line.
	Path string
	// MessageID and Notice are the headers Message-ID (with its brackets) and
	// X-Gyeol-Notice, empty when missing.
	MessageID, Notice string
	// Subject is decoded.
	Subject string
}

// newMessage names a message and reads its header.
func newMessage(dir string, envelope Envelope, content []byte) (Message, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Message{}, fmt.Errorf("name message: %w", err)
	}
	m := Message{Envelope: envelope, ID: id.String(), Path: filepath.Join(dir, id.String()+extension)}
	m.readHeader(bytes.NewReader(content))
	return m, nil
}

// readHeader takes what it can from a header; a mail server keeps broken mail too.
func (m *Message) readHeader(r io.Reader) {
	parsed, err := mail.ReadMessage(r)
	if err != nil {
		return
	}
	m.MessageID, m.Notice = parsed.Header.Get("Message-ID"), parsed.Header.Get(noticeHeader)
	m.Subject = parsed.Header.Get("Subject")
	if decoded, err := (&mime.WordDecoder{}).DecodeHeader(m.Subject); err == nil {
		m.Subject = decoded
	}
}

// keep puts the message on the disk: first under a name that is never listed,
// then, complete, under its own.
func (m *Message) keep(content []byte) error {
	line, err := json.Marshal(m.Envelope)
	if err != nil {
		return fmt.Errorf("write envelope: %w", err)
	}
	unfinished := m.Path + ".tmp"
	file, err := os.OpenFile(unfinished, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("create message: %w", err)
	}
	head := append(append([]byte(envelopeHeader), line...), "\r\n"...)
	if err := writeAll(file, head, content); err != nil {
		return errors.Join(fmt.Errorf("write message: %w", err), os.Remove(unfinished))
	}
	if err := os.Rename(unfinished, m.Path); err != nil {
		return fmt.Errorf("put message in place: %w", err)
	}
	folder, err := os.Open(filepath.Dir(m.Path))
	if err != nil {
		return fmt.Errorf("open mail folder: %w", err)
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return fmt.Errorf("sync mail folder: %w", err)
	}
	return nil
}

// writeAll writes the parts, brings them to the disk and closes the file.
func writeAll(file *os.File, parts ...[]byte) error {
	for _, part := range parts {
		if _, err := file.Write(part); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	return errors.Join(file.Sync(), file.Close())
}

// readMessage reads a kept file as far as the end of its header.
func readMessage(path string) (Message, error) {
	file, err := os.Open(path)
	if err != nil {
		return Message{}, err
	}
	defer file.Close()
	name := filepath.Base(path)
	m := Message{ID: name[:len(name)-len(extension)], Path: path}
	reader := bufio.NewReader(file)
	line, err := reader.ReadBytes('\n')
	if err != nil {
		return Message{}, fmt.Errorf("read envelope of %s: %w", name, err)
	}
	text, ok := bytes.CutPrefix(line, []byte(envelopeHeader))
	if !ok {
		return Message{}, fmt.Errorf("read envelope of %s: no %q line", name, envelopeHeader)
	}
	if err := json.Unmarshal(text, &m.Envelope); err != nil {
		return Message{}, fmt.Errorf("read envelope of %s: %w", name, err)
	}
	m.readHeader(reader)
	return m, nil
}
