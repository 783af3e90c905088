package papers

import (
	"errors"
	"fmt"

	"gyeol/gov"
	"gyeol/policies"
)

// RoleDraft is the drafter's cell. The line of package policies begins after it.
const RoleDraft policies.CellRole = "draft"

// Block is what stands around the text of a document: its numbers and dates and who signed it (행정업무의 운영 및
// 혁신에 관한 규정 시행규칙 제4조, 제7조; domain §3.3). The internal form has all of it above the text; the dispatch
// form has the addressee above and the signatures below.
type Block struct {
	Form         policies.DocumentForm
	Style        BlockStyle
	Agency       string   // 서울특별시
	Title        string   // of the document
	IssuedOn     gov.Date // its month is printed
	Unit         string   // 평생교육국 (평생교육과)
	Number       string   // 평생교육과-11424; empty before the final signature
	PolicyNumber string   // empty unless mayor or vice mayor decided
	ApprovedOn   gov.Date
	Disclosure   policies.PartDisclosure // of the text
	Reply        ReplyLine
	Round        int // of drafting; printed from the second on
	Cells        []BlockCell
	Joint        []JointBlock // the other agencies of a joint issue, in the order of their signatures
	Sent         SentLines    // dispatch form
}

// ReplyLine is the period for the answer that a document asks of its addressees, with its dates once they are known.
type ReplyLine struct {
	Period    policies.ReplyPeriod
	Operative gov.Date
	Legal     gov.Date
}

// String prints the period as 도달한 때부터 5일 이내(2022. 2. 28.까지, 법정 만료일 2022. 3. 2.); empty where none is
// asked for.
func (r ReplyLine) String() string {
	switch {
	case r.Operative.IsZero():
		return r.Period.Korean()
	case r.Operative == r.Legal:
		return r.Period.Korean() + "(" + day(r.Legal) + "까지)"
	}
	return r.Period.Korean() + "(" + day(r.Operative) + "까지, 법정 만료일 " + day(r.Legal) + ")"
}

// BlockCell is one signature. No cell is printed for a post that does not sign (행정업무의 운영 및 혁신에 관한 규정
// 시행규칙 제7조).
type BlockCell struct {
	Role      policies.CellRole // RoleDraft, or a role of the line
	Post      string            // title
	Sign      string            // name of the signer, or the mark of his image
	On        gov.Date          // printed in the final cell
	Delegated bool              // 전결
	Acting    string            // 대결: title of the acting post that signed
	Skipped   string            // review passed over: the reason (행정업무의 운영 및 혁신에 관한 규정 제9조제1항)
	Lifted    string            // decision given to the post above: the reason (서울특별시 사무전결처리 규칙 제7조제2항)
	Opinion   string            // printed after the text; the title says 의견 있음 (같은 규정 제9조제3항)
	Disagrees bool              // an agreement that was refused (서울특별시 사무전결처리 규칙 제8조)
	SameAs    string            // another cell that the same person signed: printed, as nothing forbids it
	Proposer  bool              // ★ (시행규칙 제6조제1항)
	Reporter  bool              // ⊙ (시행규칙 제6조제1항)
}

// JointBlock are the signatures of another agency under a joint issue; the lead agency signs first (행정업무의 운영 및
// 혁신에 관한 규정 제8조제3항, 시행규칙 제5조제2항).
type JointBlock struct {
	Agency string
	Issuer string
	Cells  []BlockCell
}

// SentLines are the lines that only the dispatch form has (행정업무의 운영 및 혁신에 관한 규정 시행규칙 제4조제6항).
type SentLines struct {
	Addressees []string // none: 내부결재; several: 수신자 참조, and the list below
	Via        string   // 경유
	Issuer     string   // 발신명의; an internal document has none
	On         gov.Date // 시행일
	ReceivedNo string   // number of the receiving department
	ReceivedOn gov.Date
	Address    string // with post code
	Homepage   string
	Telephone  string
	Fax        string
	Email      string   // of the office
	Abstract   string   // 문서요지; with the text only
	Keywords   []string // 키워드
}

