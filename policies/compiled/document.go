package compiled

import "gyeol/gov"

// Paper is a plan or a report as it is read: by people as a page or a workbook, by programs as it is.
type Paper struct {
	Title    string         `json:"title"`
	Year     int            `json:"year" doc:"The plan year"`
	Agency   string         `json:"agency"`
	Unit     string         `json:"unit" doc:"Who compiled it"`
	Chapters []PaperChapter `json:"chapters" nullable:"false"`
	Hash     string         `json:"sha256" doc:"Of the compiled content and its findings"`
}

// PaperChapter is the top level.
type PaperChapter struct {
	Number   string         `json:"number" doc:"Ⅰ, Ⅱ …"`
	Title    string         `json:"title"`
	Sections []PaperSection `json:"sections" nullable:"false"`
}

// PaperSection is the second level.
type PaperSection struct {
	Number string       `json:"number" doc:"1, 2 …"`
	Title  string       `json:"title"`
	Text   []string     `json:"text,omitempty"`
	Tables []PaperTable `json:"tables,omitempty"`
	Items  []PaperItem  `json:"items,omitempty"`
}

// PaperItem is the third level.
type PaperItem struct {
	Number string       `json:"number" doc:"가, 나 …"`
	Title  string       `json:"title"`
	Tables []PaperTable `json:"tables" nullable:"false"`
}

// PaperTable is one table with its own number, which follows from where it stands.
type PaperTable struct {
	Number  string        `json:"number" doc:"Chapter, section, item: Ⅱ-1-가"`
	Caption string        `json:"caption"`
	Sheet   string        `json:"sheet" doc:"Tables of one sheet have the same columns"`
	Columns []PaperColumn `json:"columns" nullable:"false"`
	Rows    []PaperRow    `json:"rows" nullable:"false"`
	Notes   []string      `json:"notes,omitempty"`
}

// PaperColumn is a column of a table.
type PaperColumn struct {
	Title string `json:"title"`
	Kind  Kind   `json:"kind"`
}

// PaperRow is a row of a table. Its first cell heads it.
type PaperRow struct {
	Cells []PaperCell `json:"cells" nullable:"false"`
	Total bool        `json:"total,omitempty"`
}

// PaperCell is a value as it is printed, with the stored number behind it where it is one.
type PaperCell struct {
	Text  string `json:"text"`
	Kind  Kind   `json:"kind"`
	Value *int64 `json:"value,omitempty" doc:"Won, tenths of a percent, or a count; left out where it is blank"`
}

// Kind is what a cell holds.
type Kind string

// The kinds.
const (
	Words    Kind = "text"
	Count    Kind = "count"
	Millions Kind = "million_krw" // won, printed in 백만원
	Eok      Kind = "eok_krw"     // won, printed in 억원
	Rate     Kind = "rate"        // tenths of a percent
	Points   Kind = "points"      // tenths of a percentage point
)

// Source is what a document is made from.
type Source struct {
	Agency    string
	Unit      string
	Hash      string
	By        string // who confirmed, "" while nobody has
	On        gov.Date
	Decisions []Decision
}

// Decision is what was decided about a finding.
type Decision struct {
	Finding  string
	Decision string // accept, mend, waive
	Reason   string
}
