package cells_test

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"

	"giamngheo"
	"giamngheo/internal/cells"
	"giamngheo/internal/date"
	"giamngheo/internal/place"
)

func key() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, 32)) }

func head(province, name string, on date.Date) cells.Head {
	h := cells.Head{Province: province, Name: name, Review: on.Year(), Prior: on.Year() - 1, Stage: cells.Final, On: on,
		Made: on.AddDays(20), Standard: "2022-2025", Cutoff: 3, Threshold: 5, Synthetic: true}
	for i := range 12 {
		h.Indicators = append(h.Indicators, cells.Indicator{Code: fmt.Sprint("i", i), Title: fmt.Sprint("Chỉ số ", i)})
	}
	return h
}

// leaf draws a commune in which some counts are small.
func leaf(r *rand.Rand, code string, most int) cells.Leaf {
	n := func(of cells.Count) cells.Count { return cells.Count(r.Int64N(int64(of) + 1)) }
	l := cells.Leaf{Code: code, Name: "Xã " + code, Area: place.Rural, Of: [3]cells.Sums{}}
	poor, near := cells.Count(3+r.IntN(most)), cells.Count(5+r.IntN(2*most))
	for k, households := range []cells.Count{poor + near + 200, poor, near} {
		s := &l.Of[k]
		s.Households, s.People = households, households*4
		s.Minority = n(min(households, 8))
		s.MinorityPeople = s.Minority * 4
		s.Stays = n(households)
		s.Came = n(households - s.Stays)
		s.Gained = households - s.Stays - s.Came
		s.Out, s.Lost = n(6), n(2)
		s.Open = s.Stays + s.Out + s.Lost
		for i := range 12 {
			s.Deprived[i] = n(households)
		}
		s.Measured = s.People
		s.MPIPoor = n(min(s.People, 40))
		s.M0 = s.MPIPoor * 4
	}
	return l
}

func sum(code string, all []cells.Leaf) *cells.Leaf {
	w := &cells.Leaf{Code: code}
	for i := range all {
		for k := range w.Of {
			w.Of[k] = w.Of[k].Plus(all[i].Of[k])
		}
	}
	return w
}

func sheet(t *testing.T, province, name string, on date.Date, seed uint64, codes ...string) (*cells.Sheet, *cells.Leaf) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	var all []cells.Leaf
	for _, code := range codes {
		all = append(all, leaf(r, code, 40))
	}
	whole := sum(province, all)
	s, err := cells.Make(head(province, name, on), whole, all)
	if err != nil {
		t.Fatal(err)
	}
	return s, whole
}

func codes(n int) (out []string) {
	for i := range n {
		out = append(out, fmt.Sprint(31500+i))
	}
	return out
}

// TestMake: every commune is told once, the parts make the whole, what is small is hidden, and something is shown.
func TestMake(t *testing.T) {
	for seed := range uint64(20) {
		s, whole := sheet(t, "94", "Tỉnh Sóc Trăng", date.Must(2024, 12, 14), seed, codes(40)...)
		units := s.Units()
		if units[0].Of[0].Households != whole.Of[0].Households || units[0].Poor().Deprived[3] != whole.Of[1].Deprived[3] {
			t.Fatalf("the whole is %+v, not %+v", units[0], whole)
		}
		told := 0
		for i := range units[1:] {
			u := &units[1+i]
			told += strings.Count(u.Code, "+") + 1
			for k := range u.Of {
				c := u.Of[k]
				small := []cells.Count{c.Minority, cells.Rest(c.Households, c.Minority)}
				if k == 0 {
					small = append(small, c.MPIPoor, cells.Rest(c.Minority, u.Poor().Minority, u.Near().Minority))
					if c.Minority.Told() && (!u.Poor().Minority.Told() || !u.Near().Minority.Told()) {
						t.Errorf("seed %d: %s bounds a hidden part of its minority", seed, u.Code)
					}
				} else {
					small = append(small, c.Out, c.Lost, c.Came, c.Gained, c.Deprived[0], cells.Rest(c.Households, c.Deprived[11]),
						cells.Rest(c.Open, c.Stays), cells.Rest(c.Households, c.Stays))
				}
				for j, v := range small {
					if v > 0 && v < 5 {
						t.Errorf("seed %d: %s tells %d of column %d of %d", seed, u.Code, v, j, k)
					}
				}
			}
		}
		if told != 40 || len(units) < 12 {
			t.Errorf("%d communes are told in %d units", told, len(units)-1)
		}
		if n := s.HiddenCounts(); n == 0 || n > len(s.Cells)*12 {
			t.Errorf("%d counts of %d cells are hidden", n, len(s.Cells))
		}
		if testing.Verbose() {
			t.Logf("seed %d: %d units, %d hidden", seed, len(units)-1, s.HiddenCounts())
		}
	}
}

