package results_test

import (
	"context"
	"testing"
	"time"

	"giamngheo/internal/app"
	"giamngheo/internal/app/results"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
)

// TestMovements: the balances of 2024 close for households and people in every place of the province; at full size
// (make full) the tables say what was officially counted at both ends too.
func TestMovements(t *testing.T) {
	size := int64(10_000)
	if officetest.Full() {
		size = 0 // the official totals are those of the full size
	}
	o := officetest.Demo(t, size)
	ctx := context.Background()
	planner := officetest.SignIn(t, o, "kehoach")
	start := time.Now()
	tables, err := o.Results.ReviewTables(ctx, planner, 2024, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("counted in %v", time.Since(start))
	if size == 0 {
		officialTotals(t, o, planner, tables)
	}
	places := officetest.AllPlaces(o)
	if len(places) != 120 { // the 121st, 31513, ended on 31/08/2024 and is recast onto 31522
		t.Errorf("%d places", len(places))
	}
	// What was there at the end of 2023 is what 2024 opens with, in all 121 places.
	closing := func(p place.Code) (out [4]int64) {
		all, err := o.Results.ReviewTables(ctx, planner, 2023, p)
		if err != nil {
			t.Fatal(p, err)
		}
		for i := range out {
			out[i] = officetest.Total(&all[1+i/2], i%2)[8].Value
		}
		return out
	}
	ended := closing("31513")
	if ended == [4]int64{} {
		t.Error("the commune that ended has no figures of 2023")
	}
	for _, p := range places {
		all, err := o.Results.ReviewTables(ctx, planner, 2024, p)
		if err != nil {
			t.Fatal(p, err)
		}
		was := closing(p)
		for i, tab := range all[1:3] {
			for line := range 2 {
				c := officetest.Total(&tab, line)
				want := was[2*i+line]
				if p == "31522" {
					want += ended[2*i+line]
				}
				if c[0].Value != want {
					t.Errorf("%s, table %d, line %d: opens with %d, 2023 closed with %d", p, tab.No, line, c[0].Value,
						want)
				}
				if v := c[0].Value - c[1].Value - c[2].Value - c[3].Value + c[4].Value + c[5].Value + c[6].Value +
					c[7].Value; v != c[8].Value {
					t.Errorf("%s, table %d, line %d: %d, not %d", p, tab.No, line, v, c[8].Value)
				}
			}
		}
	}
	for _, code := range []string{"poor.h", "near.tonear.h", "poor.new.p", "poor.child.health", "near.reason1.h",
		"all.minority.h"} {
		cell, err := o.Results.ReviewCell(ctx, planner, results.CellInput{Year: 2024, Place: "947", Code: code,
			Limit: 500})
		if err != nil {
			t.Fatal(code, err)
		}
		sum := int64(0)
		for _, it := range cell.Items {
			sum += it.Adds
		}
		if cell.Count <= 500 && sum != cell.Total || cell.Total == 0 && size == 0 {
			t.Errorf("%s: %d households add %d, the figure is %d", code, cell.Count, sum, cell.Total)
		}
	}
}

// officialTotals checks what was officially counted at the ends of 2023 and 2024.
func officialTotals(t *testing.T, o *app.Desks, planner *office.Ask, tables []results.TableShown) {
	t.Helper()
	first := officetest.Total(&tables[0], 0)
	if first[0].Value != 335_886 || first[2].Value != 4_430 || first[4].Value != 17_063 {
		t.Errorf("table 1: %+v", first)
	}
	poor, near := officetest.Total(&tables[1], 0), officetest.Total(&tables[2], 0)
	if poor[0].Value != 8_526 || poor[8].Value != 4_430 || near[0].Value != 21_653 || near[8].Value != 17_063 {
		t.Errorf("poor %+v\nnear-poor %+v", poor, near)
	}
	if poor[1].Value != near[4].Value || poor[4].Value != near[1].Value {
		t.Error("the balances disagree on who went from one class to the other")
	}
	if m := officetest.Total(&tables[11], 0); m[6].Value != 2_038 {
		t.Errorf("ethnic-minority poor households: %+v", m)
	}
	if m := officetest.Total(&tables[12], 0); m[6].Value != 7_085 {
		t.Errorf("ethnic-minority near-poor households: %+v", m)
	}
	// nothing of the balance is empty at full size, but who fell back and who came recognised from elsewhere
	for i := range 9 {
		if (poor[i].Value == 0 || near[i].Value == 0) && i != 5 && i != 7 {
			t.Errorf("column %d: %d poor, %d near-poor", i+1, poor[i].Value, near[i].Value)
		}
	}
	before, err := o.Results.ReviewTables(context.Background(), planner, 2023, "")
	if err != nil {
		t.Fatal(err)
	}
	first = officetest.Total(&before[0], 0)
	if m, n := officetest.Total(&before[11], 0), officetest.Total(&before[12], 0); first[0].Value != 335_186 ||
		first[2].Value != 8_526 || first[4].Value != 21_653 || m[6].Value != 4_116 || n[6].Value != 9_130 {
		t.Errorf("2023: %+v, minorities %d and %d", first, m[6].Value, n[6].Value)
	}
}
