package check

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"strings"

	"gyeol/internal/embedded/smtp"
)

// compareText says so if none of the mails of a notice reads as the sender recorded it. A legal notice that left twice
// has the text of one of them.
func (n posted) compareText(c *Check, mails []*smtp.Message) {
	if len(n.bodyHash) == 0 || len(mails) == 0 {
		return
	}
	for _, m := range mails {
		hash, err := letterHash(m.Path)
		if err == nil && bytes.Equal(hash, n.bodyHash) {
			return
		}
	}
	c.find(n.name, "우편의 글이 보낸 것으로 기록된 글과 다릅니다 (its mail does not read as the notice was recorded to read)")
}

// letterHash is the SHA-256 of what people read of a kept mail: its subject, its text and its page, and of what it
// tells their calendars.
func letterHash(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open mail: %w", err)
	}
	defer file.Close()
	content := bufio.NewReader(file)
	if _, err := content.ReadString('\n'); err != nil { // the envelope's line
		return nil, fmt.Errorf("read envelope: %w", err)
	}
	msg, err := mail.ReadMessage(content)
	if err != nil {
		return nil, fmt.Errorf("read mail: %w", err)
	}
	subject, err := (&mime.WordDecoder{}).DecodeHeader(msg.Header.Get("Subject"))
	if err != nil {
		return nil, fmt.Errorf("read subject: %w", err)
	}
	said, err := letterTexts(msg)
	if err != nil {
		return nil, err
	}
	text := subject + "\n" + said["text/plain"] + "\n" + said["text/html"]
	if invitation, ok := said["text/calendar"]; ok {
		text += "\n" + invitation
	}
	sum := sha256.Sum256([]byte(text))
	return sum[:], nil
}

// letterTexts are the alternatives of a mail, by their media type; files beside them are left out.
func letterTexts(msg *mail.Message) (map[string]string, error) {
	said := map[string]string{}
	return said, readParts(said, msg.Header.Get("Content-Type"), msg.Body)
}

// readParts reads the parts of a body, those of a part in parts as well.
func readParts(said map[string]string, contentType string, body io.Reader) error {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("read media type: %w", err)
	}
	parts := multipart.NewReader(body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read a part: %w", err)
		}
		if err := readPart(said, part); err != nil {
			return err
		}
	}
}

func readPart(said map[string]string, part *multipart.Part) error {
	kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
	if err != nil {
		return fmt.Errorf("read media type: %w", err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		return readParts(said, part.Header.Get("Content-Type"), part)
	}
	if part.FileName() != "" {
		return nil
	}
	text, err := decodedText(part, part.Header.Get("Content-Transfer-Encoding"))
	if err != nil {
		return fmt.Errorf("read a text: %w", err)
	}
	if kind != "text/calendar" { // whose lines end as its standard says
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	said[kind] = text
	return nil
}

// decodedText is a text as it was before it was encoded for the way.
func decodedText(r io.Reader, encoding string) (string, error) {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	raw, err := io.ReadAll(r)
	return string(raw), err
}
