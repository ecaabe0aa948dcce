package errs_test

import (
	"testing"

	"giamngheo/internal/errs"
)

// TestInSentence: a title begins small within a sentence, an abbreviation does not.
func TestInSentence(t *testing.T) {
	for title, want := range map[string]string{"Hộ nghèo": "hộ nghèo", "Ấp Một": "ấp Một", "B1: điểm": "B1: điểm",
		"CCCD": "CCCD", "Ở nhà thuê": "ở nhà thuê", "": "", "Đ": "đ"} {
		if got := errs.InSentence(errs.Text{VI: title, EN: title}); got.VI != want || got.EN != want {
			t.Errorf("%q: %+v, want %q", title, got, want)
		}
	}
}

// TestJoin: each language is put together for itself; a part without Khmer is said in Vietnamese there.
func TestJoin(t *testing.T) {
	a, b := errs.Text{VI: "một", EN: "one", KM: "មួយ"}, errs.Text{VI: "hai", EN: "two"}
	if got, want := errs.Join("; ", []errs.Text{a, b}), (errs.Text{VI: "một; hai", EN: "one; two", KM: "មួយ; hai"}); got != want {
		t.Errorf("%+v", got)
	}
	if got, want := errs.Join("; ", []errs.Text{b, b}), (errs.Text{VI: "hai; hai", EN: "two; two"}); got != want {
		t.Errorf("%+v", got)
	}
	if got := errs.Join("; ", nil); got != (errs.Text{}) {
		t.Errorf("%+v", got)
	}
}