// BlockStyle is what differs from city to city in the print. The zero style prints what the decree asks for.
type BlockStyle struct {
	Citizen bool     `json:"citizen" yaml:"citizen"`         // an empty first cell for 시민
	Hanja   bool     `json:"proxy_hanja" yaml:"proxy_hanja"` // proxies as 代 and the name, in the absent post's cell
	Plain   gov.Rank `json:"plain_from" yaml:"plain_from"`   // lowest rank that decides without 전결; empty: the head
	Open    string   `json:"public" yaml:"public"`           // the word for public; empty: 공개
	Narrow  bool     `json:"narrow" yaml:"narrow"`           // ★ ⊙ ① take one column, not two as in Korean fonts
	Columns int      `json:"columns" yaml:"columns"`         // most columns of a line of text; 0: 100
}

// StyleOf is the style of a region, given by its full Korean name; most regions print what the decree asks for. Seoul
// has the cell for the citizen, proxies as 代, no mark on decisions of its vice mayors, and 대시민공개 (seed 001).
func StyleOf(region string) BlockStyle {
	if region == "서울특별시" {
		return BlockStyle{Citizen: true, Hanja: true, Plain: gov.RankViceMayor, Open: "대시민공개"}
	}
	return BlockStyle{}
}

// check refuses a block that cannot be printed lawfully.
func (b Block) check() error {
	if b.Form != policies.FormInternal && b.Form != policies.FormDispatch {
		return fmt.Errorf("print block: unknown form %q", b.Form)
	}
	for _, part := range b.agencies() {
		for _, c := range part.Cells {
			if err := c.check(); err != nil {
				return fmt.Errorf("print block: cell of %s: %w", c.Post, err)
			}
		}
	}
	return nil
}

func (c BlockCell) check() error {
	switch {
	case c.Role == policies.CellApprove && c.On.IsZero():
		return errors.New("the final cell carries no date")
	case c.Sign == "" && c.Skipped == "" && c.Lifted == "":
		return errors.New("a post that does not sign has no cell")
	case roleOrder(c.Role) < 0:
		return fmt.Errorf("unknown role %q", c.Role)
	}
	return nil
}

// roleOrder is the row in which a role is printed: command, concurrence, agreement; below zero for none.
func roleOrder(r policies.CellRole) int {
	switch r {
	case RoleDraft, policies.CellReview, policies.CellApprove:
		return 0
	case policies.CellConcur:
		return 1
	case policies.CellAgree:
		return 2
	}
	return -1
}

// agencies are the lead's block and one for each further agency of a joint issue.
func (b Block) agencies() []Block {
	out := []Block{b}
	others := b.Style
	others.Citizen = false // the cell is the lead agency's custom
	for _, j := range b.Joint {
		out = append(out, Block{
			Form: b.Form, Style: others, Agency: j.Agency, Cells: j.Cells, Sent: SentLines{Issuer: j.Issuer},
		})
	}
	return out
}

// issuers are the names under which the document is sent.
func (b Block) issuers() []string {
	var out []string
	for _, part := range b.agencies() {
		if part.Sent.Issuer != "" {
			out = append(out, part.Sent.Issuer)
		}
	}
	return out
}

// addressee is what stands after 수신.
func (b Block) addressee() string {
	switch len(b.Sent.Addressees) {
	case 0:
		return "내부결재"
	case 1:
		return b.Sent.Addressees[0]
	}
	return "수신자 참조"
}

// day prints a date as forms do, without the day of the week: 2021. 12. 22.
func day(d gov.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d. %d. %d.", d.Year(), int(d.Month()), d.Day())
}

// month prints the month in which a plan is issued: 2021. 12.
func month(d gov.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d. %d.", d.Year(), int(d.Month()))
}

// numbered prints a number with its date: 평생교육과-11424(2021. 12. 22.).
func numbered(number string, on gov.Date) string {
	if number == "" || on.IsZero() {
		return number
	}
	return number + "(" + day(on) + ")"
}
