package papers

import (
	"fmt"
	"io"
	"strings"

	"gyeol/internal/locale"
	"gyeol/policies"
)

// BlockText writes the block as text that lines up in a fixed-pitch font. A block in the dispatch form leaves a blank
// line where the text of the document belongs.
func BlockText(w io.Writer, b Block) error {
	if err := b.check(); err != nil {
		return err
	}
	return writeText(w, b.head()+b.foot())
}

func writeText(w io.Writer, text string) error {
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	if _, err := io.WriteString(w, out.String()); err != nil {
		return fmt.Errorf("write text: %w", err)
	}
	return nil
}

// head is what stands above the text of the document.
func (b Block) head() string {
	if b.Form == policies.FormDispatch {
		return b.centred(clean(b.Agency)) + "\n\n" +
			"수신  " + clean(b.addressee()) + "\n" +
			"(경유)  " + clean(b.Sent.Via) + "\n" +
			"제목  " + clean(b.Title) + "\n\n"
	}
	var out strings.Builder
	out.WriteString(b.facts())
	for i, part := range b.agencies() {
		if i > 0 {
			out.WriteString(clean(part.Agency) + "\n")
		}
		g := gridOf(part)
		out.WriteString(g.String())
	}
	out.WriteString(spaced(clean(b.Title), month(b.IssuedOn), clean(b.Unit)) + "\n")
	return out.String()
}

// facts are numbers, date and disclosure in two columns.
func (b Block) facts() string {
	left := [][2]string{{"문서번호", clean(b.Number)}, {"공개여부", b.Disclosure.Label(b.Style.Open)}}
	right := [][2]string{{"결재일자", day(b.ApprovedOn)}, {"방침번호", clean(b.PolicyNumber)}}
	columns := 26
	for _, f := range left {
		columns = max(columns, b.Style.width(f[1])+2)
	}
	var out strings.Builder
	for i, f := range left {
		value := locale.Pad(f[1], columns, !b.Style.Narrow)
		out.WriteString(f[0] + "  " + value + right[i][0] + "  " + right[i][1] + "\n")
	}
	if reply := b.Reply.String(); reply != "" {
		out.WriteString("회신기한  " + reply + "\n")
	}
	if b.Round > 1 {
		fmt.Fprintf(&out, "기안차수  %d차\n", b.Round)
	}
	return out.String()
}

// foot is what stands below the text of the document; the internal form has nothing there.
func (b Block) foot() string {
	if b.Form != policies.FormDispatch {
		return ""
	}
	var out strings.Builder
	out.WriteString("\n")
	for _, name := range b.issuers() {
		out.WriteString(b.centred(clean(name)) + "\n")
	}
	if len(b.Sent.Addressees) > 1 {
		out.WriteString(b.listed("수신자  ", cleaned(b.Sent.Addressees)))
	}
	out.WriteString(strings.Repeat("-", b.page()) + "\n")
	for _, part := range b.agencies() {
		out.WriteString(part.signatures(len(b.Joint) > 0))
	}
	out.WriteString(spaced(
		"시행  "+numbered(clean(b.Number), b.Sent.On), "접수  "+numbered(clean(b.Sent.ReceivedNo), b.Sent.ReceivedOn),
	) + "\n")
	for _, line := range b.contact() {
		out.WriteString(line + "\n")
	}
	for _, l := range b.told() {
		out.WriteString(b.listed(l[0]+"  ", l[1:]))
	}
	return out.String()
}

// told are the period for the answer, abstract and keywords, each with its label, where they are given (행정업무의 운영
// 및 혁신에 관한 규정 제5조제2항).
func (b Block) told() [][]string {
	var out [][]string
	if reply := b.Reply.String(); reply != "" {
		out = append(out, []string{"회신기한", reply})
	}
	if b.Sent.Abstract != "" {
		out = append(out, []string{"문서요지", strings.Join(strings.Fields(b.Sent.Abstract), " ")})
	}
	if len(b.Sent.Keywords) > 0 {
		out = append(out, append([]string{"키워드"}, cleaned(b.Sent.Keywords)...))
	}
	return out
}

// signatures are the signers of one agency in lines, under its name where several sign.
func (b Block) signatures(named bool) string {
	var out strings.Builder
	if named {
		out.WriteString("[" + clean(b.Agency) + "]\n")
	}
	for _, line := range flow(signers(b), b.page(), b.Style) {
		out.WriteString(line + "\n")
	}
	for _, r := range beside(b) {
		for i, line := range flow(r.Cells, b.page()-8, b.Style) {
			if i == 0 {
				out.WriteString(r.Label + "자  " + line + "\n")
			} else {
				out.WriteString("        " + line + "\n")
			}
		}
	}
	return out.String()
}

// contact are address, telephone, e-mail and disclosure (행정업무의 운영 및 혁신에 관한 규정 시행규칙 제4조제6항).
func (b Block) contact() []string {
	address := slashed(prefixed("우 ", b.Sent.Address), b.Sent.Homepage)
	reach := slashed(
		phrase(prefixed("전화 ", b.Sent.Telephone), prefixed("전송 ", b.Sent.Fax)), b.Sent.Email,
		b.Disclosure.Label(b.Style.Open),
	)
	if address == "" {
		return []string{reach}
	}
	return []string{address, reach}
}

// page is the width of the dispatch form, which has no table.
func (b Block) page() int { return min(b.Style.most(), 82) }

func (b Block) centred(s string) string {
	return strings.Repeat(" ", max(0, (b.page()-b.Style.width(s))/2)) + s
}

// listed sets a list after a label in as many lines as it takes.
func (b Block) listed(label string, items []string) string {
	indent := b.Style.width(label)
	lines := locale.Fold(strings.Join(items, ", "), b.page()-indent, !b.Style.Narrow)
	return label + strings.Join(lines, "\n"+strings.Repeat(" ", indent)) + "\n"
}

func cleaned(items []string) []string {
	out := make([]string, len(items))
	for i, s := range items {
		out[i] = clean(s)
	}
	return out
}

func prefixed(label, s string) string {
	if s == "" {
		return ""
	}
	return label + clean(s)
}

func spaced(parts ...string) string { return strings.Join(present(parts), gap) }

func slashed(parts ...string) string { return strings.Join(present(parts), " / ") }

// present leaves out what is empty.
func present(parts []string) []string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}
