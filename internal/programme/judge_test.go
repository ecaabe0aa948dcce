package programme

import (
	"strings"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
)

func TestJudge(t *testing.T) {
	c := shipped(t)
	r, err := c.Compile(theLaw(t), theDay)
	if err != nil {
		t.Fatal(err)
	}
	h := family()
	man, woman, boy, nobody := &h.Members[0], &h.Members[1], &h.Members[2], &h.Members[3]
	for _, w := range []struct {
		name, node string
		facts      Facts
		m          *household.Member
		eligible   bool
		priority   string
		reason     string
	}{
		{"a poor household", "DA2", Poor, nil, true, "", "hộ nghèo"},
		{"of a minority", "DA2", Poor | Minority | Merit, nil, true, "poor_minority", ""},
		{"with a person of merit", "DA2", Poor | Merit, nil, true, "poor_merit", ""},
		{"near-poor of a minority", "DA2", NearPoor | Minority, nil, true, "", ""},
		{"of no group", "DA2", Minority, nil, false, "",
			"không thuộc đối tượng (hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo): hộ dân tộc thiểu số"},
		{"coastal alone", "DA2", Coastal, nil, false, "", ""},
		{"coastal, production", "DA3-TDA1", Coastal, nil, true, "", ""},
		{"a woman to train", "DA4-TDA1", NearPoor | Woman, woman, true, "woman", ""},
		{"a disabled woman", "DA4-TDA1", NewlyEscaped | Woman | Disabled, woman, true, "disabled", ""},
		{"a child is no worker", "DA4-TDA1", Poor | Child, boy, false, "", "không thuộc"},
		{"of unknown age", "DA4-TDA1", Poor, nobody, false, "", "sổ hộ thiếu members[4].age_months"},
		{"a child's nutrition", "DA3-TDA2", NearPoor | Child, boy, true, "child", ""},
		{"a man's nutrition", "DA3-TDA2", Poor, man, false, "", ""},
		{"a commune's works", "DA1", Coastal, nil, true, "", ""},
		{"a whole project", "DA4", Poor, man, false, "", "chọn một tiểu dự án"},
		{"for officers", "DA7-TDA1", Poor, man, false, "", "không dành riêng"},
		{"a sample", "HP1-ND01", Poor, man, false, "", "chưa biết"},
	} {
		v, err := r.Judge(c.Node(w.node), w.facts, h, w.m)
		if err != nil || v.Eligible != w.eligible || v.PriorityCode != w.priority ||
			(v.Priority > 0) != (w.priority != "") || !strings.Contains(v.Reason.VI, w.reason) || v.Reason.EN == "" ||
			v.Cite == "" {
			t.Errorf("%s: %+v, %v", w.name, v, err)
		}
		if v.Unknown != strings.Contains(w.reason, "sổ hộ thiếu") {
			t.Errorf("%s: unknown is %v", w.name, v.Unknown)
		}
	}
	if _, err := r.Judge(&Node{Code: "X"}, Poor, h, nil); err == nil {
		t.Error("a node of no catalogue")
	}
}

func TestFactsOf(t *testing.T) {
	h := family()
	h.Members[0].Ethnicity, h.Members[1].PersonOfMerit, h.Members[2].Disability = household.Kinh+1, household.Yes,
		household.Yes
	for want, got := range map[Facts]Facts{
		Poor | Coastal | Minority | Merit:          FactsOf(h, nil, theDay, poverty.Poor, false, true),
		NearPoor | NewlyEscaped | Minority | Merit: FactsOf(h, &h.Members[0], theDay, poverty.NearPoor, true, false),
		Minority | Merit | Child | Disabled:        FactsOf(h, &h.Members[2], theDay, poverty.None, false, false),
		Poor:                                       FactsOf(nil, nil, theDay, poverty.Poor, false, false),
		Minority | Merit | Woman | Coastal: FactsOf(h, &h.Members[1], theDay, poverty.Undetermined, false,
			true),
		Minority | Merit | NewlyEscaped: FactsOf(h, &h.Members[3], theDay, poverty.None, true, false),
		// 16 on the day
		Minority | Merit | Disabled | NewlyEscaped: FactsOf(h, &h.Members[2], date.Must(2030, 1, 1), poverty.None, true,
			false),
		Minority | Merit | Child | Disabled | Poor: FactsOf(h, &h.Members[2], date.Must(2029, 12, 31), poverty.Poor,
			false, false),
	} {
		if got != want {
			t.Errorf("%v, want %v", got.Text(), want.Text())
		}
	}
}
