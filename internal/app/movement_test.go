package app_test

import (
	"context"
	"testing"
	"time"

	"giamngheo/internal/app"
	"giamngheo/internal/place"
)

// TestMovements: at full size the tables of 2024 say what was officially counted at both ends, and the balances close for
// households and people in every place of the province.
func TestMovements(t *testing.T) {
	o := newOffice(t, 0)
	ctx := context.Background()
	planner := signIn(t, o, "kehoach")
	start := time.Now()
	tables, err := o.ReviewTables(ctx, planner, 2024, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("counted in %v", time.Since(start))
	total := func(t2 *app.TableShown, line int) []app.Cell {
		return t2.Rows[len(t2.Rows)-len(max2(t2.Lines, 1))+line].Cells
	}
	first := total(&tables[0], 0)
	if first[0].Value != 335_886 || first[2].Value != 4_430 || first[4].Value != 17_063 {
		t.Errorf("table 1: %+v", first)
	}
	poor, near := total(&tables[1], 0), total(&tables[2], 0)
	if poor[0].Value != 8_526 || poor[8].Value != 4_430 || near[0].Value != 21_653 || near[8].Value != 17_063 {
		t.Errorf("poor %+v\nnear-poor %+v", poor, near)
	}
	if poor[1].Value != near[4].Value || poor[4].Value != near[1].Value {
		t.Error("the balances disagree on who went from one class to the other")
	}
	if m := total(&tables[11], 0); m[6].Value != 2_038 {
		t.Errorf("ethnic-minority poor households: %+v", m)
	}
	places := allPlaces(o)
	if len(places) != 120 { // the 121st, 31513, ended on 31/08/2024 and is recast onto 31522
		t.Errorf("%d places", len(places))
	}
	for _, p := range places {
		all, err := o.ReviewTables(ctx, planner, 2024, p)
		if err != nil {
			t.Fatal(p, err)
		}
		for _, tab := range all[1:3] {
			for line := range 2 {
				c := total(&tab, line)
				if v := c[0].Value - c[1].Value - c[2].Value - c[3].Value + c[4].Value + c[5].Value + c[6].Value + c[7].Value; v != c[8].Value {
					t.Errorf("%s, table %d, line %d: %d, not %d", p, tab.No, line, v, c[8].Value)
				}
			}
		}
	}
	for _, code := range []string{"poor.h", "near.tonear.h", "poor.new.p", "poor.child.health", "near.reason1.h", "all.minority.h"} {
		cell, err := o.ReviewCell(ctx, planner, app.CellInput{Year: 2024, Place: "947", Code: code, Limit: 500})
		if err != nil {
			t.Fatal(code, err)
		}
		sum := int64(0)
		for _, it := range cell.Items {
			sum += it.Adds
		}
		if cell.Count <= 500 && sum != cell.Total || cell.Total == 0 {
			t.Errorf("%s: %d households add %d, the figure is %d", code, cell.Count, sum, cell.Total)
		}
	}
}

func max2[T any](lines []T, least int) []struct{} { return make([]struct{}, max(len(lines), least)) }

// allPlaces are the province, its districts and its communes on the working day.
func allPlaces(o *app.Office) []place.Code {
	places := []place.Code{"94"}
	for _, d := range o.Places().Children("94", o.Day()) {
		places = append(places, d.Code)
		for _, c := range o.Places().Children(d.Code, o.Day()) {
			places = append(places, c.Code)
		}
	}
	return places
}
