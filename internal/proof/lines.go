package proof

import (
	"bufio"
	"errors"
	"io"
)

// lines reads a file line by line in memory that does not grow with it.
type lines struct {
	r      *bufio.Reader
	long   []byte // of a line that is longer than the buffer
	number int64
}

var (
	errLongLine = errors.New("a line is too long")
	errCutOff   = errors.New("the last line has no end")
)

func newLines(r io.Reader) *lines { return &lines{r: bufio.NewReaderSize(r, 1<<20)} }

// next is the next line without its end, good until the next call. It ends with io.EOF, and with errCutOff where the
// file ends within a line.
func (l *lines) next() ([]byte, error) {
	l.number++
	line, err := l.r.ReadSlice('\n')
	if err == nil {
		return line[:len(line)-1], nil
	}
	l.long = l.long[:0]
	for errors.Is(err, bufio.ErrBufferFull) {
		if l.long = append(l.long, line...); len(l.long) > MaxLine {
			return nil, errLongLine
		}
		line, err = l.r.ReadSlice('\n')
	}
	l.long = append(l.long, line...)
	switch {
	case err == nil && len(l.long) > MaxLine:
		return nil, errLongLine
	case err == nil:
		return l.long[:len(l.long)-1], nil
	case errors.Is(err, io.EOF) && len(l.long) > 0:
		return nil, errCutOff
	}
	return nil, err
}
