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

// letterHash is the SHA-256 of what people read of a kept mail: its subject, its text and its page.
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
	plain, page, err := letterTexts(msg)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(subject + "\n" + plain + "\n" + page))
	return sum[:], nil
}

// letterTexts are the two alternatives of a mail.
func letterTexts(msg *mail.Message) (plain, page string, err error) {
	_, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		return "", "", fmt.Errorf("read media type: %w", err)
	}
	parts := multipart.NewReader(msg.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return plain, page, nil
		}
		if err != nil {
			return "", "", fmt.Errorf("read a part: %w", err)
		}
		text, err := decodedText(part, part.Header.Get("Content-Transfer-Encoding"))
		if err != nil {
			return "", "", fmt.Errorf("read a text: %w", err)
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			page = text
		} else {
			plain = text
		}
	}
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
	return strings.ReplaceAll(string(raw), "\r\n", "\n"), err
}
