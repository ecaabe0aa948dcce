package signal_test

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule/parse"
	"giamngheo/internal/signal"
)

func shipped(t *testing.T) *signal.Set {
	t.Helper()
	s, err := signal.Read(os.DirFS("../../data"), parse.NewConditions)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestScoreGolden: the design's two communes. X is first by 9 + 4 + 1 + 2; Y has a higher share than many and too few
// to
// say anything.
func TestScoreGolden(t *testing.T) {
	s := shipped(t)
	x, err := s.Score(
		signal.Facts{"recheck_wrong": signal.Of(8, 27), "unspent": signal.Is(31), "cells_returned": signal.Of(5, 40),
			"unseen": signal.Is(26)},
		true,
	)
	if err != nil {
		t.Fatal(err)
	}
	var terms []string
	for _, one := range x.Scored() {
		terms = append(terms, one.Code)
	}
	if got := strings.Join(terms, " "); got != "recheck unspent returned unseen no_data" {
		t.Errorf("scored: %s", got)
	}
	known := func(f signal.Facts) signal.Facts { // with all else known and good
		for i := range s.Facts {
			if _, has := f[s.Facts[i].Code]; !has {
				f[s.Facts[i].Code] = signal.Value{Known: true, N: 1000}
			}
		}
		return f
	}
	x, err = s.Score(known(signal.Facts{"recheck_wrong": signal.Of(8, 27), "unspent": signal.Is(31),
		"cells_returned": signal.Of(5, 40), "unseen": signal.Is(26)}), true)
	if err != nil || x.Points != 16 || x.Addition() != "9 + 4 + 1 + 2 = 16" || x.Highest() != 3 {
		t.Errorf("%s %v", x.Addition(), err)
	}
	y, err := s.Score(known(signal.Facts{"recheck_wrong": signal.Of(1, 9)}), true)
	if err != nil || y.Points != 0 || len(y.Few()) != 1 || y.Few()[0].Code != "recheck" {
		t.Errorf("%+v %v", y, err)
	}
	if said := x.Terms[0].Facts[0].Says().VI; !strings.HasPrefix(said, "8 trên 27 (29,6%, ít nhất 15,9%") {
		t.Error(said)
	}
	if said := y.Terms[0].Facts[0].Says().VI; !strings.Contains(said, "11,1%, ít nhất 2,0%") &&
		!strings.Contains(said, "11,1%, ít nhất 2%") {
		t.Error(said)
	}
}

// TestUnknown: what is not known does not score, and is told; a place of which much is unknown has a signal for that.
func TestUnknown(t *testing.T) {
	s := shipped(t)
	none, err := s.Score(nil, true)
	if err != nil || len(none.Lacking()) != len(s.Signals)-1 || len(none.Scored()) != 1 ||
		none.Scored()[0].Code != "no_data" {
		t.Errorf("%+v %v", none, err)
	}
}

// TestSecret: without the right no secret signal is in the score.
func TestSecret(t *testing.T) {
	s := shipped(t)
	f := signal.Facts{"burst": signal.Is(5)}
	for _, see := range []bool{false, true} {
		score, err := s.Score(f, see)
		has := slices.ContainsFunc(score.Terms, func(t signal.Term) bool { return t.Secret })
		if err != nil || has != see || (score.Points > 2) != see {
			t.Errorf("%t: %+v %v", see, score, err)
		}
	}
}

// TestShrunk: the raw order turns round.
func TestShrunk(t *testing.T) {
	nine, sixty := signal.Shrunk(1, 9, 0.03, 40), signal.Shrunk(6, 60, 0.03, 40)
	if math.Abs(nine-0.0449) > 0.0001 || math.Abs(sixty-0.072) > 1e-9 {
		t.Error(nine, sixty)
	}
}

// TestChoose: ⌈(1−r)·m⌉ by score, the rest by lots; nobody two years running without a grave signal; whose turn
// it is is
// in; the order of the units does not matter.
func TestChoose(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 8))
	var units []signal.Unit
	for i := range 109 {
		units = append(units, signal.Unit{Code: string(rune('A'+i/26)) + string(rune('a'+i%26)), Points: r.IntN(20),
			Highest: r.IntN(4), Years: r.IntN(5) - 1, Last: r.IntN(5) == 0})
		switch {
		case i%15 == 3:
			units[i].Years, units[i].Last = 5, false
		case units[i].Last:
			units[i].Years = 0
		}
	}
	rule := signal.Rule{Units: 12, Lottery: 20, Within: 5, Text: "Thông báo 12/TB-SLĐTBXH ngày 05/11/2024"}
	first, err := signal.Choose(units, rule)
	if err != nil || len(first) != 12 {
		t.Fatal(first, err)
	}
	slices.Reverse(units)
	second, err := signal.Choose(units, rule)
	if err != nil || !slices.Equal(first, second) {
		t.Error("the order of the units matters")
	}
	lots := 0
	for _, c := range first {
		if c.Basis == signal.Lots {
			lots++
		}
		if c.Last && c.Highest < 3 {
			t.Errorf("%+v is chosen two years running", c)
		}
	}
	if lots != 2 { // 12 − ⌈9.6⌉
		t.Errorf("%d by lottery", lots)
	}
	for i := range units {
		if u := &units[i]; u.Years >= 5 &&
			!slices.ContainsFunc(first, func(c signal.Chosen) bool { return c.Code == u.Code }) {
			t.Errorf("%+v was not checked for years and is not chosen", u)
		}
	}
	rule.Text = ""
	if _, err := signal.Choose(units, rule); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a lottery without its text: %v", err)
	}
	for _, bad := range []signal.Rule{{}, {Units: -1}, {Units: 3, Lottery: 101}, {Units: 1 << 30}} {
		if _, err := signal.Choose(units, bad); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if got, err := signal.Choose(nil, signal.Rule{Units: 5}); err != nil || len(got) != 0 {
		t.Error(got, err)
	}
}

// TestRead: what is not sound is refused.
func TestRead(t *testing.T) {
	b, err := os.ReadFile("../../data/" + signal.File)
	if err != nil {
		t.Fatal(err)
	}
	for was, bad := range map[string]string{
		"recheck_wrong >= 10.0": "recheck_wong >= 10.0", "weight: 3": "weight: 0", "sample: true": "smaple: true",
		"facts: [recheck_wrong]": "facts: [unspent]", "facts: [bunching]": "facts: [related]", "{grade: 3, when: 'twice": "{grade: 1, when: 'twice"} {
		text := strings.Replace(string(b), was, bad, 1)
		if _, err := signal.Read(fstest.MapFS{signal.File: {Data: []byte(text)}}, parse.NewConditions); err == nil ||
			text == string(b) {
			t.Errorf("%q passes", bad)
		}
	}
}
