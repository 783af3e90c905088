package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/xuri/excelize/v2"

	"gyeol/client"
	"gyeol/gov"
)

// benchSheetsCmd measures the taking in of workbooks in which every row is filled in.
type benchSheetsCmd struct {
	Data      string `help:"empty folder to keep the installation in; default: a temporary one"`
	Workbooks int    `default:"60" help:"workbooks, each of another unit"`
	Rows      int    `default:"200" help:"rows of each"`
}

// mostTakingIn is how long 60 workbooks of 200 rows may take, read, compared and written.
const mostTakingIn = 10 * time.Second

// sheetsReport is what the bench tells, in milliseconds for all workbooks.
type sheetsReport struct {
	Workbooks int     `json:"workbooks"`
	Rows      int     `json:"rows"`   // of each
	Fields    int     `json:"fields"` // that were taken in, of all
	ReadMS    float64 `json:"read_ms"`
	WriteMS   float64 `json:"write_ms"`
	TotalMS   float64 `json:"total_ms"`
	LimitMS   float64 `json:"limit_ms"` // for 60 workbooks of 200 rows, in proportion for others
	Met       bool    `json:"met"`
}

// workbook is a file of a unit that comes back.
type workbook struct {
	desk *client.Client
	file client.Upload
}

// Run lets every unit hand its workbook in through the API, one after the other.
func (c *benchSheetsCmd) Run(ctx context.Context, g *Globals) (err error) {
	if c.Workbooks < 1 || c.Rows < 1 {
		return errors.New("파일과 행은 1 이상이어야 합니다 (workbooks and rows must be at least 1)")
	}
	b, end, err := benchStart(ctx, c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	books, err := b.workbooks(ctx, c)
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	if err := b.rest(ctx); err != nil {
		return err
	}
	r := sheetsReport{
		Workbooks: c.Workbooks, Rows: c.Rows,
		LimitMS: milliseconds(mostTakingIn) * float64(c.Workbooks*c.Rows) / (60 * 200),
	}
	for _, book := range books {
		if err := r.takeIn(ctx, book); err != nil {
			return err
		}
	}
	r.TotalMS = r.ReadMS + r.WriteMS
	r.Met = r.TotalMS <= r.LimitMS
	if g.JSON {
		return printJSON(g, r)
	}
	_, err = fmt.Fprintf(g.Out, "파일 %d개, 행 %d개씩: 읽기와 대조 %.0f ms, 저장 %.0f ms, 모두 %.0f ms (기준 %.0f ms)\n",
		r.Workbooks, r.Rows, r.ReadMS, r.WriteMS, r.TotalMS, r.LimitMS)
	return err
}

// takeIn hands one workbook in and applies it.
func (r *sheetsReport) takeIn(ctx context.Context, book workbook) error {
	began := time.Now()
	in, err := book.desk.ImportSheet(ctx, book.file)
	if err != nil {
		return told(err)
	}
	read := time.Now()
	done, err := book.desk.ApplyImport(ctx, "", in.ID, nil)
	if err != nil {
		return told(err)
	}
	r.ReadMS += milliseconds(read.Sub(began))
	r.WriteMS += milliseconds(time.Since(read))
	r.Fields += len(in.Changes)
	if done.State != "applied" || int(in.Rows) != r.Rows {
		return fmt.Errorf("%s: %d rows, %s", book.file.Name, in.Rows, done.State)
	}
	return nil
}

// workbooks opens a collection of so many units more and fills in the workbook of each.
func (b *bench) workbooks(ctx context.Context, c *benchSheetsCmd) ([]workbook, error) {
	if err := b.seoul(ctx); err != nil {
		return nil, err
	}
	owner, err := benchSuperuser(ctx, b)
	if err != nil {
		return nil, err
	}
	out, err := b.handedOut(ctx, owner, c)
	return out, errors.Join(err, owner.Close(context.WithoutCancel(ctx)))
}

func (b *bench) handedOut(ctx context.Context, owner *pgx.Conn, c *benchSheetsCmd) ([]workbook, error) {
	var asked int
	if err := owner.QueryRow(ctx, "select count(*)::int from unit where valid_to is null").Scan(&asked); err != nil {
		return nil, err
	}
	if err := askUnits(ctx, owner, asked+c.Workbooks); err != nil {
		return nil, err
	}
	if err := b.signIn(ctx); err != nil {
		return nil, err
	}
	if _, err := b.as(benchCoordinator).OpenCycle(ctx, benchCycle, b.year(0), client.NewKey()); err != nil {
		return nil, err
	}
	if err := b.openStage(ctx, openStage, b.year(0)); err != nil {
		return nil, err
	}
	if _, err := owner.Exec(ctx, `insert into form_row (id, case_id, item, title, ordinal)
		select gen_random_uuid(), f.id, 'row-' || n, '사업 ' || n, n + 1 from case_file f, generate_series(1, $1::int) n
		where f.subject like 'bench-%'`, c.Rows-1); err != nil {
		return nil, err
	}
	var out []workbook
	for i := range c.Workbooks {
		book, err := b.filledIn(ctx, fmt.Sprintf("bench-%d.officer", asked+c.Workbooks-i), c.Rows)
		if err != nil {
			return nil, err
		}
		out = append(out, book)
	}
	return out, nil
}

// filledIn gets the workbook of an officer and writes into every row.
func (b *bench) filledIn(ctx context.Context, officer string, rows int) (workbook, error) {
	desk := b.as(officer)
	tasks, err := desk.Inbox(ctx, client.InboxFilter{Kind: string(gov.TaskFill)})
	if err != nil || len(tasks) != 1 {
		return workbook{}, errors.Join(fmt.Errorf("%s has %d tasks", officer, len(tasks)), err)
	}
	d, err := desk.Task(ctx, tasks[0].ID)
	if err != nil {
		return workbook{}, told(err)
	}
	file, err := desk.ExportSheet(ctx, "", d.File.ID, "xlsx")
	if err != nil {
		return workbook{}, told(err)
	}
	data, err := inEveryCell(file.Data, rows)
	return workbook{desk: desk, file: client.Upload{Name: file.Name, Data: data}}, err
}

// inEveryCell is a workbook of agency plans with something in every cell of every row.
func inEveryCell(data []byte, rows int) ([]byte, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("open a workbook: %w", err)
	}
	for n := range rows {
		for i, v := range []any{fmt.Sprintf("학습동아리 지원 %d", n), "Ⅱ-2-3", "주민 학습동아리의 강사비와 공간을 지원합니다.", 30 + n} {
			at, err := excelize.CoordinatesToCellName(i+3, n+3)
			if err == nil {
				err = f.SetCellValue("작성", at, v)
			}
			if err != nil {
				return nil, fmt.Errorf("fill in a workbook: %w", err)
			}
		}
	}
	var out bytes.Buffer
	if err := errors.Join(f.Write(&out), f.Close()); err != nil {
		return nil, fmt.Errorf("keep a workbook: %w", err)
	}
	return out.Bytes(), nil
}
