package app_test

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
	"strconv"
	"strings"
	"testing"
	"time"

	"giamngheo/internal/app"
	"giamngheo/internal/date"
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

// peakRSS is the process's greatest resident memory so far in MB, as Linux counts it; 0 elsewhere.
func peakRSS() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if kb, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kb), "kB")))
			if err == nil {
				return float64(n) / 1024
			}
		}
	}
	return 0
}

// BenchmarkClassify classifies the province's register of 335,886 households, from CSV to JSON lines with every trace,
// and states how many times the standard library needs to read the same files alone.
func BenchmarkClassify(b *testing.B) {
	a := newApp(b)
	dir := filepath.Join(b.TempDir(), "register")
	if _, err := a.Generate(context.Background(), app.GenerateInput{Households: 335_886, Seed: 1, Out: dir}, nil); err != nil {
		b.Fatal(err)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // as cmd/giamngheo sets it
	var read, run time.Duration
	for b.Loop() {
		runtime.GC()
		read += readCSV(b, dir)
		start := time.Now()
		done, err := a.Classify(context.Background(), app.ClassifyInput{Path: dir, On: date.Must(2024, 12, 14), Format: "jsonl", Out: io.Discard}, nil)
		if err != nil || done.Counts.Households.Accepted != 335_886 {
			b.Fatal(err, done.Counts)
		}
		run += time.Since(start)
	}
	b.ReportMetric(float64(run)/float64(read), "x-reading-alone")
	b.ReportMetric(peakRSS(), "MB-peak")
}
