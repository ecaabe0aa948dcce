package files_test

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"giamngheo/internal/app/files"
	"giamngheo/internal/date"
	"giamngheo/internal/officetest"
)

// readCSV reads both files of a register with the standard library and does nothing else.
func readCSV(b *testing.B, dir string) time.Duration {
	start := time.Now()
	for _, name := range []string{"households.csv", "members.csv"} {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		r := csv.NewReader(bufio.NewReaderSize(f, 64<<10))
		r.ReuseRecord = true
		for err == nil {
			_, err = r.Read()
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start)
}

// BenchmarkClassify classifies the province's register of 335,886 households, from CSV to JSON lines with every trace,
// and states how many times the standard library needs to read the same files alone.
func BenchmarkClassify(b *testing.B) {
	a := officetest.Tools(b)
	dir := filepath.Join(b.TempDir(), "register")
	if _, err := a.Files.Generate(context.Background(), files.GenerateInput{Households: 335_886, Seed: 1, Out: dir},
		nil); err != nil {
		b.Fatal(err)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // as cmd/giamngheo sets it
	var read, run, readCPU, runCPU time.Duration
	for b.Loop() {
		runtime.GC()
		cpu := officetest.CPU()
		read += readCSV(b, dir)
		readCPU += officetest.CPU() - cpu
		start := time.Now()
		cpu = officetest.CPU()
		done, err := a.Files.Classify(context.Background(), files.ClassifyInput{Path: dir, On: date.Must(2024, 12, 14),
			Format: "jsonl", Out: io.Discard}, nil)
		if err != nil || done.Counts.Households.Accepted != 335_886 {
			b.Fatal(err, done.Counts)
		}
		run += time.Since(start)
		runCPU += officetest.CPU() - cpu
	}
	b.ReportMetric(float64(runCPU)/float64(max(readCPU, 1)), "x-reading-cpu")
	b.ReportMetric(float64(run)/float64(read), "x-reading-alone")
	b.ReportMetric(officetest.PeakRSS(), "MB-peak")
}
