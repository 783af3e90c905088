package evidence

import (
	"archive/zip"
	"errors"
	"io"
	"slices"
)

// archive is an opened archive whose names and sizes are safe to read by.
type archive struct {
	files  map[string]*zip.File
	report *Report
}

// openArchive reads the directory of a ZIP archive and takes nothing that could hurt whoever unpacks it.
func openArchive(r io.ReaderAt, size int64, report *Report) *archive {
	a := &archive{files: map[string]*zip.File{}, report: report}
	z, err := zip.NewReader(r, size)
	switch {
	case errors.Is(err, zip.ErrInsecurePath):
		report.find(FaultPath, "", "압축 파일에 폴더 밖을 가리키는 이름이 있습니다 (a name leads out of the folder)")
		return nil
	case err != nil:
		report.find(FaultArchive, "", "ZIP 파일로 읽을 수 없습니다. 파일이 잘렸거나 바뀌었습니다 (this is no ZIP archive: %v)", err)
		return nil
	case len(z.File) > MaxFiles:
		report.find(FaultTooLarge, "", "파일이 %d개로 너무 많습니다 (too many files)", len(z.File))
		return nil
	}
	last, total := "", uint64(0)
	for _, f := range z.File {
		if !a.takes(f) {
			return nil
		}
		if f.Name <= last {
			report.find(FaultDuplicate, f.Name, "이름이 두 번 나오거나 순서가 다릅니다 (a name comes twice, or out of order)")
			return nil
		}
		a.files[f.Name], last = f, f.Name
		if total += f.UncompressedSize64; total > MaxTotal || f.UncompressedSize64 > MaxTotal {
			report.find(FaultTooLarge, f.Name, "풀린 크기가 너무 큽니다 (the archive unpacks to too much)")
			return nil
		}
	}
	if !a.apart(z.File) {
		return nil
	}
	return a
}

// takes refuses a file that is not plain or whose name is not safe.
func (a *archive) takes(f *zip.File) bool {
	const encrypted = 1
	switch {
	case !safePath(f.Name):
		a.report.find(FaultPath, "", "안전하지 않은 이름 %q이(가) 있습니다. 이 파일을 풀지 마십시오 (an unsafe name)", f.Name)
	case !f.Mode().IsRegular() || f.Flags&encrypted != 0:
		a.report.find(FaultKind, f.Name, "보통 파일이 아닙니다: 연결·폴더·암호화된 파일 (this is no plain file)")
	case f.Method != zip.Store && f.Method != zip.Deflate:
		a.report.find(FaultKind, f.Name, "알 수 없는 방식으로 압축되었습니다 (packed in an unknown way)")
	default:
		return true
	}
	return false
}

// apart refuses an archive in which two files share octets: a small one would unpack to any size.
func (a *archive) apart(files []*zip.File) bool {
	type span struct{ from, to int64 }
	var spans []span
	for _, f := range files {
		from, err := f.DataOffset()
		to := from + int64(f.CompressedSize64)
		if err != nil || to < from {
			a.report.find(FaultArchive, f.Name, "압축 파일의 목차가 맞지 않습니다 (the directory of the archive is wrong)")
			return false
		}
		spans = append(spans, span{from, to})
	}
	slices.SortFunc(spans, func(x, y span) int {
		if x.from < y.from {
			return -1
		}
		return 1
	})
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			a.report.find(FaultTooLarge, "", "두 파일이 같은 자리를 씁니다: 압축 폭탄입니다 (two files share octets)")
			return false
		}
	}
	return true
}

// read gives the octets of a file of at most so many.
func (a *archive) read(path string, most int64) ([]byte, bool) {
	f := a.files[path]
	if f == nil {
		return nil, false
	}
	if f.UncompressedSize64 > uint64(most) {
		a.report.find(FaultTooLarge, path, "읽을 수 있는 크기를 넘습니다 (larger than a reader takes)")
		return nil, false
	}
	r, err := f.Open()
	if err == nil {
		defer r.Close()
		var b []byte
		if b, err = io.ReadAll(io.LimitReader(r, most+1)); err == nil && int64(len(b)) <= most {
			return b, true
		}
	}
	a.report.find(FaultChanged, path, "파일을 읽을 수 없습니다. 내용이 바뀌었습니다 (the file cannot be read: %v)", err)
	return nil, false
}
