package document_test

import (
	"strings"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
)

// TestSymbol: a number is the same however it is typed.
func TestSymbol(t *testing.T) {
	for text, want := range map[string]string{"45/QĐ-UBND": "45/QĐ-UBND", " 045 / qđ-ubnd ": "45/QĐ-UBND", "45": "45",
		"12a/KH-SLĐTBXH": "12a/KH-SLĐTBXH", "": "", "7/": "7"} {
		number, series := document.ReadSymbol(text)
		if got := (&document.Document{Number: number, Series: series}).Symbol(); got != want {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	}
	one, two := document.Document{Issuer: "UBND tỉnh  Sóc Trăng"}, document.Document{Issuer: "ubnd Tỉnh Sóc Trăng."}
	if one.IssuerKey() != two.IssuerKey() {
		t.Errorf("%q and %q", one.IssuerKey(), two.IssuerKey())
	}
}

// TestCheck: what is missing is said all at once.
func TestCheck(t *testing.T) {
	today := date.Must(2024, 12, 20)
	good := document.Document{Direction: document.Received, Kind: document.Decision, Issuer: "Thủ tướng Chính phủ",
		Number: "147", Series: "QĐ-TTg", Day: date.Must(2024, 2, 1), Abstract: "Giao dự toán"}
	if err := good.Check(today); err != nil {
		t.Error(err)
	}
	late, long := good, good
	late.Day, long.Issuer = today.AddDays(1), strings.Repeat("a", 201)
	for says, d := range map[string]document.Document{"thiếu cơ quan ban hành": {}, "thiếu trích yếu": {},
		"sau hôm nay": late, "quá dài": long} {
		if err := d.Check(today); errs.KindOf(err) != errs.Invalid || err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v does not say %q", err, says)
		}
	}
}
