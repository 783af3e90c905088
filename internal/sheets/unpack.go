package sheets

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
)

// The limits of a file, in bytes unless said. They are held before anything is unpacked, and once more while it is:
// what an archive says of itself is no more than a claim.
const (
	MaxFile     = 10 << 20 // of the file as it came
	mostParts   = 300      // files in the archive
	mostInside  = 48 << 20 // of all its files together
	mostRatio   = 150      // to one, of a file larger than ratioCounts
	ratioCounts = 1 << 20
)

// archive is a workbook whose limits have been held.
type archive struct {
	parts map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

// unpack opens a workbook. Macros, links to other files and archives that are more than they seem are refused unread.
func unpack(data []byte) (*archive, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, refuse("damaged", "파일이 손상되어 열 수 없습니다. 내려받은 양식에 다시 적어 저장하십시오.")
	}
	if len(r.File) > mostParts {
		return nil, refuse("too-large", "파일 안에 조각이 %d개 있습니다(최대 %d개). 내려받은 양식에 다시 적으십시오.", len(r.File), mostParts)
	}
	a := &archive{parts: map[string]*zip.File{}, left: mostInside}
	var inside uint64
	for _, f := range r.File {
		inside += f.UncompressedSize64
		if inside > mostInside || f.UncompressedSize64 > mostInside {
			return nil, bomb()
		}
		if f.UncompressedSize64 > ratioCounts && f.UncompressedSize64/max(f.CompressedSize64, 1) > mostRatio {
			return nil, bomb()
		}
		name := strings.ToLower(strings.TrimPrefix(path.Clean("/"+f.Name), "/"))
		if _, twice := a.parts[name]; twice {
			return nil, refuse("damaged", "파일 안에 같은 이름의 조각이 두 번 있습니다. 내려받은 양식에 다시 적어 저장하십시오.")
		}
		a.parts[name] = f
		if err := active(name); err != nil {
			return nil, err
		}
	}
	return a, a.plain()
}

func bomb() error {
	return refuse("bomb", "압축을 풀면 지나치게 커지는 파일입니다. 내려받은 양식에 다시 적어 저장하십시오.")
}

// active refuses parts that do something, or that bring something from elsewhere.
func active(name string) error {
	switch base := path.Base(name); {
	case base == "vbaproject.bin", strings.Contains(name, "/macrosheets/"), strings.Contains(name, "/dialogsheets/"):
		return refuse("macro", "매크로가 든 파일은 받지 않습니다. 매크로 없는 통합 문서(.xlsx)로 저장하십시오.")
	case strings.Contains(name, "/externallinks/"), base == "connections.xml", strings.Contains(name, "/querytables/"):
		return refuse("external", "다른 파일이나 외부 자료에 연결된 파일입니다. 연결을 끊고 값만 남겨 저장하십시오.")
	case strings.Contains(name, "/activex/"), strings.Contains(name, "/embeddings/"),
		strings.Contains(name, "/ctrlprops/"):
		return refuse("embedded", "다른 개체가 삽입된 파일은 받지 않습니다. 삽입한 개체를 지우고 저장하십시오.")
	}
	return nil
}

// plain refuses a workbook that calls itself one with macros.
func (a *archive) plain() error {
	types, err := a.read("[content_types].xml")
	if err != nil {
		return err
	}
	if bytes.Contains(bytes.ToLower(types), []byte("macroenabled")) {
		return refuse("macro", "매크로가 든 파일은 받지 않습니다. 매크로 없는 통합 문서(.xlsx)로 저장하십시오.")
	}
	return nil
}

// read unpacks one part, as far as the limit of the whole allows.
func (a *archive) read(name string) ([]byte, error) {
	f, ok := a.parts[strings.ToLower(name)]
	if !ok {
		return nil, refuse("damaged", "파일에 필요한 조각이 없습니다. 내려받은 양식에 다시 적어 저장하십시오.")
	}
	r, err := f.Open()
	if err != nil {
		return nil, refuse("damaged", "파일이 손상되어 읽을 수 없습니다. 내려받은 양식에 다시 적어 저장하십시오.")
	}
	defer r.Close()
	raw, err := io.ReadAll(io.LimitReader(r, a.left+1))
	if int64(len(raw)) > a.left {
		return nil, bomb()
	}
	if err != nil {
		return nil, refuse("damaged", "파일이 손상되어 읽을 수 없습니다. 내려받은 양식에 다시 적어 저장하십시오.")
	}
	a.left -= int64(len(raw))
	return raw, nil
}

// tooLarge refuses a file by its size alone.
func tooLarge(size int) error {
	return refuse("too-large", "파일이 %s보다 큽니다(%.1fMB). 그림과 쓰지 않는 시트를 지우고 다시 저장하십시오.",
		fmt.Sprintf("%dMB", MaxFile>>20), float64(size)/(1<<20))
}
