package amend_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/amend"
	"giamngheo/internal/household"
)

func register() *household.Household {
	return &household.Household{Code: "A1", Commune: "31708", Hamlet: "Ấp Một", Phone: "0900000001",
		Internet: household.Yes, Members: []household.Member{
			{No: 1, Name: "Trần Văn Thử", Relationship: household.Head, Sex: household.Male, CitizenID: "094084000001", Birth: household.BornIn(1984)},
			{No: 2, Name: "Lê Thị Vợ", Relationship: household.Spouse, Sex: household.Female, Birth: household.BornIn(1986)},
			{No: 5, Name: "Trần Thị Con", Relationship: household.Child, Birth: household.BornIn(2014), HealthInsurance: household.Yes}}}
}

// TestOver: what is not in the file and what it has blank stays until a person agrees; what is there holds.
func TestOver(t *testing.T) {
	heads := func(h *household.Household) { h.Members = h.Members[:1] }
	for name, c := range map[string]struct {
		change func(*household.Household)
		source amend.Source
		agreed amend.Agreed
		found  string
		same   bool // the register's household comes of it
		people int
	}{
		"nothing":          {func(*household.Household) {}, amend.Source{}, nil, "map[]", true, 3},
		"heads only":       {heads, amend.Source{}, nil, "map[leave:2]", true, 3},
		"heads only, said": {heads, amend.Source{}, amend.Agreed{amend.Leave}, "map[leave:2]", false, 1},
		"blank cells": {func(h *household.Household) { h.Phone, h.Internet = "", 0; h.Members[2].HealthInsurance = 0 },
			amend.Source{}, nil, "map[blank:3]", true, 3},
		"blank cells, said": {func(h *household.Household) { h.Phone = "" }, amend.Source{}, amend.Agreed{amend.Blank}, "map[blank:1]", false, 3},
		"absent columns": {func(h *household.Household) { h.Phone = ""; h.Members[0].CitizenID = "" },
			amend.Source{Absent: []string{"phone"}, AbsentMember: []string{"citizen_id"}}, amend.Agreed{amend.Blank}, "map[]", true, 3},
		"another commune": {func(h *household.Household) { h.Commune = "31795" }, amend.Source{}, nil, "map[move:1]", false, 3},
		"another person":  {func(h *household.Household) { h.Members[2].Name = "Kim Văn Khác" }, amend.Source{}, nil, "map[person:1]", false, 3},
		"in another order": {func(h *household.Household) {
			h.Members[0], h.Members[2] = h.Members[2], h.Members[0]
			for i := range h.Members {
				h.Members[i].No = i + 1
			}
		}, amend.Source{Unnumbered: true, AbsentMember: []string{"citizen_id"}}, nil, "map[]", true, 3},
		"who joins gets a new number": {func(h *household.Household) {
			h.Members = append(h.Members[:1:1], household.Member{No: 2, Name: "Trần Văn Út"})
		}, amend.Source{Unnumbered: true}, nil, "map[leave:2]", false, 4},
	} {
		was, now := register(), register()
		c.change(now)
		sent := now.Clone()
		got := amend.Over(was, now, c.source, c.agreed, 2)
		if fmt.Sprint(got.Found) != c.found || len(household.Changes(was, got.Household)) == 0 != c.same ||
			len(got.Household.Members) != c.people {
			t.Errorf("%s: %v %+v", name, got.Found, got.Household)
		}
		if len(household.Changes(sent, now)) > 0 || len(household.Changes(register(), was)) > 0 {
			t.Errorf("%s: what was given is changed", name)
		}
		numbers := map[int]bool{}
		for _, m := range got.Household.Members {
			if numbers[m.No] {
				t.Errorf("%s: number %d stands twice", name, m.No)
			}
			numbers[m.No] = true
		}
	}
}

// TestNothingLost: whatever a file leaves out or blank, nobody is gone and no answer is emptied unless that was agreed
// to; and what is counted is what would be.
func TestNothingLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, now := register(), register()
		for _, c := range household.HouseholdColumns {
			if c.Kind != household.UnitCode && rapid.Bool().Draw(t, c.Name) {
				_ = now.Set(c.Name, "")
			}
		}
		now.Code = was.Code
		now.Members = now.Members[:rapid.IntRange(1, 3).Draw(t, "members")]
		for i := range now.Members {
			for _, c := range household.MemberColumns[3:] {
				if rapid.Bool().Draw(t, c.Name) {
					_ = now.Members[i].Set(c.Name, "")
				}
			}
		}
		kept := amend.Over(was, now, amend.Source{}, nil, 2)
		if d := household.Changes(was, kept.Household); len(d) > 0 {
			t.Fatalf("lost: %+v", d)
		}
		all := amend.Over(was, now, amend.Source{}, amend.Kinds, 2)
		if d := household.Changes(now, all.Household); len(d) > 0 {
			t.Fatalf("agreed to and not done: %+v", d)
		}
		if fmt.Sprint(all.Found) != fmt.Sprint(kept.Found) || kept.Found[amend.Leave] != 3-len(now.Members) {
			t.Fatalf("%v %v", all.Found, kept.Found)
		}
	})
}

// TestKinds: every kind is said with its number and with what becomes of it.
func TestKinds(t *testing.T) {
	for _, k := range amend.Kinds {
		for _, text := range []string{k.Title(3).VI, k.Title(3).EN, k.Kept().VI, k.Done().VI} {
			if text == "" {
				t.Errorf("%s is not said", k)
			}
		}
	}
}
