package compiled

import "gyeol/gov"

// Document is a plan or a report as it is read: by people as a page or a workbook, by programs as it is.
type Document struct {
	Title    string    `json:"title"`
	Year     int       `json:"year" doc:"The plan year"`
	Agency   string    `json:"agency"`
	Unit     string    `json:"unit" doc:"Who compiled it"`
	Chapters []Chapter `json:"chapters" nullable:"false"`
	Hash     string    `json:"sha256" doc:"Of the compiled content and its findings"`
}

// Chapter is the top level.
type Chapter struct {
	Number   string    `json:"number" doc:"Ⅰ, Ⅱ …"`
	Title    string    `json:"title"`
	Sections []Section `json:"sections" nullable:"false"`
}

// Section is the second level.
type Section struct {
	Number string   `json:"number" doc:"1, 2 …"`
	Title  string   `json:"title"`
	Text   []string `json:"text,omitempty"`
	Tables []Table  `json:"tables,omitempty"`
	Items  []Item   `json:"items,omitempty"`
}

// Item is the third level.
type Item struct {
	Number string  `json:"number" doc:"가, 나 …"`
	Title  string  `json:"title"`
	Tables []Table `json:"tables" nullable:"false"`
}

// Table is one table with its own number, which follows from where it stands.
type Table struct {
	Number  string   `json:"number" doc:"Chapter, section, item: Ⅱ-1-가"`
	Caption string   `json:"caption"`
	Sheet   string   `json:"sheet" doc:"Tables of one sheet have the same columns"`
	Columns []Column `json:"columns" nullable:"false"`
	Rows    []Row    `json:"rows" nullable:"false"`
	Notes   []string `json:"notes,omitempty"`
}

// Column is a column of a table.
type Column struct {
	Title string `json:"title"`
	Kind  Kind   `json:"kind"`
}

// Row is a row of a table. Its first cell heads it.
type Row struct {
	Cells []Cell `json:"cells" nullable:"false"`
	Total bool   `json:"total,omitempty"`
}

// Cell is a value as it is printed, with the stored number behind it where it is one.
type Cell struct {
	Text  string `json:"text"`
	Kind  Kind   `json:"kind"`
	Value *int64 `json:"value,omitempty" doc:"Money in won, rates in tenths of a percent, counts as they are; left out where the cell is blank"`
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
