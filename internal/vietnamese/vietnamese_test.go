package vietnamese_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"giamngheo/internal/vietnamese"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Quan hệ với chủ hộ": "quan he voi chu ho", "Mã hộ *": "ma ho", " Ấp/khóm ": "ap khom",
		"ĐIỆN\nTHOẠI":       "dien thoai",
		"Số định danh/CCCD": "so dinh danh cccd", "Đặng Thị Ước": "dang thi uoc",
		norm.NFD.String("Nguyễn Đình Chiểu"): "nguyen dinh chieu",
		"": "", "  ": "", "Thạch Sô Phia 2": "thach so phia 2", "ខ្មែរ": "ខមែរ",
	} {
		if d := cmp.Diff(want, vietnamese.Fold(in)); d != "" {
			t.Error(d)
		}
	}
}

// TestOrder: by given name, then by the whole name, with đ after d and tones in their order.
func TestOrder(t *testing.T) {
	want := []string{"Trần Văn An", "Lê Thị Ánh", "Bùi Văn Dũng", "Đặng Văn Đạt", "Lý Thị Én", "Cao Thị Ước",
		"Nguyễn Thị Ước"}
	got := slices.Clone(want)
	slices.Reverse(got)
	o := vietnamese.NewOrder()
	slices.SortFunc(got, func(a, b string) int {
		ka, kb := o.Key(a), o.Key(b)
		if ka < kb {
			return -1
		}
		return 1
	})
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestNumbers: a telephone number is one number however it is written; what else is written is none.
func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"0912 345 678": "0912345678", "0912.345.678": "0912345678", "+84 912 345 678": "0912345678",
		"(+84) 0912345678": "0912345678", "0084912345678": "0912345678", "912345678": "0912345678",
		"(0299) 3822\u2013333": "02993822333", "+84299 3822 333": "02993822333", "094\u00a0066 000001": "094066000001",
		"094066000001": "094066000001", "84066000001": "84066000001", "12345678": "", "0912345678a": "", "": "", "Ấp 3": "",
	} {
		if got := vietnamese.AsNumber(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// TestNear: one letter of all words may be wrong, too many, too few or exchanged with the next; never two, and never one
// of a word that is shorter than three letters.
func TestNear(t *testing.T) {
	for text, want := range map[string]bool{
		"mai tam binh": true, "mia tan binh": true, "mai tan bbinh": true, "mai tan bih": true, "ma tan binj": true,
		"mai tan binhh": true, "nai tan": true, "mai tan binh": false, "mia tam": false, "binhhh": false, "xa tan": false,
		"tna": true,
	} {
		if got := vietnamese.NearAll("mai tan binh", strings.Fields(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestNearProperty: whatever one letter of a word of three or more is wrong, too many, too few or exchanged with the
// next, the name is still near.
func TestNearProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SliceOfN(rapid.StringMatching(`[a-z]{2,7}`), 1, 4).Draw(t, "name")
		asked := slices.Clone(name)
		w := rapid.IntRange(0, len(asked)-1).Draw(t, "word")
		one := []byte(asked[w])
		i := rapid.IntRange(0, len(one)-1).Draw(t, "at")
		letter := rapid.ByteRange('a', 'z').Draw(t, "letter")
		switch rapid.IntRange(0, 3).Draw(t, "how") {
		case 0:
			one[i] = letter
		case 1:
			one = slices.Insert(one, i, letter)
		case 2:
			one = slices.Delete(one, i, i+1)
		default:
			if i+1 < len(one) {
				one[i], one[i+1] = one[i+1], one[i]
			}
		}
		if len(one) < 3 {
			t.Skip("shorter words are too like others")
		}
		asked[w] = string(one)
		whole := strings.Join(name, " ")
		if !vietnamese.NearAll(whole, asked) && !vietnamese.BeginAll(whole, asked) {
			t.Fatalf("%q is not near %q", asked, whole)
		}
	})
}
