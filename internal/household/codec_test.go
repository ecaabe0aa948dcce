package household_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
)

// anyHousehold draws a household with any answers, known or not.
func anyHousehold(t *rapid.T) *household.Household {
	h := &household.Household{}
	fill(t, household.HouseholdColumns, h.Set)
	for i := range rapid.IntRange(0, 4).Draw(t, "members") {
		m := household.Member{}
		fill(t, household.MemberColumns[2:], m.Set)
		m.No = i + 1
		h.Members = append(h.Members, m)
	}
	h.Used = rapid.SampledFrom([]int{0, 7, 300}).Draw(t, "used")
	return h
}

func fill(t *rapid.T, columns []household.Column, set func(column, text string) error) {
	for _, c := range columns {
		text := ""
		switch c.Kind {
		case household.Choice, household.Choices:
			text = rapid.SampledFrom(c.Enum.Names).Draw(t, c.Name)
		case household.YesNo:
			text = rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, c.Name)
		case household.Amount:
			text = rapid.SampledFrom([]string{"", "0", "1500000", "999999999999"}).Draw(t, c.Name)
		case household.Decimal:
			text = rapid.SampledFrom([]string{"", "0", "12.5", "140"}).Draw(t, c.Name)
		case household.Day:
			text = rapid.SampledFrom([]string{"", "1980", "2001-02-28"}).Draw(t, c.Name)
		case household.Ethnic:
			text = rapid.SampledFrom([]string{"", "01", "05", "54"}).Draw(t, c.Name)
		default:
			text = rapid.String().Draw(t, c.Name)
		}
		if err := set(c.Name, text); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRecord: a record reads back as it was, one cut short or lengthened is refused, and text columns survive Text and
// Set.
func TestRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHousehold(t)
		b := h.AppendRecord(nil)
		var got household.Household
		if err := got.Decode(b); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(h, &got, cmpopts.EquateEmpty()); d != "" {
			t.Fatal(d)
		}
		if changes := household.Changes(h, &got); len(changes) > 0 {
			t.Fatal(changes)
		}
		cut := rapid.IntRange(0, len(b)-1).Draw(t, "cut")
		if got.Decode(b[:cut]) == nil || got.Decode(append(b, 0)) == nil {
			t.Fatal("a damaged record was read")
		}
		again := &household.Household{Used: h.Used, Members: make([]household.Member, len(h.Members))}
		for _, c := range household.HouseholdColumns {
			if err := again.Set(c.Name, h.Text(c.Name)); err != nil {
				t.Fatal(err)
			}
		}
		for i := range h.Members {
			again.Members[i].No = h.Members[i].No
			for _, c := range household.MemberColumns[2:] {
				if err := again.Members[i].Set(c.Name, h.Members[i].Text(c.Name)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if d := cmp.Diff(h, again, cmpopts.EquateEmpty()); d != "" {
			t.Fatal(d)
		}
	})
}

func FuzzDecode(f *testing.F) {
	h := household.Household{Code: "H1", Members: []household.Member{{No: 1, Name: "A", Birth: household.BornIn(1980)}}}
	f.Add(h.AppendRecord(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		var h household.Household
		if h.Decode(b) == nil {
			var again household.Household
			if err := again.Decode(h.AppendRecord(nil)); err != nil {
				t.Fatal(err)
			}
			for i := range h.Members {
				_ = h.Members[i].Work.String() + h.Members[i].Ethnicity.String()
			}
		}
	})
}

func TestChanges(t *testing.T) {
	before := &household.Household{Code: "H1", Members: []household.Member{{No: 1, Name: "A"},
		{No: 2, Name: "B", Sex: household.Male}}}
	after := before.Clone()
	after.IncomePerHead = household.Just(household.Dong(5))
	after.Members[1] = household.Member{No: 3, Name: "C", Birth: household.BornOn(date.Must(2020, 1, 2))}
	want := []household.Change{
		{Column: "income_per_head", After: "5"},
		{Member: 2, Column: "full_name", Before: "B"}, {Member: 2, Column: "sex", Before: "male"},
		{Member: 3, Column: "full_name", After: "C"}, {Member: 3, Column: "birth_date", After: "2020-01-02"},
	}
	if d := cmp.Diff(want, household.Changes(before, after)); d != "" {
		t.Error(d)
	}
	if after.NextNo() != 4 || before.Members[1].Name != "B" {
		t.Error("the clone shares members")
	}
}

// TestNumbers: a number that a member ever had is given to nobody else; who comes back has theirs.
func TestNumbers(t *testing.T) {
	dead := household.Member{No: 2, Name: "Lý Thị Hai", Sex: household.Female, Birth: household.BornIn(1950)}
	baby := household.Member{Name: "Lý Văn Út", Sex: household.Male, Birth: household.BornIn(2024)}
	first := &household.Household{Members: []household.Member{{No: 1, Name: "Lý Văn Một"}, dead}}
	alone := first.Clone()
	alone.Members = alone.Members[:1]
	alone.After(first)
	if alone.NextNo() != 3 {
		t.Fatalf("the next number is %d", alone.NextNo())
	}
	for name, c := range map[string]struct {
		comes household.Member
		no    int
	}{"another": {baby, 3}, "back": {dead, 2}, "back, of another spelling": {household.Member{Name: "LÝ THỊ HAI"}, 2}} {
		h := alone.Clone()
		c.comes.No = 2 // as a file has it
		h.Members = append(h.Members, c.comes)
		h.Renumber(alone, []*household.Household{alone, first})
		h.After(alone)
		if got := h.Members[1].No; got != c.no || h.NextNo() != c.no+1 && h.NextNo() != 3 {
			t.Errorf("%s: number %d, then %d", name, got, h.NextNo())
		}
	}
	// what was before numbers were kept: the baby has the number of the dead, and is not taken for her
	now, asked := alone.Clone(), first.Clone()
	baby.No = 2
	now.Members = append(now.Members, baby)
	asked.Members[1].HealthInsurance, asked.Members[0].HealthInsurance = household.Yes, household.Yes
	joined, left := household.Joined(first, now), household.Joined(now, first)
	if len(joined) != 1 || joined[0].Name != baby.Name || len(left) != 1 || left[0].Name != dead.Name {
		t.Errorf("joined %v, left %v", joined, left)
	}
	if err := household.Carry(first, asked, now); err != nil || now.Members[0].HealthInsurance != household.Yes ||
		now.Members[1].HealthInsurance != 0 {
		t.Errorf("%+v %v", now.Members, err)
	}
	// a name, a birth or a number that was put right is the same person
	for _, right := range []household.Member{{No: 2, Name: "Lý Thị Hải", Sex: household.Female},
		{No: 2, Name: dead.Name, Birth: household.BornIn(1960)}, {No: 2, Name: "Lý Hai", CitizenID: "094150000001"}} {
		h := alone.Clone()
		h.Members = append(h.Members, right)
		if joined := household.Joined(first, h); len(joined) != 0 {
			t.Errorf("%+v joined", joined)
		}
	}
}
