package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

const (
	benchRows    = 300_000
	benchColumns = 40
)

// excelFile writes a workbook as Excel saves one: shared strings, a quarter of the cells text, the rest numbers.
func excelFile(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "bench.xlsx")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	z := zip.NewWriter(f)
	put := func(name string, write func(w *bufio.Writer)) {
		w, err := z.Create(name)
		if err != nil {
			b.Fatal(err)
		}
		buf := bufio.NewWriterSize(w, 1<<20)
		write(buf)
		if err := buf.Flush(); err != nil {
			b.Fatal(err)
		}
	}
	text := func(s string) func(*bufio.Writer) {
		return func(w *bufio.Writer) { _, _ = w.WriteString(s) } // Flush reports
	}
	put("_rels/.rels", text(handRels))
	put("xl/workbook.xml", text(handBook))
	put("xl/_rels/workbook.xml.rels", text(handLinks))
	const strs = 20_000
	put("xl/sharedStrings.xml", func(w *bufio.Writer) {
		fmt.Fprintf(w, `<sst count="%d" uniqueCount="%d">`, strs, strs)
		for i := range strs {
			fmt.Fprintf(w, "<si><t>Nguyễn Văn Mẫu %d, ấp Đại Ân</t></si>", i)
		}
		_, _ = w.WriteString("</sst>")
	})
	put("xl/worksheets/sheet1.xml", func(w *bufio.Writer) {
		_, _ = w.WriteString(
			`<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
		var row []byte
		for r := range benchRows {
			row = fmt.Appendf(row[:0], `<row r="%d" spans="1:40">`, r+1)
			for c := range benchColumns {
				row = append(append(row, `<c r="`...), ColumnName(c)...)
				row = strconv.AppendInt(row, int64(r+1), 10)
				if c%4 == 0 {
					row = append(row, `" t="s"><v>`...)
					row = strconv.AppendInt(row, int64((r*7+c)%strs), 10)
				} else {
					row = append(row, `"><v>`...)
					row = strconv.AppendInt(row, int64(r*c%1_000_003), 10)
				}
				row = append(row, "</v></c>"...)
			}
			_, _ = w.Write(append(row, "</row>"...))
		}
		_, _ = w.WriteString("</sheetData></worksheet>")
	})
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// scan is the bare byte scan: it unpacks the sheet with the standard library on one core, finds every cell's reference
// and value and looks nothing up.
func scan(b *testing.B, path string) (cells int, sum uint64) {
	z, err := zip.OpenReader(path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, "sheet1.xml") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			b.Fatal(err)
		}
		in := bufio.NewReaderSize(r, 1<<20)
		for {
			line, err := in.ReadSlice('>')
			if len(line) > 3 && line[0] == '<' && line[1] == 'c' && line[2] == ' ' {
				if i := bytes.Index(line, []byte(`r="`)); i >= 0 {
					sum += uint64(line[i+3])
				}
				cells++
			} else if n := bytes.IndexByte(line, '<'); n > 0 {
				for _, c := range line[:n] {
					sum = sum*10 + uint64(c-'0')
				}
			}
			if errors.Is(err, io.EOF) {
				return cells, sum
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	return cells, sum
}

// watch samples the heap while f runs and returns its peak above what was there before, in MB.
func watch(f func()) float64 {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak atomic.Uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
				runtime.ReadMemStats(&now)
				peak.Store(max(peak.Load(), now.HeapInuse))
			}
		}
	}()
	f()
	close(stop)
	<-done
	return (float64(peak.Load()) - float64(before.HeapInuse)) / (1 << 20)
}

// BenchmarkReadWrite reads 300,000 × 40 cells, checks every one and writes them out again as a workbook, and states the
// ratio to a bare byte scan of the same file.
func BenchmarkReadWrite(b *testing.B) {
	path := excelFile(b)
	var ours, bare time.Duration
	peak := 0.0
	for b.Loop() {
		start := time.Now()
		if n, _ := scan(b, path); n != benchRows*benchColumns {
			b.Fatal(n)
		}
		bare += time.Since(start)
		peak = max(peak, watch(func() {
			start := time.Now()
			copyBook(b, path)
			ours += time.Since(start)
		}))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours.Seconds()/float64(b.N), "s")
	b.ReportMetric(ours.Seconds()/bare.Seconds(), "x-bare-scan")
	b.ReportMetric(peak, "MB-peak-heap")
}

// copyBook reads, checks and writes out a workbook.
func copyBook(b *testing.B, path string) {
	book, err := Open(path, Limits{})
	if err != nil {
		b.Fatal(err)
	}
	rows, err := book.Rows("S")
	if err != nil {
		b.Fatal(err)
	}
	w := NewWriter(io.Discard)
	if err := w.Sheet("S", Options{}); err != nil {
		b.Fatal(err)
	}
	out := make([]Out, benchColumns)
	n := 0
	for rows.Next() {
		row := rows.Row()
		if len(row.Cells) != benchColumns || row.Bad != nil {
			b.Fatal(row.Number)
		}
		for i, c := range row.Cells {
			if (c.Kind == Text) != (i%4 == 0) {
				b.Fatal(row.Number, i, c.Kind)
			}
			out[i] = Out{Kind: c.Kind}
			if c.Kind == Text {
				out[i].Text = string(c.Value)
				continue
			}
			v := 0
			for _, d := range c.Value {
				v = v*10 + int(d-'0')
			}
			out[i].Number = float64(v)
		}
		if err := w.Row(out); err != nil {
			b.Fatal(err)
		}
		n++
	}
	if err := errors.Join(rows.Err(), rows.Close(), book.Close(), w.Close()); err != nil || n != benchRows {
		b.Fatal(n, err)
	}
}

// BenchmarkWrite writes 300,000 × 40 cells and states how many times faster that is than excelize's StreamWriter.
func BenchmarkWrite(b *testing.B) {
	var ours, theirs time.Duration
	peak := 0.0
	for b.Loop() {
		peak = max(peak, watch(func() {
			start := time.Now()
			writeTable(b)
			ours += time.Since(start)
		}))
		start := time.Now()
		writeExcelize(b)
		theirs += time.Since(start)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours.Seconds()/float64(b.N), "s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "x-faster-than-excelize")
	b.ReportMetric(peak, "MB-peak-heap")
}

func writeTable(b *testing.B) {
	w := NewWriter(io.Discard)
	if err := w.Sheet("S", Options{}); err != nil {
		b.Fatal(err)
	}
	out := make([]Out, benchColumns)
	for r := range benchRows {
		for c := range out {
			out[c] = Out{Kind: Number, Number: float64(r * c % 1_000_003)}
			if c%4 == 0 {
				out[c] = Out{Kind: Text, Text: "Nguyễn Văn Mẫu, ấp Đại Ân"}
			}
		}
		if err := w.Row(out); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
}

func writeExcelize(b *testing.B) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	row := make([]any, benchColumns)
	for r := range benchRows {
		for c := range row {
			row[c] = r * c % 1_000_003
			if c%4 == 0 {
				row[c] = "Nguyễn Văn Mẫu, ấp Đại Ân"
			}
		}
		cell, err := excelize.CoordinatesToCellName(1, r+1)
		if err != nil {
			b.Fatal(err)
		}
		if err := w.SetRow(cell, row); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Write(io.Discard); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}
