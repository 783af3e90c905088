package store

import (
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// idCodec carries the ids of package gov as the sixteen bytes that they are. Without it pgx knows them only as what
// database/sql can take: each id is written out as text, refused, read as a uuid and encoded again, and the same on the
// way back. An act writes and reads some sixty of them.
type idCodec struct{ pgtype.UUIDCodec }

// given is an id that is written; the zero id is null.
type given interface {
	UUID() [16]byte
	IsZero() bool
}

// taken is an id that is read.
type taken interface{ SetUUID(b [16]byte) }

// PlanEncode implements pgtype.Codec.
func (c idCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(given); ok && format == pgtype.BinaryFormatCode {
		return idWritten{}
	}
	return c.UUIDCodec.PlanEncode(m, oid, format, value)
}

// PlanScan implements pgtype.Codec.
func (c idCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(taken); ok && format == pgtype.BinaryFormatCode {
		return idRead{}
	}
	return c.UUIDCodec.PlanScan(m, oid, format, target)
}

type idWritten struct{}

// Encode implements pgtype.EncodePlan; no bytes at all are null.
func (idWritten) Encode(value any, buf []byte) ([]byte, error) {
	id, ok := value.(given)
	if !ok {
		return nil, fmt.Errorf("write id: %T is none", value)
	}
	if id.IsZero() {
		return nil, nil
	}
	b := id.UUID()
	return append(buf, b[:]...), nil
}

type idRead struct{}

// Scan implements pgtype.ScanPlan.
func (idRead) Scan(src []byte, target any) error {
	var b [16]byte
	if src != nil && len(src) != len(b) {
		return fmt.Errorf("scan id: %d bytes", len(src))
	}
	copy(b[:], src)
	id, ok := target.(taken)
	if !ok {
		return fmt.Errorf("scan id: %T is none", target)
	}
	id.SetUUID(b)
	return nil
}

// ids makes a connection carry ids as they are.
func ids(conn *pgx.Conn) {
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "uuid", OID: pgtype.UUIDOID, Codec: idCodec{}})
}
