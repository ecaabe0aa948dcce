package household_test

import (
	"fmt"
	"strings"
	"testing"

	"giamngheo/internal/household"
)

// people makes a household of members written as "no name number sex birth", "-" for what is not known.
func people(t *testing.T, all ...string) *household.Household {
	t.Helper()
	h := &household.Household{}
	for _, one := range all {
		f := strings.Split(one, "/")
		m := household.Member{Name: f[1], CitizenID: strings.Trim(f[2], "-")}
		if _, err := fmt.Sscan(f[0], &m.No); err != nil {
			t.Fatal(err)
		}
		for i, column := range []string{"sex", "birth_date"} {
			if err := m.Set(column, strings.Trim(f[3+i], " ")); err != nil {
				t.Fatal(err)
			}
		}
		h.Members = append(h.Members, m)
	}
	return h
}

// TestStrangers: who has another name, sex or birth under an old number or citizen number is asked about; a spelling, an
// answer more exact than before, a new order and who joins under a number of their own are not.
func TestStrangers(t *testing.T) {
	before := people(t, "1/Trần Văn Thử/094084000001/male/1984-03-01", "2/Lê Thị Vợ/-/female/1986",
		"3/Trần Thị Con/-/female/2014-02-10")
	for name, c := range map[string]struct {
		after    []string
		numbered bool
		at, want string
	}{
		"unchanged":                  {[]string{"1/Trần Văn Thử/094084000001/male/1984-03-01"}, true, "[0]", ""},
		"spelling":                   {[]string{"1/TRẦN VĂN  THỬ/094084000001/male/1984-03-01", "2/Le Thi Vo/-/female/1986-07-09"}, true, "[0 1]", ""},
		"joined":                     {[]string{"1/Trần Văn Thử/-/male/1984-03-01", "4/Trần Văn Út/-/male/2020"}, true, "[0 -1]", ""},
		"widow":                      {[]string{"1/Lê Thị Vợ/094084000001/male/1984-03-01", "2/Lê Thị Vợ/-/female/1986"}, true, "[0 1]", "1 full_name"},
		"widow moved up":             {[]string{"1/Lê Thị Vợ/-/female/1986", "3/Trần Thị Con/-/female/2014-02-10"}, true, "[1 2]", ""},
		"replaced":                   {[]string{"3/Nguyễn Văn Khác/-/male/1990"}, true, "[2]", "3 full_name, 3 sex, 3 birth_date"},
		"sex":                        {[]string{"2/Lê Thị Vợ/-/male/1986"}, true, "[1]", "2 sex"},
		"birth":                      {[]string{"3/Trần Thị Con/-/female/2004-02-10"}, true, "[2]", "3 birth_date"},
		"a year off":                 {[]string{"3/Trần Thị Con/-/female/2015"}, true, "[2]", ""},
		"two years off":              {[]string{"2/Lê Thị Vợ/-/female/1988-12-31"}, true, "[1]", ""},
		"number of his":              {[]string{"5/Danh Sà Rươl/094084000001/male/1984-03-01"}, true, "[0]", "5 full_name"},
		"new order":                  {[]string{"1/Lê Thị Vợ/-/female/1986", "2/Trần Văn Thử/094084000001/male/1984-03-01"}, false, "[1 0]", ""},
		"no numbers":                 {[]string{"1/Nguyễn Văn Khác/-/male/1990"}, false, "[-1]", ""},
		"same name, another's birth": {[]string{"4/Trần Văn Thử/-/male/2010"}, true, "[-1]", ""},
	} {
		after := people(t, c.after...)
		at := household.Counterparts(before, after, c.numbered)
		var got []string
		for _, s := range household.Strangers(before, after, at, 2) {
			got = append(got, fmt.Sprintf("%d %s", s.Member, s.Column))
			if s.Text.VI == "" || s.Text.VI == s.Text.EN || after.Members[s.Index].No != s.Member {
				t.Errorf("%s: %+v", name, s)
			}
		}
		if fmt.Sprint(at) != c.at || strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %v %v, want %s %s", name, at, got, c.at, c.want)
		}
	}
}
