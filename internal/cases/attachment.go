package cases

import (
	"bytes"
	"context"
	"crypto/sha256"
	hexa "encoding/hex"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/text/unicode/norm"

	"github.com/jackc/pgx/v5/pgtype"

	"gyeol/gov"
	"gyeol/internal/store"
	"gyeol/internal/store/db"
	"gyeol/policies"
)

// FileMost is the largest file that may be stored, in bytes.
const FileMost = 20 << 20

// filesMost is how many files stand beside one submission.
const filesMost = 100

// uploadsMost is how much one person stores within a day, in bytes.
const uploadsMost = 500 << 20

// pieceSize is how the bytes of a file are cut in the database.
const pieceSize = 1 << 20

// StoredFile is a file that is kept under its hash, once however often it comes.
type StoredFile struct {
	SHA256    string `json:"sha256"`
	Size      int64  `json:"size" doc:"In bytes"`
	MediaType string `json:"media_type" doc:"As its content shows, whatever it is called" example:"application/pdf"`
}

// kindsTaken are the media types that offices exchange, with the extensions under which they go.
var kindsTaken = map[string][]string{
	"application/pdf":                         {".pdf"},
	"application/x-hwp":                       {".hwp"},
	"application/hwp+zip":                     {".hwpx"},
	"application/zip":                         {".zip", ".hwpx"},
	"application/vnd.ms-excel":                {".xls"},
	"application/msword":                      {".doc"},
	"application/vnd.ms-powerpoint":           {".ppt"},
	"application/x-ole-storage":               {".hwp", ".xls", ".doc", ".ppt"},
	"image/png":                               {".png"},
	"image/jpeg":                              {".jpg", ".jpeg"},
	"text/plain":                              {".txt", ".csv", ".md"},
	"text/csv":                                {".csv", ".txt"},
	"application/vnd.oasis.opendocument.text": {".odt"},
	"application/vnd.oasis.opendocument.spreadsheet":                            {".ods"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         {".xlsx"},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   {".docx"},
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": {".pptx"},
}

// sniffed is the media type that the bytes of a file show, "" where offices do not exchange it.
func sniffed(data []byte) string {
	if bytes.Contains(data, []byte("vbaProject.bin")) {
		return "" // a document with macros
	}
	hwpx := bytes.HasPrefix(data, []byte("PK\x03\x04")) && bytes.Contains(data[:min(len(data), 120)], []byte("application/hwp+zip"))
	if hwpx {
		return "application/hwp+zip"
	}
	for m := mimetype.Detect(data); m != nil; m = m.Parent() {
		kind, _, _ := strings.Cut(m.String(), ";")
		if kind == "text/html" || kind == "image/svg+xml" || kind == "text/xml" {
			return ""
		}
		if _, ok := kindsTaken[kind]; ok {
			return kind
		}
	}
	return ""
}

// Upload is a file on its way in.
type Upload struct {
	Data   []byte
	Source string // network address of the caller, for the record of refusals
}

// StoreFile keeps a file under the hash of its bytes; whoever knows the hash may then put it beside a case. A file of
// a kind that offices do not exchange is refused, whatever it is called.
func (s *Service) StoreFile(ctx context.Context, actor Actor, in Upload) (StoredFile, error) {
	out, err := s.storeFile(ctx, actor, in.Data)
	if err != nil {
		sum := sha256.Sum256(in.Data)
		return StoredFile{}, s.refusedOn(ctx, actor, err, Refusal{
			SubjectKind: "file", Subject: hexa.EncodeToString(sum[:]), Operation: "store-file", Source: in.Source,
		})
	}
	return out, nil
}

func (s *Service) storeFile(ctx context.Context, actor Actor, data []byte) (StoredFile, error) {
	if _, err := s.read(ctx, actor); err != nil {
		return StoredFile{}, err
	}
	if len(data) == 0 || len(data) > FileMost {
		return StoredFile{}, invalid("body", "1바이트 이상 20MB 이하의 파일만 올릴 수 있습니다.", "a file has 1 byte to 20 MiB")
	}
	kind := sniffed(data)
	if kind == "" {
		return StoredFile{}, invalid("body", "받을 수 없는 종류의 파일입니다. PDF, 한글, 엑셀, 워드, 그림, 텍스트 파일을 올리십시오(매크로는 빼십시오).",
			"this kind of file is not taken")
	}
	sum := sha256.Sum256(data)
	out := StoredFile{SHA256: hexa.EncodeToString(sum[:]), Size: int64(len(data)), MediaType: kind}
	return out, store.InTx(ctx, s.pool, func(tx *store.Tx) error {
		stored, err := tx.Read.UploadedToday(ctx, actor.Person)
		if err != nil {
			return err
		}
		if stored+out.Size > uploadsMost {
			return gov.Refuse(gov.CodeInvalid, "하루에 올릴 수 있는 양(500MB)을 넘었습니다. 내일 다시 올리십시오.",
				"more than 500 MiB in one day")
		}
		n, err := tx.Read.InsertAttachment(ctx, db.InsertAttachmentParams{Sha256: sum[:], Size: out.Size, MediaType: kind})
		if err != nil {
			return err
		}
		if err := tx.Write.InsertUpload(ctx, db.InsertUploadParams{Sha256: sum[:], PersonID: actor.Person}); err != nil || n == 0 {
			return err // its bytes are there already
		}
		for i, piece := range slices.Collect(slices.Chunk(data, pieceSize)) {
			if err := tx.Write.InsertAttachmentPiece(ctx, db.InsertAttachmentPieceParams{
				Sha256: sum[:], Ordinal: int32(i), Bytes: piece,
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// attach puts a stored file beside the submission or one of its rows, under a name that fits what it is.
func attach(ctx context.Context, ch *change) (given, error) {
	var body AttachBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	sum, err := hexa.DecodeString(body.SHA256)
	if err != nil || len(sum) != sha256.Size {
		return given{}, invalid("sha256", "파일의 SHA-256 값을 16진수 64자로 적으십시오.", "64 hex digits")
	}
	name := norm.NFC.String(strings.TrimSpace(body.Name))
	if !policies.Fits(name, 1, 200) || strings.ContainsAny(name, "/\\\n\t") {
		return given{}, invalid("name", "파일 이름을 1자 이상 200자 이하로, 경로 없이 적으십시오.", "a name of 1 to 200 characters, no path")
	}
	file, err := ch.tx.Read.UploadedBy(ctx, db.UploadedByParams{Sha256: sum, PersonID: ch.actor.Person})
	if err != nil {
		return given{}, err
	}
	if !slices.Contains(kindsTaken[file.MediaType], strings.ToLower(path.Ext(name))) {
		return given{}, invalid("name", "파일 이름의 확장자가 내용과 다릅니다("+file.MediaType+").", "the extension does not fit the content")
	}
	if err := ch.attachable(ctx, body.Row); err != nil {
		return given{}, err
	}
	id := gov.NewRowID()
	ch.note("attachment", id)
	return given{item: body.SHA256}, ch.tx.Write.InsertRowAttachment(ctx, db.InsertRowAttachmentParams{
		ID: id, CaseID: ch.c.ID, RowID: body.Row, Name: name, Sha256: sum, AddedBy: ch.actor.Person, AddedOn: ch.now.today,
	})
}

// attachable refuses a row that the submission has not, and more files than one submission takes.
func (ch *change) attachable(ctx context.Context, row gov.RowID) error {
	files, err := ch.tx.Read.RowAttachmentsOf(ctx, ch.c.ID)
	if err != nil {
		return err
	}
	if len(files) >= filesMost {
		return invalid("sha256", "첨부는 100개까지입니다.", "a submission takes 100 files")
	}
	if row.IsZero() {
		return nil
	}
	_, form, err := ch.submission(ctx)
	if err != nil {
		return err
	}
	_, err = readRow(ctx, ch.tx.Read, form, rowAt{ch.c.ID, row})
	return err
}

// detach takes a file away from the submission; its bytes stay for the record.
func detach(ctx context.Context, ch *change) (given, error) {
	var body AttachmentAtBody
	if err := ch.read(&body); err != nil {
		return given{}, err
	}
	n, err := ch.tx.Read.RemoveRowAttachment(ctx, db.RemoveRowAttachmentParams{
		ID: body.Attachment, CaseID: ch.c.ID, RemovedOn: ch.now.today,
	})
	if err == nil && n == 0 {
		err = gov.ErrNotFound
	}
	return given{item: body.Attachment.String()}, err
}

// RowAttachment is a file beside a submission.
type RowAttachment struct {
	ID        gov.RowID `json:"id"`
	Row       gov.RowID `json:"row,omitzero" doc:"Left out: it stands beside the whole submission"`
	Name      string    `json:"name"`
	SHA256    string    `json:"sha256"`
	Size      int64     `json:"size"`
	MediaType string    `json:"media_type"`
	AddedOn   gov.Date  `json:"added_on"`
}

func (r reading) attachments(ctx context.Context, id gov.CaseID) ([]RowAttachment, error) {
	list, err := r.q.RowAttachmentsOf(ctx, id)
	return mapped(list, func(a db.RowAttachmentsOfRow) RowAttachment {
		return RowAttachment{
			ID: a.ID, Row: a.RowID, Name: a.Name, SHA256: hexa.EncodeToString(a.Sha256), Size: a.Size, MediaType: a.MediaType,
			AddedOn: a.AddedOn,
		}
	}), err
}

// OpenedFile is a file on its way to a reader.
type OpenedFile struct {
	RowAttachment

	Bytes []byte
}

// File reads a file beside a submission that the viewer may see; gov.ErrNotFound otherwise.
func (s *Service) File(ctx context.Context, actor Actor, id gov.CaseID, file gov.RowID) (OpenedFile, error) {
	r, err := s.read(ctx, actor)
	if err != nil {
		return OpenedFile{}, err
	}
	c, err := r.followed(ctx, id)
	if err != nil {
		return OpenedFile{}, err
	}
	list, err := r.attachments(ctx, id)
	if err != nil {
		return OpenedFile{}, store.Interpret(err)
	}
	i := slices.IndexFunc(list, func(a RowAttachment) bool { return a.ID == file })
	if i < 0 {
		return OpenedFile{}, gov.ErrNotFound
	}
	sum, err := hexa.DecodeString(list[i].SHA256)
	if err != nil {
		return OpenedFile{}, io.ErrUnexpectedEOF
	}
	if !r.v.inUnit(c.UnitID) { // what the unit put there itself is no reading of others
		if err := r.saw(ctx, sight{kind: ofFile, whose: []pgtype.UUID{uid(file)}, fields: []string{"content"}}); err != nil {
			return OpenedFile{}, err
		}
	}
	pieces, err := r.q.AttachmentPieces(ctx, sum)
	return OpenedFile{RowAttachment: list[i], Bytes: bytes.Join(pieces, nil)}, store.Interpret(err)
}
