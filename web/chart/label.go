package chart

import "golang.org/x/text/width"

// size is the height of letters. It is as large as what stands around the picture once a telephone shows it.
const size = 13.0

// box is the room that something takes.
type box struct{ x, y, w, h float64 }

func (b box) meets(o box) bool {
	return b.x < o.x+o.w && o.x < b.x+b.w && b.y < o.y+o.h && o.y < b.y+b.h
}

// wide is how wide a text is drawn, rather more than less: Hangul and Hanja are as wide as high.
func wide(text string) float64 {
	var sum float64
	for _, r := range text {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
			sum += size
		case width.Neutral, width.EastAsianNarrow, width.EastAsianHalfwidth:
			sum += size * 0.6
		}
	}
	return sum
}

// fit shortens a text to a width.
func fit(text string, room float64) string {
	if wide(text) <= room {
		return text
	}
	letters := []rune(text)
	for len(letters) > 0 && wide(string(letters))+size > room {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + "…"
}

// anchor is where the point of a label lies in it.
type anchor string

const (
	atStart  anchor = "start"
	atMiddle anchor = "middle"
	atEnd    anchor = "end"
)

// label is a text at a point; y is its base line.
type label struct {
	x, y float64
	at   anchor
	text string
}

func (l label) box() box {
	b := box{l.x, l.y - size*0.85, wide(l.text), size * 1.1}
	switch l.at {
	case atMiddle:
		b.x -= b.w / 2
	case atEnd:
		b.x -= b.w
	case atStart:
	}
	return b
}

// inside moves a label so that it ends within the picture.
func (l label) inside() label {
	if b := l.box(); b.x < 0 {
		l.x -= b.x
	} else if over := b.x + b.w - across; over > 0 {
		l.x -= over
	}
	return l
}
