package place

import (
	"os"
	"strings"
	"testing"

	"giamngheo/internal/date"
)

// TestCarried: what a code of a former day is now: itself, what it went into, or why nobody can say.
func TestCarried(t *testing.T) {
	r, err := Load(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	then, today := date.Must(2024, 12, 14), date.Must(2026, 11, 2)
	var carry Carry
	for _, c := range []struct {
		code     Code
		on       date.Date
		was, now string
		why      string
	}{
		{"31498", then, "Phường 5", "Phường Sóc Trăng", ""},
		{"31498", 0, "Phường 5", "Phường 5", ""},
		{"31507", then, "Phường 6", "Phường Sóc Trăng", ""},
		{"31510", today, "Phường Phú Lợi", "Phường Phú Lợi", ""},
		{"31120", date.Must(2025, 7, 1), "Phường Cái Khế", "Phường Cái Khế", ""},
		{"31513", then, "", "", "mã 31513 (Phường 1) hết hiệu lực từ 01/09/2024; nay là 31522 Phường 1"},
		{"31498", today, "", "", "mã 31498 (Phường 5) hết hiệu lực từ 01/07/2025; nay là 31507 Phường Sóc Trăng"},
		{"31178", today, "", "", "mã 31178 (Phường Bùi Hữu Nghĩa) hết hiệu lực từ 01/07/2025"},
		{"31513", date.Must(2024, 8, 15), "Phường 1", "Phường Phú Lợi", ""},
		{"99999", then, "", "", "mã 99999"},
		{"941", then, "Thành phố Sóc Trăng", "Thành phố Sóc Trăng", ""},
	} {
		on, day := c.on, today
		if on.IsZero() {
			on, day = then, 0
		}
		u, why := r.Carried(c.code, on, day)
		if c.why != "" {
			if !strings.HasPrefix(why.VI, c.why) {
				t.Errorf("%s on %v: %q", c.code, on, why.VI)
			}
			continue
		}
		if why.VI != "" || u.Then.FullName != c.was || u.Now.FullName != c.now || !u.Sure {
			t.Errorf("%s on %v: %s is %s now: %s", c.code, on, u.Then.FullName, u.Now.FullName, why.VI)
		}
		carry.Add(u)
	}
	open, doubtful := 0, 0
	for code := range r.units { // what cannot be carried over says why
		u, ok := r.At(code, then)
		if !ok || u.Level != Commune {
			continue
		}
		c, why := r.Carried(code, then, today)
		switch {
		case why.VI != "":
			open++
		case !c.Sure:
			doubtful++
		}
		if (why.VI == "") != (c.Now.Code != "") || c.Then.Code != code {
			t.Errorf("%s %s: %+v %s", code, u.FullName, c, why.VI)
		}
	}
	if open != 1024 || doubtful != 1247 {
		t.Errorf("of the communes of 2024 %d must be chosen by hand, %d are doubtful", open, doubtful)
	}
	if said := carry.Texts(); len(said) != 6 || !strings.Contains(said[0].VI, "31120") {
		t.Errorf("%v", said)
	}
}
