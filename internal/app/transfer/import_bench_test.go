package transfer_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"giamngheo/internal/app/exports"
	"giamngheo/internal/app/files"
	"giamngheo/internal/date"
	"giamngheo/internal/officetest"
	"giamngheo/internal/sheet"
	"giamngheo/internal/store/jobs"
)

// scanAndInsert reads a workbook's rows and inserts them into plain tables in one transaction, with nothing checked,
// nothing joined, nothing sealed and nothing classified.
func scanAndInsert(b *testing.B, path string) time.Duration {
	b.Helper()
	start := time.Now()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", filepath.Join(b.TempDir(), "plain.db")+
		"?_pragma=journal_mode(wal)&_pragma=synchronous(full)")
	must(err)
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	book, err := sheet.Open(path, sheet.Limits{})
	must(err)
	tx, err := db.Begin()
	must(err)
	for _, name := range []string{"households", "members"} {
		rows, err := book.Rows(name)
		must(err)
		var st *sql.Stmt
		args := make([]any, 0, 40)
		for rows.Next() {
			r := rows.Row()
			if st == nil {
				columns := make([]string, len(r.Cells))
				for i := range columns {
					columns[i] = fmt.Sprintf("c%d", i)
				}
				_, err := tx.Exec(`CREATE TABLE ` + name + ` (` + strings.Join(columns, ", ") + `)`)
				must(err)
				st, err = tx.Prepare(`INSERT INTO ` + name + ` VALUES (?` + strings.Repeat(", ?", len(columns)-1) + `)`)
				must(err)
				args = args[:len(columns)]
				continue
			}
			for i := range args {
				args[i] = nil
				if i < len(r.Cells) {
					args[i] = string(r.Cells[i].Value)
				}
			}
			_, err := st.Exec(args...)
			must(err)
		}
		must(rows.Err())
		must(rows.Close())
	}
	must(tx.Commit())
	must(book.Close())
	return time.Since(start)
}

// BenchmarkImport uploads, previews and stores a workbook of 80,000 households with their 290,000 members and states
// how many times scanning it and inserting its rows without any of that takes; then exports them.
func BenchmarkImport(b *testing.B) {
	path := filepath.Join(b.TempDir(), "register.xlsx")
	if _, err := officetest.Tools(b).Files.Generate(context.Background(),
		files.GenerateInput{Households: 80_000, Year: 2024, Seed: 2, Out: path}, nil); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		o := officetest.Demo(b, 500)
		ctx, a := context.Background(), officetest.SignIn(b, o, "canbo.so")
		runtime.GC()
		plain := scanAndInsert(b, path)
		runtime.GC()
		b.StartTimer()
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		j, err := o.Transfer.Upload(ctx, a, "so-ho.xlsx", f, date.Must(2024, 12, 14))
		if err != nil {
			b.Fatal(err)
		}
		wait := func() {
			if done, err := o.Office.WaitJob(ctx, a, j.ID); err != nil || done.State == jobs.Failed {
				b.Fatal(err, done.Message)
			}
		}
		wait()
		preview := time.Since(start)
		start = time.Now()
		if err := officetest.Agreed(o, officetest.SignIn(b, o, "lanhdao"),
			o.Transfer.CommitImport(ctx, a, j.ID, nil, "nhận sổ hộ của tỉnh")); err != nil {
			b.Fatal(err)
		}
		wait()
		stored := time.Since(start)
		_ = f.Close()
		s, err := o.Transfer.Import(ctx, a, j.ID)
		if err != nil || s.Result.New+s.Result.Changed+s.Result.Unchanged+s.Result.Rejected != 80_000 || s.Result.New < 75_000 {
			b.Fatalf("%d new, %d changed, %d rejected: %v", s.Result.New, s.Result.Changed, s.Result.Rejected, err)
		}
		b.ReportMetric(preview.Seconds(), "s-preview")
		b.ReportMetric(stored.Seconds(), "s-stored")
		b.ReportMetric(float64(stored)/float64(plain), "x-scan-and-insert")
		start = time.Now()
		_, job, err := o.Exports.Export(ctx, a, exports.Input{})
		if err != nil || job == nil {
			b.Fatal(job, err)
		}
		if done, err := o.Office.WaitJob(ctx, a, job.ID); err != nil || done.State == jobs.Failed {
			b.Fatal(err, done.Message)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s-export")
		b.ReportMetric(officetest.PeakRSS(), "MB-peak")
	}
}