// TestFew: where a district has too few its communes are told together with others, and where the province has, none
// is.
func TestFew(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var all []cells.Leaf
	for i, code := range codes(40) {
		all = append(all, leaf(r, code, 40))
		if all[i].Above = fmt.Sprint("94", i/8); i >= 32 {
			for k := range all[i].Of {
				all[i].Of[k] = cells.Sums{Households: cells.Count(3 - k), People: cells.Count(6 - 2*k)}
			}
		}
	}
	s, err := cells.Make(head("94", "Tỉnh Sóc Trăng", date.Must(2024, 12, 14)), sum("94", all), all)
	if err != nil || len(s.Units()) < 5 {
		t.Fatal(err, len(s.Units()))
	}
	for _, u := range s.Units()[1:] {
		if u.Poor().Households < 5 || u.Near().Households < 5 {
			t.Errorf("%s tells of %d poor", u.Code, u.Poor().Households)
		}
	}
	s, err = cells.Make(head("94", "Tỉnh Sóc Trăng", date.Must(2024, 12, 14)), sum("94", all[39:]), all[39:])
	if err != nil || len(s.Units()) != 1 {
		t.Errorf("%v: %d units tell of a household", err, len(s.Units()))
	}
}

// TestFile: a file is read as it was written; each changed byte is found, and so is a hostile one.
func TestFile(t *testing.T) {
	s, _ := sheet(t, "94", "Tỉnh Sóc Trăng", date.Must(2024, 12, 14), 7, codes(30)...)
	data, err := s.Write(key())
	if err != nil {
		t.Fatal(err)
	}
	r, err := cells.ReadFile(data)
	if err != nil || len(r.Rejected) > 0 || r.Accepted != len(s.Cells) || !r.Key.Equal(key().Public()) {
		t.Fatal(err, r)
	}
	if fmt.Sprint(*r.Sheet) != fmt.Sprint(*s) {
		t.Error("read is not what was written")
	}
	for at := 0; at < len(data); at += 997 {
		bad := bytes.Clone(data)
		bad[at] ^= 1
		if _, err := cells.ReadFile(bad); err == nil {
			t.Errorf("byte %d was changed and nobody saw it", at)
		}
	}
	for name, bad := range map[string][]byte{"empty": nil, "cut off": data[:len(data)/2], "zip": []byte("PK\x03\x04"),
		"large": bytes.Repeat([]byte("a"), cells.MostBytes+1), "no newline": data[:len(data)-1]} {
		if _, err := cells.ReadFile(bad); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

// TestRejected: accepted and rejected are what came; units that do not make their whole are refused.
func TestRejected(t *testing.T) {
	s, _ := sheet(t, "94", "Tỉnh Sóc Trăng", date.Must(2024, 12, 14), 7, codes(30)...)
	n := len(s.Cells)
	s.Cells[3].Minority = s.Cells[3].Households + 1
	s.Cells[5].Unit = "Xã Nhơn Mỹ"
	s.Cells[7].Class = "rich"
	data, _ := s.Write(key())
	r, err := cells.ReadFile(data)
	if err != nil || r.Accepted+len(r.Rejected) != n || len(r.Rejected) != 3 {
		t.Fatalf("%v %+v", err, r)
	}
	s, _ = sheet(t, "94", "Tỉnh Sóc Trăng", date.Must(2024, 12, 14), 7, codes(30)...)
	s.Cells[4].Households++
	data, _ = s.Write(key())
	if _, err := cells.ReadFile(data); err == nil {
		t.Error("units that do not make the whole were read")
	}
	s, _ = sheet(t, "94", "Tỉnh Sóc Trăng", date.Must(2024, 12, 14), 7, codes(30)...)
	for _, i := range []int{1, 4} { // the poor of the province and of a unit
		s.Cells[i].Households += 10_000
	}
	data, _ = s.Write(key())
	if r, err := cells.ReadFile(data); err == nil || r == nil || len(r.Rejected) > 0 {
		t.Errorf("a unit with more poor than households was read: %v", err)
	}
}

func registry(t *testing.T) *place.Registry {
	t.Helper()
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		t.Fatal(err)
	}
	reg, err := place.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return reg
}

// TestRecast: Sóc Trăng, Hậu Giang and Cần Thơ of 2024 are one city from 01/07/2025 with the sum of all three, and no
// household is lost or counted twice: what is on communes and what is left aside make the sum.
func TestRecast(t *testing.T) {
	reg, on := registry(t), date.Must(2024, 12, 14)
	var all []*cells.Sheet
	var want cells.Count
	for i, code := range []string{"94", "93", "92"} {
		u, _ := reg.At(place.Code(code), on)
		var communes []string
		for _, d := range reg.Children(u.Code, on) {
			for _, c := range reg.Children(d.Code, on) {
				communes = append(communes, string(c.Code))
			}
		}
		s, whole := sheet(t, code, u.FullName, on, uint64(i), communes...)
		all, want = append(all, s), want+whole.Of[1].Households
	}
	got, refused := cells.Recast(reg, all, place.MergerDay)
	if len(got) != 1 || len(refused) > 0 || got[0].Unit.FullName != "Thành phố Cần Thơ" || got[0].Top.Poor().Households != want {
		t.Fatalf("%+v %v, not %d poor", got, refused, want)
	}
	var told cells.Count
	for i := range got[0].Units {
		told += got[0].Units[i].Poor().Households
	}
	for _, s := range all {
		for _, u := range s.Units()[1:] {
			for _, left := range got[0].Left {
				if u.Code == left {
					told += u.Poor().Households
				}
			}
		}
	}
	if told != want || len(got[0].Units) < 40 {
		t.Errorf("%d poor on %d units and %d left aside, not %d", told, len(got[0].Units), len(got[0].Left), want)
	}
	if same, _ := cells.Recast(reg, all, on); len(same) != 3 || len(same[0].Left) != 0 {
		t.Errorf("on their own day they are %+v", same)
	}
}
