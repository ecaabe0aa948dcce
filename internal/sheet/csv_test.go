package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCSV(t *testing.T) {
	long := strings.Repeat("x", 10<<20)
	for _, c := range []struct {
		name, in string
		want     [][]string
	}{
		{"plain", "a,b\n1,2\n", [][]string{{"a", "b"}, {"1", "2"}}},
		{"byte order mark and CRLF", "\xef\xbb\xbfMã hộ;x\r\n1;2\r\n", [][]string{{"Mã hộ", "x"}, {"1", "2"}}},
		{"tabs", "a\tb\n1,5\t2\n", [][]string{{"a", "b"}, {"1,5", "2"}}},
		{"quotes", "a,b\n\"x, \"\"y\"\"\n z\",2\n", [][]string{{"a", "b"}, {"x, \"y\"\n z", "2"}}},
		{"no end of line", "a,b\n1,\"2\"", [][]string{{"a", "b"}, {"1", "2"}}},
		{"empty lines", "a\n\n\nb\n", [][]string{{"a"}, nil, nil, {"b"}}},
		{"quote in the middle", "a,b\n1\"2,3\n4,5\n", [][]string{{"a", "b"}, {"BAD: trang “t” dòng 2 cột A"},
			{"4", "5"}}},
		{"quote never closed", "a,b\n1,\"2\n3,4\n5,6\n", [][]string{{"a", "b"}, {"BAD: trang “t” dòng 2 cột B"},
			{"3", "4"}, {"5", "6"}}},
		{"after a quote", "a,b\n\"1\"x,2\n3,4\n", [][]string{{"a", "b"}, {"BAD: trang “t” dòng 2 cột A"}, {"3", "4"}}},
		{"zero byte", "a,b\n1,\x002\n3,4\n", [][]string{{"a", "b"}, {"BAD: trang “t” dòng 2 cột B"}, {"3", "4"}}},
		{"10 MB in a cell", "a,b\n1," + long + "\n3,4\n", [][]string{{"a", "b"}, {"BAD: trang “t” dòng 2 cột B"},
			{"3", "4"}}},
		{"10 MB in quotes", "a,b\n1,\"" + long + "\"\n3,4\n",
			[][]string{{"a", "b"}, {"BAD: trang “t” dòng 2 cột B"}, {"3", "4"}}},
		{"guarded formula", "a\n'=1+1\n'x\n", [][]string{{"a"}, {"=1+1"}, {"'x"}}},
	} {
		got, err := cells(t, file(t, "t.csv", []byte(c.in)), "t")
		for i := range got {
			if len(got[i]) == 1 && strings.HasPrefix(got[i][0], "BAD: ") {
				got[i][0], _, _ = strings.Cut(got[i][0], ": ô")
				got[i][0], _, _ = strings.Cut(got[i][0], ": dấu")
				got[i][0], _, _ = strings.Cut(got[i][0], ": thiếu")
				got[i][0], _, _ = strings.Cut(got[i][0], ": sau")
			}
		}
		if d := cmp.Diff(trimRows(c.want), trimRows(got)); d != "" || err != nil {
			t.Errorf("%s: %v %s", c.name, err, d)
		}
	}
}

// TestCSVAgainstStandard: what the standard library reads of a well-formed file, this reader reads.
func TestCSVAgainstStandard(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		table := rapid.SliceOfN(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			s := clean(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "a,b", "x\"y", "Nguyễn Văn Ửng",
				"l1\nl2", "5", "'=1", " q "})).Draw(t, "cell"))
			if len(s) > 1 && s[0] == '\'' {
				return "q" + s
			}
			return s
		}), 2, 5), 1, 10).Draw(rt, "table")
		var buf bytes.Buffer
		w := csv.NewWriter(&buf)
		if err := w.WriteAll(table); err != nil {
			rt.Fatal(err)
		}
		rd := csv.NewReader(bytes.NewReader(buf.Bytes()))
		rd.FieldsPerRecord = -1
		if separator(buf.Bytes()) != ',' {
			rt.Skip("another separator is more frequent")
		}
		want, err := rd.ReadAll()
		if err != nil {
			rt.Fatal(err)
		}
		got, err := cells(t, file(t, "t.csv", buf.Bytes()), "t")
		if err != nil {
			rt.Fatal(err)
		}
		var seen [][]string
		for _, r := range got { // lines within quotes count: rows are compared in order
			if len(r) > 0 {
				seen = append(seen, r)
			}
		}
		var rows [][]string
		for _, r := range want {
			if r = trim(r); len(r) > 0 {
				rows = append(rows, r)
			}
		}
		if d := cmp.Diff(trimRows(rows), trimRows(seen)); d != "" {
			rt.Fatalf("%q: %s", buf.String(), d)
		}
	})
}

func TestCSVWriterRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		row := rapid.SliceOfN(rapid.Map(rapid.OneOf(rapid.String(),
			rapid.SampledFrom([]string{"=1", "-5", "'", "''", "@x", "+", "a;b", " x "})), clean), 2, 6).Draw(rt, "row")
		row[0] = "x" + row[0]
		row[len(row)-1] = "x" // no empty cells at the end
		var buf bytes.Buffer
		w := NewCSVWriter(&buf)
		var out []Out
		for _, s := range row {
			out = append(out, Out{Kind: Text, Text: s})
		}
		if err := w.Row([]Out{{Kind: Text, Text: "a"}, {Kind: Text, Text: "b"}, {Kind: Text, Text: "c"}}); err != nil {
			rt.Fatal(err)
		}
		if err := w.Row(out); err != nil {
			rt.Fatal(err)
		}
		if err := w.Close(); err != nil {
			rt.Fatal(err)
		}
		got, err := cells(t, file(t, "t.csv", buf.Bytes()), "t")
		if err != nil || len(got) != 2 {
			rt.Fatal(got, err)
		}
		if d := cmp.Diff(row, got[1]); d != "" {
			rt.Fatalf("%q: %s", buf.String(), d)
		}
	})
}

// tcvn3Line is “Êp §¹i B¸i, x· Nh¬n Mü” as a TCVN3 font shows it: ấp Đại Bái, xã Nhơn Mỹ.
const tcvn3Line = "\xcap \xa7\xb9i B\xb8i, x\xb7 Nh\xacn M\xfc"

func TestEncodingIsNoted(t *testing.T) {
	b, err := Open(file(t, "t.csv", []byte("ma,dia chi\nH1,\""+tcvn3Line+"\"\n")), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := b.Rows("t")
	if err != nil {
		t.Fatal(err)
	}
	if n := b.Notes(); len(n) != 1 || !strings.Contains(n[0].Text.VI, "TCVN3") {
		t.Errorf("notes: %v", n)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"households", "members"} {
		if err := os.WriteFile(filepath.Join(dir, n+".csv"), []byte("a,b\n1,2\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := Open(dir, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"households", "members"}, b.Sheets()); d != "" {
		t.Error(d)
	}
	if _, err := b.Rows("other"); err == nil || !strings.Contains(err.Error(), "households, members") {
		t.Error(err)
	}
	if _, err := Open(t.TempDir(), Limits{}); err == nil {
		t.Error("an empty folder was opened")
	}
}

func TestColumnName(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA",
		16383: "XFD"} {
		if got := ColumnName(i); got != want {
			t.Errorf("%d = %s, want %s", i, got, want)
		}
		if got := column([]byte(fmt.Sprint(want, 7))); got != i {
			t.Errorf("%s = %d, want %d", want, got, i)
		}
	}
}

// drain reads every row of a file; parsers must not panic, whatever it holds.
func drain(t *testing.T, path string) {
	b, err := Open(path, Limits{UnpackedBytes: 8 << 20})
	if err != nil {
		return
	}
	defer func() { _ = b.Close() }()
	for _, s := range b.Sheets() {
		rows, err := b.Rows(s)
		if err != nil {
			continue
		}
		last := 0
		for rows.Next() {
			if rows.Row().Number <= last {
				t.Fatalf("row %d after row %d", rows.Row().Number, last)
			}
			last = rows.Row().Number
		}
		_ = rows.Close()
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,\"2\n", "\"\"\"\n\"", "\xff\xfea\x00", "a;b\r\n\"x\"y;",
		string([]byte(tcvn3Line)), string([]byte("Nguye\xe3n Va\xea n")), "\x00\x00\x00\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) { drain(t, file(t, "f.csv", b)) })
}

func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`,
		`<sst><si><t>x</t></si></sst>`)
	f.Add(
		`<worksheet><sheetData><row><c t="inlineStr"><is><t>_x0041_&#65;</t></is></c><c/></row><row r="9"/></sheetData>`, `<sst><si><r><t>`)
	f.Add(`<a:c><![CDATA[`, `<!-- `)
	f.Fuzz(func(t *testing.T, sheet, shared string) { drain(t, hand(t, sheet, shared)) })
}

func FuzzWorkbook(f *testing.F) {
	b, err := os.ReadFile(hand(f,
		`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`, `<sst/>`))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) { drain(t, file(t, "f.xlsx", b)) })
}
