package household

import (
	"strings"
	"testing"

	"giamngheo/internal/date"
)

var on = date.Must(2024, 10, 15)

func TestCheck(t *testing.T) {
	head := func(no int) Member { return Member{No: no, Relationship: Head, Birth: BornIn(1980)} }
	for name, c := range map[string]struct {
		members []Member
		want    []string // "member column"
	}{
		"sound":          {[]Member{head(1), {No: 2, Relationship: Child}}, nil},
		"none":           {nil, []string{"-1 household_code"}},
		"no head":        {[]Member{{No: 1, Relationship: Spouse}}, []string{"0 relationship"}},
		"two heads":      {[]Member{head(1), head(2)}, []string{"1 relationship"}},
		"number twice":   {[]Member{head(1), {No: 1}}, []string{"1 member_no"}},
		"born later":     {[]Member{head(1), {No: 2, Birth: BornOn(on.AddDays(1))}}, []string{"1 birth_date"}},
		"born today":     {[]Member{head(1), {No: 2, Birth: BornOn(on)}}, nil},
		"born this year": {[]Member{head(1), {No: 2, Birth: BornIn(2024)}}, nil},
		"too old":        {[]Member{head(1), {No: 2, Birth: BornOn(date.Must(1894, 9, 14))}}, []string{"1 birth_date"}},
		"130 today":      {[]Member{head(1), {No: 2, Birth: BornOn(date.Must(1894, 10, 15))}}, nil},
	} {
		h := Household{Members: c.members}
		var got []string
		for _, f := range h.Check(on) {
			got = append(got, strings.Join([]string{itoa(f.Member), f.Column}, " "))
			if f.Text.VI == "" || f.Text.EN == "" {
				t.Errorf("%s: no message", name)
			}
		}
		if strings.Join(got, "; ") != strings.Join(c.want, "; ") {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func itoa(n int) string {
	if n < 0 {
		return "-1"
	}
	return string(rune('0' + n))
}

func TestCitizen(t *testing.T) {
	r := CitizenRules{Provinces: map[string]bool{"094": true}}
	r.Centuries[0], r.Centuries[1] = Century{Male, 1900, 1999}, Century{Female, 1900, 1999}
	r.Centuries[2], r.Centuries[3] = Century{Male, 2000, 2099}, Century{Female, 2000, 2099}
	for _, c := range []struct {
		number string
		sex    Sex
		birth  Birth
		sound  bool
	}{
		{"094080000001", Male, BornIn(1980), true}, {"094180000001", Female, BornIn(1980), true},
		{"094301000001", Female, BornIn(2001), true}, {"099080000001", 0, Birth{}, true},
		{"094080000001", Female, BornIn(1980), false}, {"094080000001", Male, BornIn(1981), false},
		{"094280000001", Male, BornIn(1980), false},
		{"095080000001", Male, BornIn(1980), false}, {"09408000001", Male, BornIn(1980), false},
		{"09408000000x", Male, BornIn(1980), false}, {"0940800000012", Male, BornIn(1980), false},
	} {
		if got := r.Check(c.number, c.sex, c.birth); (got.VI == "") != c.sound {
			t.Errorf("%s: %q", c.number, got.VI)
		}
	}
	if Mask("099080000123") != "*********123" || Mask("12") != "12" {
		t.Error(Mask("099080000123"))
	}
}

// TestSetEveryColumn: every column of the format can be set, read with its own vocabulary, and cleared.
func TestSetEveryColumn(t *testing.T) {
	sample := func(c Column) (good, bad string) {
		switch c.Kind {
		case Amount, Integer:
			return "5", "x"
		case Decimal:
			return "5.5", "x"
		case YesNo:
			return "yes", "maybe"
		case Choice, Choices:
			return c.Enum.Names[1], "zzz"
		case Day:
			return "1980-02-29", "1981-02-29"
		case Ethnic:
			return "05", "5"
		}
		return "x", ""
	}
	var h Household
	var m Member
	for i, columns := range [][]Column{HouseholdColumns, MemberColumns} {
		for _, c := range columns {
			if i == 1 && c.Name == "household_code" {
				continue
			}
			set := h.Set
			if i == 1 {
				set = m.Set
			}
			good, bad := sample(c)
			if err := set(c.Name, good); err != nil {
				t.Error(err)
			}
			if bad != "" && set(c.Name, bad) == nil {
				t.Errorf("%s took %q", c.Name, bad)
			}
			if c.Enum != nil {
				for v, name := range c.Enum.Names[1:] {
					if len(c.Enum.Titles[v+1]) == 0 {
						t.Errorf("%s of %s has no Vietnamese word", name, c.Name)
					}
					if err := set(c.Name, name); err != nil {
						t.Error(err)
					}
				}
			}
		}
	}
	if err := h.Set("weight", "1"); err == nil {
		t.Error("a column that is none was set")
	}
	if h.Wall.String() != "not_solid" || m.Sex.String() != "female" || m.Ethnicity != Khmer ||
		m.Birth != BornOn(date.Must(1980, 2, 29)) {
		t.Errorf("%+v %+v", h, m)
	}
	if err := m.Set("birth_date", ""); err != nil || m.Birth.Known() {
		t.Error("blank is not unknown", err)
	}
}

func TestAges(t *testing.T) {
	for _, c := range []struct {
		birth  Birth
		lo, hi int
	}{
		{Birth{}, -1, -1}, {BornOn(date.Must(2008, 10, 15)), 192, 192}, {BornOn(date.Must(2008, 10, 16)), 191, 191},
		{BornIn(2018), 69, 81}, {BornIn(2024), 0, 9},
	} {
		if lo, hi := c.birth.Months(on); lo != c.lo || hi != c.hi {
			t.Errorf("%v: %d–%d, want %d–%d", c.birth, lo, hi, c.lo, c.hi)
		}
	}
}

func TestEthnicMinority(t *testing.T) {
	h := Household{Members: []Member{{Relationship: Spouse, Ethnicity: Khmer}, {Relationship: Head, Ethnicity: Kinh}}}
	if h.EthnicMinority() != No {
		t.Error("the head decides")
	}
	h.Members[1].Ethnicity = Hoa
	if h.EthnicMinority() != Yes {
		t.Error("Hoa is a minority")
	}
	h.Members[1].Ethnicity = 0
	if h.EthnicMinority() != Unknown {
		t.Error("an unknown ethnicity")
	}
}
