package vietnamese_test

import (
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/vietnamese"
)

// TestHamlet: the spellings of one hamlet become one; another tone or letter is another hamlet.
func TestHamlet(t *testing.T) {
	for in, want := range map[string]string{
		"Ấp Hoà Bình": "Ấp Hòa Bình", norm.NFD.String("Ấp Hòa Bình"): "Ấp Hòa Bình", " ấp  phú phú ": "Ấp Phú Phú",
		"ẤP PHÚ PHÚ": "Ấp Phú Phú",
		"KHÓM II":    "Khóm II", "Khóm 2A": "Khóm 2A", "Ấp Thuỷ Lộ": "Ấp Thủy Lộ", "Ấp Quý Hoá": "Ấp Quý Hóa",
		"Ấp Hoàn Mỹ": "Ấp Hoàn Mỹ", "": "",
		"Ấp Tam Sóc": "Ấp Tam Sóc", "Ấp Tam Sốc": "Ấp Tam Sốc",
	} {
		if got := vietnamese.Hamlet(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
		if got := vietnamese.Hamlet(want); got != want {
			t.Errorf("%q does not stay: %q", want, got)
		}
	}
}

// TestSort: Vietnamese letters and tones stand in their own order, not in that of their bytes.
func TestSort(t *testing.T) {
	want := []string{"Ấp Đại Ân", "Ấp Tắc Gồng", "Ấp Tân Bình", "Ấp Thạnh Thành", "Ấp Thạnh Thuận", "Ấp Trung Thuận", "Ấp Út",
		"Khóm 2", "Khóm 10"}
	got := slices.Clone(want)
	slices.Reverse(got)
	vietnamese.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestCompare: names go by the given name, texts by the whole; the keys sort alike; only the same text is equal.
func TestCompare(t *testing.T) {
	names := []string{"Thạch Thị An", "Lý Ân", "Kiên Ba", "Thạch Đào", "Lâm Út", "Sơn Út"}
	texts := []string{"an", "ăn", "ân", "Ấp Đồn", "ấp đông", "Khóm 9", "Khóm 10"}
	by := vietnamese.NewOrder()
	for i := range names[1:] {
		if a, b := names[i], names[i+1]; vietnamese.CompareNames(a, b) >= 0 || vietnamese.CompareNames(b, a) <= 0 ||
			by.Key(a) >= by.Key(b) {
			t.Errorf("%q is not before %q", a, b)
		}
	}
	for i := range texts[1:] {
		if a, b := texts[i], texts[i+1]; vietnamese.Compare(a, b) >= 0 || by.TextKey(a) >= by.TextKey(b) {
			t.Errorf("%q is not before %q", a, b)
		}
	}
	if vietnamese.Compare("Hòa", "Hòa") != 0 || vietnamese.Compare("Hòa", norm.NFD.String("Hòa")) == 0 {
		t.Error("the same text alone is equal")
	}
}

// TestFoldIcelandic: the letter of another alphabet that looks like Đ is found as it.
func TestFoldIcelandic(t *testing.T) {
	if got := vietnamese.Fold("Ðặng Văn Út ðiền"); got != "dang van ut dien" {
		t.Error(got)
	}
}
