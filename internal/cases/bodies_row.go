package cases

import (
	"encoding/json"

	"gyeol/gov"
)

// AssignRowsBody gives rows to a post of the unit.
type AssignRowsBody struct {
	Rows []gov.RowID `json:"rows" minItems:"1" maxItems:"500" doc:"Ids of the rows"`
	Post gov.PostID  `json:"post" minLength:"1" doc:"Post of the unit that writes them from now on" example:"jung-gu.officer"`
}

// AddRowBody adds a row to a form that grows.
type AddRowBody struct {
	Title string          `json:"title" minLength:"1" maxLength:"200" doc:"Name of the row" example:"마을 문해교실"`
	Data  json.RawMessage `json:"data,omitempty" doc:"An object: fields of the form by name"`
}

// RowAtBody names a row on the revision that was seen.
type RowAtBody struct {
	Row      gov.RowID `json:"row" doc:"Id of the row"`
	Revision int32     `json:"revision" minimum:"0" doc:"Revision of the row that was seen" example:"1"`
}

// RowEventBody tells what became of the project of a row.
type RowEventBody struct {
	Row         gov.RowID  `json:"row" doc:"Id of the row"`
	Kind        string     `json:"kind" enum:"ended,merged,split,transferred" doc:"종료, 통합, 분리, 이관" example:"merged"`
	EffectiveOn gov.Date   `json:"effective_on" doc:"Since when" example:"2024-07-01"`
	Reason      string     `json:"reason" minLength:"1" maxLength:"1000" doc:"Why" example:"유사 사업과 통합하여 운영"`
	Successors  []string   `json:"successors,omitempty" maxItems:"20" doc:"Of a merger or a split: the items it goes into" example:"[\"BP-1-1-2\"]"`
	ToUnit      gov.UnitID `json:"to_unit,omitempty" doc:"Of a transfer: the unit that takes over" example:"garden-city-bureau"`
}

// RowEventAtBody names an event.
type RowEventAtBody struct {
	Event gov.RowID `json:"event" doc:"Id of the event"`
}

// AnswerRowsBody answers what a unit was asked about rows of another: without rows, all of it alike.
type AnswerRowsBody struct {
	Agrees  *bool       `json:"agrees,omitempty" doc:"For all that is open; left out where each row has its answer" example:"true"`
	Opinion string      `json:"opinion,omitempty" maxLength:"4000" doc:"Needed with an objection"`
	Rows    []RowAnswer `json:"rows,omitempty" maxItems:"500" doc:"Answers row by row; what is left out stays open"`
}

// RowAnswer is the answer about one row.
type RowAnswer struct {
	Row     string `json:"row" minLength:"1" doc:"Item of the row" example:"BP-1-1-1"`
	Kind    string `json:"kind,omitempty" enum:"concur,merged,split,transferred" doc:"Which question; left out: all about the row"`
	Agrees  *bool  `json:"agrees" doc:"Whether the unit agrees" example:"false"`
	Opinion string `json:"opinion,omitempty" maxLength:"4000" doc:"Needed with an objection" example:"협력 인력이 부족합니다."`
}

// OpinionOnBody goes with a signature of a unit's own line.
type OpinionOnBody struct {
	Opinion string `json:"opinion,omitempty" maxLength:"4000" doc:"Kept beside the signature"`
}

// AttachBody puts a stored file beside the submission or one of its rows.
type AttachBody struct {
	SHA256 string    `json:"sha256" minLength:"64" maxLength:"64" doc:"Of the stored file, in hex"`
	Name   string    `json:"name" minLength:"1" maxLength:"200" doc:"Its name" example:"세부계획.hwpx"`
	Row    gov.RowID `json:"row,omitzero" doc:"Id of the row; left out: the submission"`
}

// AttachmentAtBody names a file of the submission.
type AttachmentAtBody struct {
	Attachment gov.RowID `json:"attachment" doc:"Id of the attachment"`
}
