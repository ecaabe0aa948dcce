package reading_test

import (
	"os"
	"strings"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/household"
	"giamngheo/internal/reading"
	"giamngheo/internal/sheet"
	"giamngheo/internal/sheet/charset"
)

var review = date.Must(2024, 10, 15)

// column is a column of the register with its bound.
func column(t testing.TB, name string, whole bool) *reading.Column {
	t.Helper()
	b, err := doubt.ReadBounds(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	c := &reading.Column{Name: name, Whole: whole}
	if bound, ok := b.Column(name); ok {
		c.Bound = &bound
	}
	return c
}

func text(s string) *sheet.Cell { return &sheet.Cell{Kind: sheet.Text, Value: []byte(s)} }

// TestAmounts: whole đồng with either sign for thousands; nothing is put together from two numbers.
func TestAmounts(t *testing.T) {
	c := column(t, "income_per_head", true)
	for s, want := range map[string]int64{"1500000": 1_500_000, "1.500.000": 1_500_000, "1,500,000": 1_500_000,
		"1 500 000 đ": 1_500_000, "1.500.000 đồng": 1_500_000,
		"1500000,00": 1_500_000, "1.234": 1234, "0": 0, "1.5E6": 1_500_000, "1'500'000": 1_500_000,
		"1’500’000": 1_500_000, "1.500.000,00": 1_500_000, "1,500,000.0": 1_500_000,
		"１５０００００": 1_500_000, "１．５００．０００": 1_500_000, "١٥٠٠٠٠٠": 1_500_000, "១៥០០០០០": 1_500_000,
		"1\u00a0500\u202f000": 1_500_000, "1\u200b500000": 1_500_000,
		"1400000 1600000": -1, "1 50 000": -1, "1  500  000": -1, "3 6": -1, "12.5": -1, "-5": -1, "abc": -1,
		"1.50.000": -1, "1.500.00": -1, "1'23": -1, "1.234,5": -1,
		"99999999999999999999": -1, "1,5 triệu": -1, "1400000;1600000": -1, "NaN": -1, "Inf": -1, "0x10": -1,
		"1_000": -1, "": -1, "1.234.567,8": -1, "½": -1, "#N/A": -1} {
		got, _, bad := c.Amount(text(s), []byte(s))
		if (bad != nil) != (want < 0) || bad == nil && got != want {
			t.Errorf("amount %q = %d, %v", s, got, bad)
		}
	}
}

// TestDecimals: a sign before three digits is what the column or the likely say, or refused; two numbers in a cell are
// none.
func TestDecimals(t *testing.T) {
	for s, want := range map[string]float64{"36": 36, "36,5": 36.5, "36.5": 36.5, "7,99": 7.99, "1.234,5": 1234.5,
		"1,234.5": 1234.5, "1'234,5": 1234.5, "1 234.5": 1234.5,
		"45 m²": 45, "1.234.567": 1234567, "36.125": 36.125, "36,125": 36.125, "0,500": 0.5, "0.500": 0.5, "1e3": 1000,
		"1234,500": 1234.5, "３６，５": 36.5,
		"-1": -1, "x": -1, "": -1, "36 5": -1, "36,5 40": -1, "1.2.3": -1, "36m": -1, "nan": -1, "+5": -1, ".5": -1} {
		got, _, bad := column(t, "floor_area", false).Cell(text(s), []byte(s))
		if (bad != nil) != (want < 0) || bad == nil && got != want {
			t.Errorf("decimal %q = %v, %v", s, got, bad)
		}
	}
	for _, c := range []struct {
		learn string
		in    string
		want  float64 // -1: refused
	}{
		{"", "1.500", -1}, {"", "2,500", -1}, {"36,5", "1.500", 1500}, {"36.5", "1.500", 1.5},
		{"1.234.567", "1.500", 1500}, {"1,234,567", "1.500", 1.5},
		{"36.5 36,5", "1.500", -1}, {"1.234,5", "1,500", 1.5}, {"0.250", "1.500", 1.5}, {"140 36", "1.500", -1},
	} {
		col := column(t, "weight", false)
		for w := range strings.FieldsSeq(c.learn) {
			col.Learn(w)
		}
		got, _, bad := col.Cell(text(c.in), []byte(c.in))
		if (bad != nil) != (c.want < 0) || bad == nil && got != c.want {
			t.Errorf("after %q: %q = %v, %v; want %v", c.learn, c.in, got, bad, c.want)
		}
		if c.want < 0 && !strings.Contains(bad.VI, "1,5 hoặc 1.500") && !strings.Contains(bad.VI, "2,5 hoặc 2.500") {
			t.Errorf("%q: %s does not say both readings", c.in, bad.VI)
		}
	}
	if _, d, _ := column(t, "floor_area", false).Cell(text("36.125"), []byte("36.125")); d == nil || d.Else != "36125" {
		t.Errorf("36.125: %+v", d)
	}
}

// TestStored: what a spreadsheet stores as a number is read as stored; a date, a truth value and an error are none.
func TestStored(t *testing.T) {
	income, area := column(t, "income_per_head", true), column(t, "floor_area", false)
	for _, c := range []struct {
		cell sheet.Cell
		want float64
	}{
		{sheet.Cell{Kind: sheet.Number, Value: []byte("1500000")}, 1_500_000},
		{sheet.Cell{Kind: sheet.Number, Value: []byte("1500000.0")}, 1_500_000},
		{sheet.Cell{Kind: sheet.Number, Value: []byte("1500000.0000000002")}, 1_500_000},
		{sheet.Cell{Kind: sheet.Number, Value: []byte("1.5E6")}, 1_500_000},
		{sheet.Cell{Kind: sheet.Number, Value: []byte("1.234")}, -1},
		{sheet.Cell{Kind: sheet.Number, Value: []byte("-3")}, -1},
		{sheet.Cell{Kind: sheet.Number, Date: true, Value: []byte("45424")}, -1},
		{sheet.Cell{Kind: sheet.Number, Date: true, Value: []byte("1500")}, -1},
		{sheet.Cell{Kind: sheet.Number, Date: true, Value: []byte("3500000")}, 3_500_000},
		{sheet.Cell{Kind: sheet.Bool, Value: []byte("1")}, -1},
	} {
		got, _, bad := income.Amount(&c.cell, c.cell.Value)
		if (bad != nil) != (c.want < 0) || bad == nil && float64(got) != c.want {
			t.Errorf("%s %v = %d, %v", c.cell.Value, c.cell.Date, got, bad)
		}
	}
	for value, want := range map[string]float64{"36.125": 36.125, "1.5": 1.5, "45": 45} {
		cell := sheet.Cell{Kind: sheet.Number, Value: []byte(value)}
		if got, d, bad := area.Cell(&cell, cell.Value); bad != nil || d != nil || got != want {
			t.Errorf("area %s = %v %v %v", value, got, d, bad)
		}
	}
}

// TestBirths: dates in the spellings that people use, and what is no date or could be two.
func TestBirths(t *testing.T) {
	day := household.BornOn(date.Must(1984, 10, 15))
	month := household.Birth{Earliest: date.Must(1984, 10, 1), Latest: date.Must(1984, 10, 31)}
	num := func(v string) *sheet.Cell { return &sheet.Cell{Kind: sheet.Number, Value: []byte(v)} }
	shown := func(v string, part sheet.Part) *sheet.Cell {
		return &sheet.Cell{Kind: sheet.Number, Date: true, Part: part, Value: []byte(v)}
	}
	for _, c := range []struct {
		cell   *sheet.Cell
		want   household.Birth // unknown: refused
		doubts bool
		elder  bool
	}{
		{text("1984-10-15"), day, false, false}, {text("15/10/1984"), day, false, false},
		{text("15-10-1984"), day, false, false}, {text("15.10.1984"), day, false, false},
		{text("15 / 10 / 1984"), day, false, false}, {text("15.10.1984 00:00"), day, false, false},
		{text("1984-10-15T00:00:00Z"), day, false, false},
		{text("1984-10-15 08:30:00"), day, false, false}, {text("15-Oct-1984"), day, false, false},
		{text("15 October 1984"), day, false, false},
		{text("October 15, 1984"), day, false, false}, {text("15-Thg10-1984"), day, false, false},
		{text("ngày 15 tháng 10 năm 1984"), day, false, false},
		{text("15 tháng mười 1984"), day, false, false}, {text("１５/１０/１９８４"), day, false, false},
		{text("15/10/84"), day, true, false}, {text("15-Oct-84"), day, true, false},
		{text("15-Thg10-84"), day, true, false}, {text("15101984"), day, true, false},
		{text("19841015"), day, true, false},
		{text("10/1984"), month, false, false}, {text("1984-10"), month, false, false},
		{text("Thg10-1984"), month, false, false}, {text("tháng 10/1984"), month, false, false},
		{text("Oct-84"), month, false, false}, {text("1984"), household.BornIn(1984), false, false},
		{text("1984.0"), household.BornIn(1984), false, false},
		{text("30970"), day, true, false}, {num("30970"), day, false, false}, {num("30970.0"), day, false, false},
		{num("30970.3"), day, false, false},
		{shown("30970", sheet.Day), day, false, false}, {num("1984"), household.BornIn(1984), false, false},
		{num("1984.0"), household.BornIn(1984), false, false},
		{shown("1984", sheet.Day), household.BornIn(1984), true, false},
		{shown("1984.0", sheet.Day), household.BornIn(1984), true, false},
		{shown("30970", sheet.Year), household.BornIn(1984), true, false},
		{shown("30956", sheet.Month), month, true, false},
		{text("15/10/20"), household.Birth{}, false, false},
		{text("15/10/20"), household.BornOn(date.Must(1920, 10, 15)), true, true},
		{text("15/10/08"), household.BornOn(date.Must(2008, 10, 15)), true, true}, // nobody is 116
		{num("10"), household.Birth{}, false, false}, {num("40"), household.Birth{}, false, false},
		{text("40"), household.Birth{}, false, false}, {shown("40", sheet.Day), household.Birth{}, false, false},
		{num("84"), household.Birth{}, false, false}, {num("214"), household.Birth{}, false, false},
		{num("0"), household.Birth{}, false, false}, {num("-1"), household.Birth{}, false, false},
		{num("30970.9999"), household.Birth{}, false, false}, {num("30970.7083333"), household.Birth{}, false, false},
		{num("1e9"), household.Birth{}, false, false},
		{text("1984-10-15T17:00:00.000Z"), household.Birth{}, false, false},
		{text("15/10/1984 23:59:57"), household.Birth{}, false, false},
		{text("15/10/1984 11:00 PM"), household.Birth{}, false, false},
		{text("30/02/1984"), household.Birth{}, false, false}, {text("10/25/1984"), household.Birth{}, false, false},
		{text("1984-15-10"), household.Birth{}, false, false},
		{text("0214"), household.Birth{}, false, false}, {text("12345678"), household.Birth{}, false, false},
		{text("84"), household.Birth{}, false, false},
		{text("hôm qua"), household.Birth{}, false, false}, {text("1/2/3/4"), household.Birth{}, false, false},
		{text("1980-1982"), household.Birth{}, false, false},
		{text("không rõ"), household.Birth{}, false, false}, {text("#REF!"), household.Birth{}, false, false},
		{text("13/1984"), household.Birth{}, false, false}, {text("00/10/1984"), household.Birth{}, false, false},
		{&sheet.Cell{Kind: sheet.Bool, Value: []byte("1")}, household.Birth{}, false, false},
	} {
		b := reading.Births{Column: "birth_date", On: review}
		got, d, bad := b.Read(c.cell, c.cell.Value, c.elder)
		if (bad == nil) != c.want.Known() || got != c.want || (d != nil) != c.doubts {
			t.Errorf("%s (date %v, part %d): %v, %+v, %v; want %v", c.cell.Value, c.cell.Date, c.cell.Part, got, d, bad,
				c.want)
		}
		if bad != nil && (bad.VI == "" || bad.VI == bad.EN) || d != nil &&
			(d.Read == "" || d.Reason.VI == d.Reason.EN) {
			t.Errorf("%s: %v %+v", c.cell.Value, bad, d)
		}
	}
	b := reading.Births{On: review, From1904: true}
	if got, _, bad := b.Read(num("29508"), []byte("29508"), false); bad != nil || got != day {
		t.Errorf("1904: %v %v", got, bad)
	}
}

// TestOrder: a column that a spreadsheet with English settings turned round is asked about as a whole; answered, its
// days come right.
func TestOrder(t *testing.T) {
	low := &sheet.Cell{Kind: sheet.Number, Date: true, Value: []byte("39550")}   // 12/04/2008
	above := &sheet.Cell{Kind: sheet.Number, Date: true, Value: []byte("39563")} // 25/04/2008
	for _, c := range []struct {
		name         string
		cells        []*sheet.Cell
		asked, mixed bool
	}{
		{"turned round", []*sheet.Cell{low, low, low, text("25/10/2008")}, true, false},
		{"text of a US export", []*sheet.Cell{text("10/25/1984"), text("04/12/1984")}, true, false},
		{"as it should be", []*sheet.Cell{low, above, low, low, text("25/10/2008")}, false, false},
		{"both orders", []*sheet.Cell{text("25/10/1984"), text("10/25/1984"), text("04/12/1984")}, false, true},
		{"a few", []*sheet.Cell{low, text("25/10/2008")}, false, true},
		{"texts only", []*sheet.Cell{text("25/10/2008"), text("04/12/2008")}, false, false},
		{"cells only", []*sheet.Cell{low, low, low, low}, false, false},
		{"written days too", []*sheet.Cell{low, low, low, text("25/10/2008"), text("04/11/2008")}, false, false},
	} {
		var o reading.Order
		for _, cell := range c.cells {
			o.Learn(cell, false)
		}
		q, mixed := o.Judge("birth_date")
		if (q != nil) != c.asked || mixed != c.mixed || q != nil &&
			(!q.Must || !strings.Contains(q.Text.VI, "đảo") || len(q.Examples) == 0) {
			t.Errorf("%s: %+v %v", c.name, q, mixed)
		}
	}
	first := reading.Births{On: review, Answer: doubt.MonthFirst}
	for _, c := range []struct {
		cell *sheet.Cell
		want date.Date
	}{
		{low, date.Must(2008, 12, 4)}, {above, date.Must(2008, 4, 25)}, {text("04/12/2008"), date.Must(2008, 4, 12)},
		{text("25/10/2008"), date.Must(2008, 10, 25)},
		{text("10/25/2008"), date.Must(2008, 10, 25)}, {text("2008-10-04"), date.Must(2008, 10, 4)},
		{text("4-Oct-2008"), date.Must(2008, 10, 4)},
	} {
		if got, _, bad := first.Read(c.cell, c.cell.Value, false); bad != nil || got != household.BornOn(c.want) {
			t.Errorf("month first: %s = %v, %v; want %s", c.cell.Value, got, bad, c.want)
		}
	}
	mixed := reading.Births{On: review, Mixed: true}
	if got, d, bad := mixed.Read(text("04/12/2008"), []byte("04/12/2008"), false); bad != nil || d == nil ||
		d.Else != "2008-04-12" || got != household.BornOn(date.Must(2008, 12, 4)) {
		t.Errorf("mixed: %v %+v %v", got, d, bad)
	}
	if _, d, _ := mixed.Read(text("04/04/2008"), []byte("04/04/2008"), false); d != nil {
		t.Errorf("the same either way: %+v", d)
	}
}

// TestTexts: what is kept is composed, without invisible characters and double spaces; what lost its letters is
// refused; text in a font of old is converted cell by cell.
func TestTexts(t *testing.T) {
	for _, c := range []struct{ in, want string }{ // want "": refused
		{"Nguyễn Văn Thử", "Nguyễn Văn Thử"}, {"Nguye\u0302\u0303n Va\u0306n Thu\u031b\u0309", "Nguyễn Văn Thử"},
		{"Ấp  1", "Ấp 1"}, {"A1\u200b", "A1"}, {"A\u00a01", "A 1"},
		{"\ufeffA1", "A1"}, {"A\u00ad1", "A1"}, {"A\u20601", "A1"}, {"Ðặng Văn Út", "Đặng Văn Út"},
		{"Lâm\tVăn\nHai", "Lâm Văn Hai"}, {"Thạch Sa Rây", "Thạch Sa Rây"}, {"ខ្មែរ", "ខ្មែរ"},
		{"Hòa", "Hòa"}, {"Lý Bé", "Lý Bé"}, {"NGÃ NĂM", "NGÃ NĂM"}, {"Ngã Ba Ã", "Ngã Ba Ã"},
		{"NguyÔn V¨n Thö", "Nguyễn Văn Thử"}, {"§Æng ThÞ BÐ", "Đặng Thị Bé"},
		{"Nguy?n V?n Th?", ""}, {"?p 1", ""}, {"Nguyá»…n VÄƒn", ""}, {"Nguy\ufffdn", ""}, {"Tráº§n", ""}, {"nan", ""},
		{"NaN", ""}, {"#N/A", ""}, {"NULL", ""}, {"undefined", ""},
		{"Nam", "Nam"}, {"Năng", "Năng"}, {"Na", "Na"}, {"Null Văn A", "Null Văn A"},
	} {
		var texts reading.Texts
		tidied, bad := texts.Read([]byte(c.in))
		got := c.in
		if tidied != nil {
			got = string(tidied)
		}
		if (bad != nil) != (c.want == "") || bad == nil && got != c.want {
			t.Errorf("%q = %q, %v; want %q", c.in, got, bad, c.want)
		}
	}
	var texts reading.Texts
	if _, bad := texts.Read([]byte("Nguyá»…n")); bad == nil || !strings.Contains(bad.VI, "Nguyễn") {
		t.Errorf("not offered back: %v", bad)
	}
	old := reading.Texts{Encoding: charset.TCVN3}
	for in, want := range map[string]string{"Êp chî": "ấp chợ", "Nguyễn Văn Thử": "Nguyễn Văn Thử",
		"L\u00aa Hµ": "Lê Hà", "abc": "abc"} {
		tidied, bad := old.Read([]byte(in))
		got := in
		if tidied != nil {
			got = string(tidied)
		}
		if bad != nil || got != want {
			t.Errorf("in a column of TCVN3: %q = %q, %v; want %q", in, got, bad, want)
		}
	}
}

// TestCodes: a code is the same however a spreadsheet kept it.
func TestCodes(t *testing.T) {
	for _, c := range []struct {
		in     string
		stored bool
		want   string
	}{
		{"A1", false, "A1"}, {"A1\u200b", false, "A1"}, {"A 1", false, "A 1"}, {"12", true, "12"}, {"12.0", true, "12"},
		{"12.0", false, "12.0"}, {"94178000010000", true, "94178000010000"},
		{"9.41780000100001E+15", true, ""}, {"1.5", true, ""}, {"9417800001000012", true, ""},
	} {
		if got, bad := reading.Code([]byte(c.in), c.stored); (bad != nil) != (c.want == "") || bad == nil &&
			got != c.want {
			t.Errorf("%q = %q, %v", c.in, got, bad)
		}
	}
}

func FuzzValues(f *testing.F) {
	for _, s := range []string{"1.500.000 đ", "9/5/1980", "không", "7,99", "1'234", "١٥", "15-Thg10-84",
		"1984-10-15T17:00:00Z", "NguyÔn", "\xff", "?a", "１２３"} {
		f.Add([]byte(s))
	}
	income, area := column(f, "income_per_head", true), column(f, "floor_area", false)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		for _, kind := range []sheet.Kind{sheet.Text, sheet.Number} {
			cell := &sheet.Cell{Kind: kind, Date: len(b)%2 == 0, Value: b}
			if n, _, bad := income.Amount(cell, b); bad == nil && n < 0 {
				t.Errorf("amount %d", n)
			}
			if n, _, bad := area.Cell(cell, b); bad == nil && !(n >= 0) {
				t.Errorf("decimal %v", n)
			}
			births := reading.Births{On: review, Mixed: len(b)%3 == 0}
			if birth, _, bad := births.Read(cell, b, len(b)%2 == 0); bad == nil &&
				(birth.Earliest == 0 || birth.Earliest > birth.Latest) {
				t.Errorf("birth %v", birth)
			}
			var o reading.Order
			o.Learn(cell, false)
		}
		var texts reading.Texts
		_, _ = texts.Read(b)
		_, _ = reading.Code(b, true)
	})
}
