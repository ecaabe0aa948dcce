package sampling_test

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sampling"
)

const text = "Thông báo số 12/TB-SLĐTBXH ngày 05/11/2024 về bốc thăm xã được kiểm tra năm 2025"

// TestLottery: a shell script draws the same units from the published text alone.
func TestLottery(t *testing.T) {
	seed, err := sampling.Seed("  " + text + "\n")
	if err != nil {
		t.Fatal(err)
	}
	var units []string
	for i := range 109 {
		units = append(units, fmt.Sprintf("3%04d", 1500+7*i))
	}
	const script = `seed=$(printf %s "$1" | sha256sum | cut -c1-64); shift; n=$1; shift
for u in "$@"; do echo "$(printf %s "$seed/$u" | sha256sum | cut -c1-64) $u"; done | LC_ALL=C sort | head -n "$n" | cut -d' ' -f2`
	out, err := exec.Command("sh", append([]string{"-c", script, "sh", text, "7"}, units...)...).Output()
	if err != nil {
		t.Skip("no shell with sha256sum: ", err)
	}
	slices.Reverse(units) // the order of the units does not matter
	var drawn []string
	for _, one := range sampling.Lottery(seed, units, 7) {
		drawn = append(drawn, one.Unit)
	}
	if got, want := strings.Join(drawn, " "), strings.Join(strings.Fields(string(out)), " "); got != want ||
		len(drawn) != 7 {
		t.Errorf("drawn %s, by the shell %s", got, want)
	}
	if _, err := sampling.Seed("12/TB-UBND"); errs.KindOf(err) != errs.Invalid {
		t.Error("a text that names nothing is a seed")
	}
}

// TestStratified: each stratum has its share, none is left out, and the order of the frame does not matter.
func TestStratified(t *testing.T) {
	frame := func() (out []sampling.Stratum) {
		id := int64(0)
		for name, n := range map[string]int{"Ấp Một/poor": 40, "Ấp Một/near_poor": 20, "Ấp Hai/poor": 39, "Ấp Ba/poor": 1, "Ấp Tư/poor": 0} {
			s := sampling.Stratum{Name: name}
			for range n {
				id++
				s.Rows = append(s.Rows, id)
			}
			out = append(out, s)
		}
		return out
	}
	of := func(drawn []sampling.Drawn) map[string]int {
		out := map[string]int{}
		for _, d := range drawn {
			out[d.Stratum]++
		}
		return out
	}
	f := frame()
	drawn := sampling.Stratified("seed", f, 10)
	if got := of(drawn); len(drawn) != 10 || got["Ấp Ba/poor"] != 1 || got["Ấp Một/poor"] != 4 ||
		got["Ấp Hai/poor"] != 3 ||
		got["Ấp Một/near_poor"] != 2 {
		t.Error(got)
	}
	slices.Reverse(f)
	for i := range f {
		slices.Reverse(f[i].Rows)
	}
	if again := sampling.Stratified("seed", f, 10); !slices.Equal(again, drawn) {
		t.Errorf("another order: %v, not %v", again, drawn)
	}
	if other := sampling.Stratified("other", f, 10); slices.Equal(other, drawn) {
		t.Error("another seed draws the same")
	}
	if all := sampling.Stratified("seed", f, 1000); len(all) != 100 {
		t.Errorf("%d of 100", len(all))
	}
	if none := sampling.Stratified("seed", nil, 5); len(none) != 0 {
		t.Error(none)
	}
}

// TestMoneyGolden: the design's numbers, 2,400,000,000 đ and 60 drawn.
func TestMoneyGolden(t *testing.T) {
	var frame []sampling.Item
	for i := range int64(240) {
		frame = append(frame, sampling.Item{ID: i + 1, Amount: 10_000_000})
	}
	m, err := sampling.DrawMoney("seed", frame, 60)
	if err != nil || m.Interval != 40_000_000 || len(m.Items) != 60 {
		t.Fatalf("%+v %v", m, err)
	}
	for _, c := range []struct {
		wrong []sampling.Wrong
		bound household.Dong
		share int64
	}{
		{nil, 119_828_000, 499},
		{[]sampling.Wrong{{Item: m.Items[0], Wrong: 10_000_000}}, 189_756_000, 791},
		{[]sampling.Wrong{{Item: m.Items[3], Wrong: 5_000_000}, {Item: m.Items[4], Wrong: 0}}, 154_792_000, 645},
	} {
		s, err := m.Show(c.wrong)
		if err != nil || s.Bound != c.bound || s.Percent() != c.share {
			t.Errorf("%+v %v, want %d", s, err, c.bound)
		}
	}
	s, _ := m.Show(nil)
	if said := s.Sentence(); !strings.Contains(said.VI, "119.828.000") || !strings.Contains(said.VI, "4,99") {
		t.Error(said.VI)
	}
	if _, err := m.Show([]sampling.Wrong{{Item: m.Items[0], Wrong: 10_000_001}}); errs.KindOf(err) != errs.Invalid {
		t.Error("more is wrong than was paid")
	}
	for _, n := range []int{0, -1, 1 << 20} {
		if _, err := sampling.DrawMoney("seed", frame, n); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%d drawn: %v", n, err)
		}
	}
}

// TestMoneySure: a payment of an interval and more is always drawn, once.
func TestMoneySure(t *testing.T) {
	frame := []sampling.Item{{ID: 1, Amount: 5}, {ID: 2, Amount: 900}, {ID: 3, Amount: 95}}
	for i := range 50 {
		m, err := sampling.DrawMoney(fmt.Sprint("seed", i), frame, 10)
		n := 0
		for _, one := range m.Items {
			if one.ID == 2 {
				n++
			}
		}
		if err != nil || n != 1 {
			t.Fatalf("%+v %v", m, err)
		}
	}
}

// TestMoneyBound: in at least 95 % of 10,000 random populations and draws the bound is not below what is wrong.
func TestMoneyBound(t *testing.T) {
	r := rand.New(rand.NewPCG(18, 42))
	held := 0
	const runs = 10_000
	for run := range runs {
		frame, wrong := make([]sampling.Item, 150+r.IntN(200)), map[int64]household.Dong{}
		var truly household.Dong
		rate, partly := 0.01+0.12*r.Float64(), r.IntN(2) == 0
		for i := range frame {
			frame[i] = sampling.Item{ID: int64(i + 1), Amount: household.Dong(100_000 + r.Int64N(3_000_000))}
			if r.IntN(40) == 0 {
				frame[i].Amount *= 20
			}
			if r.Float64() < rate {
				w := frame[i].Amount
				if partly {
					w = 1 + household.Dong(r.Int64N(int64(w)))
				}
				wrong[frame[i].ID], truly = w, truly+w
			}
		}
		m, err := sampling.DrawMoney(fmt.Sprint("run", run), frame, 40)
		if err != nil {
			t.Fatal(err)
		}
		var found []sampling.Wrong
		for _, one := range m.Items {
			found = append(found, sampling.Wrong{Item: one, Wrong: wrong[one.ID]})
		}
		s, err := m.Show(found)
		if err != nil {
			t.Fatal(err)
		}
		if s.Bound >= truly {
			held++
		}
	}
	if t.Logf("the bound holds in %d of %d", held, runs); held < runs*95/100 {
		t.Errorf("the bound holds in %d of %d only", held, runs)
	}
}
