package results_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"giamngheo/internal/app/corrections"
	"giamngheo/internal/app/results"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	reviewrows "giamngheo/internal/store/reviews"
)

// TestPreliminaryAndFinal carries the whole province through a review. A result is preliminary until every commune has
// begun and every list is decided; the final one closes the campaign; both are kept, and a correction changes neither.
func TestPreliminaryAndFinal(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 2_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	department := officetest.SignIn(t, o, "canbo.so")
	c.Set(date.Must(2024, 10, 23))
	refused := func(stage review.State, why string) {
		t.Helper()
		if err := o.Results.Announce(ctx, department, 2024, stage); errs.KindOf(err) != errs.Conflict {
			t.Errorf("%s: %v", why, err)
		}
	}
	refused("final", "final with communes that have not begun")
	if err := o.Results.Announce(ctx, department, 2024, "sơ bộ"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a stage that is none: %v", err)
	}
	opened, err := o.Reviews.OpenReview(ctx, department, reviews.OpenReviewInput{Kind: review.Annual, Year: 2024,
		Place: "94"})
	d.Ok(err)
	if opened.Already != 1 || opened.Communes != 107 || opened.Households == 0 {
		t.Errorf("%+v", opened)
	}
	refused("final", "final with lists undecided")
	refused("preliminary", "preliminary with nothing decided")
	d.Everywhere()
	d.Skip = func(l *reviewrows.ReviewList) bool { return o.Office.Unit(l.Commune).Parent != "947" }
	d.To(review.Finished)
	refused("final", "final with lists undecided")
	var silent *results.SilentError
	if err := o.Results.Announce(ctx, department, 2024, "preliminary"); !errors.As(err, &silent) ||
		len(silent.Communes) < 50 {
		t.Fatalf("communes of which nothing is decided: %v", err)
	}
	ticked := make([]place.Code, len(silent.Communes))
	for i, u := range silent.Communes {
		ticked[i] = u.Code
	}
	one := ticked[0]
	if err := o.Results.Announce(ctx, department, 2024, "preliminary", ticked[1:]...); !errors.As(err, &silent) ||
		len(silent.Communes) != 1 ||
		silent.Communes[0].Code != one {
		t.Fatalf("one commune was not ticked: %v", err)
	}
	running, err := o.Results.ReviewTables(ctx, department, 2024, "")
	d.Ok(err)
	d.Ok(o.Results.Announce(ctx, department, 2024, "preliminary", ticked...))
	half, err := o.Results.Results(ctx, department, 2024)
	d.Ok(err)
	if c := half[0].Coverage; c == nil || c.Reviewed == 0 || c.Reviewed >= c.Due || c.Silent != int64(len(ticked)) ||
		c.Decided >= c.Lists {
		t.Errorf("announced without how far it had come: %+v", c)
	}
	if cells := officetest.Total(&running[0], 0); running[0].State != review.Running ||
		cells[2].Value != half[0].Poor || cells[4].Value != half[0].Near ||
		cells[len(cells)-1].Value+cells[len(cells)-2].Value != half[0].Coverage.Due-half[0].Coverage.Reviewed {
		t.Errorf("running: %+v, announced %+v", cells, half[0].Coverage)
	}
	for _, tab := range running[1:3] { // nobody rises above a line unasked
		open := officetest.Total(&tab, 0)
		if above := open[2].Value; above > half[0].Coverage.Reviewed || open[9].Value == 0 {
			t.Errorf("table %d: %d above the line of %d reviewed, %d waiting", tab.No, above, half[0].Coverage.Reviewed,
				open[9].Value)
		}
	}
	d.Skip = nil
	d.To(review.Finished)
	d.Ok(o.Results.Announce(ctx, department, 2024, "final"))

	announced, err := o.Results.Results(ctx, department, 2024)
	d.Ok(err)
	if len(announced) != 2 || announced[0].Stage != "final" || announced[1].Stage != "preliminary" ||
		announced[0].By == "" {
		t.Fatalf("%d results were announced", len(announced))
	}
	tables, err := o.Results.ReviewTables(ctx, department, 2024, "")
	d.Ok(err)
	if cells := officetest.Total(&tables[0], 0); tables[0].State != "final" || cells[2].Value != announced[0].Poor ||
		cells[4].Value != announced[0].Near {
		t.Errorf("%s: table 1 has %+v, announced were %d and %d", tables[0].State, cells, announced[0].Poor,
			announced[0].Near)
	}
	t.Run("balances", func(t *testing.T) {
		for _, p := range officetest.AllPlaces(o) {
			all, err := o.Results.ReviewTables(ctx, department, 2024, p)
			d.Ok(err)
			for _, tab := range all[1:3] {
				for line := range 2 {
					c := officetest.Total(&tab, line)
					if v := c[0].Value - c[1].Value - c[2].Value - c[3].Value + c[4].Value + c[5].Value + c[6].Value +
						c[7].Value; v != c[8].Value {
						t.Errorf("%s, table %d, line %d: %d, not %d", p, tab.No, line, v, c[8].Value)
					}
				}
			}
		}
	})
	row := d.Lists(department)[0]
	if err := o.Reviews.TakeStep(ctx, officetest.SignIn(t, o, "canbo.xa"), row.ID,
		review.Event{Step: review.Answer, Household: 1, Text: "x",
			Reason: "sau khi đã đóng"}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a step of a closed review: %v", err)
	}

	t.Run("a correction", func(t *testing.T) {
		// A correction supersedes; what was announced stays as it was announced.
		officer, chair := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "chutich.xa")
		var wrong review.Recognition
		var household int64
		for _, l := range d.Lists(officer) {
			v, err := o.Reviews.ReviewList(ctx, officer, l.ID)
			d.Ok(err)
			for _, it := range v.List.Items {
				if it.Class() == poverty.NearPoor && household == 0 {
					path, err := o.Reviews.Path(ctx, officer, it.Household)
					d.Ok(err)
					household, wrong = it.Household, *path.On(o.Office.Day())
				}
			}
		}
		d.Ok(officetest.Corrected(o, officer, chair, corrections.Input{Household: household, Recognition: wrong.ID,
			Correct: true, Class: poverty.Poor, Number: "77/QĐ-UBND", Day: o.Office.Day(), Reason: "chấm nhầm chỉ số"}))
		path, err := o.Reviews.Path(ctx, officer, household)
		d.Ok(err)
		i := slices.IndexFunc(path, func(r review.Recognition) bool { return r.ID == wrong.ID })
		if now := path.On(o.Office.Day()); i < 0 || path[i].Superseded != now.ID || path[i].Class != poverty.NearPoor ||
			now.Class != poverty.Poor || now.From != wrong.From {
			t.Errorf("%+v", path)
		}
		if err := officetest.Corrected(o, officer, chair, corrections.Input{Household: household,
			Recognition: wrong.ID, Correct: true, Class: poverty.None, Number: "78/QĐ-UBND", Day: o.Office.Day(),
			Reason: "lần nữa"}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("superseded twice: %v", err)
		}
		again, err := o.Results.Results(ctx, department, 2024)
		d.Ok(err)
		tables, err = o.Results.ReviewTables(ctx, department, 2024, "")
		d.Ok(err)
		if len(again) != 2 || again[0].Poor != announced[0].Poor ||
			officetest.Total(&tables[0], 0)[2].Value != announced[0].Poor {
			t.Errorf("announced %d and %d, the tables say %d", again[0].Poor, announced[0].Poor,
				officetest.Total(&tables[0], 0)[2].Value)
		}
		standing, err := o.Results.StandingOf(ctx, department, 2024, "")
		d.Ok(err)
		since, err := o.Results.SinceFinal(ctx, standing)
		d.Ok(err)
		if since == nil || since.Poor != standing.Poor+1 || standing.State != review.Final {
			t.Errorf("a final result of %d poor households, today %+v", standing.Poor, since)
		}
		cell, err := o.Results.ReviewCell(ctx, department, results.CellInput{Year: 2024, Code: "poor.h", Limit: 1})
		d.Ok(err)
		if cell.Kept != standing.Poor || cell.Total != standing.Poor+1 {
			t.Errorf("the households behind a final figure: %d, and %d was announced", cell.Total, cell.Kept)
		}
		certificates, err := o.Reviews.Certificates(ctx, officer, household)
		d.Ok(err)
		st, err := o.Reviews.CheckCertificate(ctx, certificates[0].Token)
		if err != nil || st.State != "superseded" || st.Class != poverty.Undetermined {
			t.Errorf("%+v %v", st, err)
		}
	})
}

// TestAdopt: the result of a review that was decided elsewhere is taken over once, under the decision that is named:
// who is poor or near-poor by the register is recognised, who was and is not any more has escaped.
func TestAdopt(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 4_000)
	ctx := context.Background()
	department, officer, planner := officetest.SignIn(t, o, "canbo.so"), officetest.SignIn(t, o, "canbo.xa"),
		officetest.SignIn(t, o, "kehoach")
	c.Set(date.Must(2025, 3, 3))
	on := date.Must(2025, 3, 1)
	kind := func(want errs.Kind, year int, on date.Date, a *office.Ask, basis, what string) {
		t.Helper()
		if _, err := o.Results.AdoptReview(ctx, a, year, on, basis); err == nil || errs.KindOf(err) != want {
			t.Errorf("%s: %v", what, err)
		}
	}
	kind(errs.Forbidden, 2025, on, officer, "QĐ 1/2025 (MẪU)", "by a commune")
	kind(errs.Invalid, 2025, on, department, "", "without its decision")
	kind(errs.Invalid, 2025, date.Must(2025, 3, 4), department, "QĐ 1/2025 (MẪU)", "of tomorrow")
	kind(errs.Invalid, 2025, date.Must(2024, 12, 14), department, "QĐ 1/2025 (MẪU)", "of another year's day")
	kind(errs.Conflict, 2023, date.Must(2023, 12, 14), department, "QĐ 1/2025 (MẪU)", "of a year that is known")
	kind(errs.Conflict, 2024, date.Must(2024, 12, 14), department, "QĐ 1/2025 (MẪU)", "of a year under review here")
	figures := func(year int) []results.Cell {
		tables, err := o.Results.ReviewTables(ctx, planner, year, "")
		if err != nil {
			t.Fatal(err)
		}
		return officetest.Total(&tables[0], 0)
	}
	before := figures(2023)
	n, err := o.Results.AdoptReview(ctx, department, 2025, on, "QĐ 1/2025 (MẪU)")
	if err != nil {
		t.Fatal(err)
	}
	after := figures(2025)
	// who is older may be poor who was near-poor
	low := func(cells []results.Cell) int64 { return cells[2].Value + cells[4].Value }
	if int64(n) < low(after) || low(after) != low(before) || low(after) == 0 || after[0].Value != before[0].Value {
		t.Errorf("%d recognitions; 2023: %+v, adopted: %+v", n, before, after)
	}
	kind(errs.Conflict, 2025, on, department, "QĐ 1/2025 (MẪU)", "a second time")
}

// TestCampaignScope: a campaign shows each person the lists of his own place only, and what is late.
func TestCampaignScope(t *testing.T) {
	o, c := officetest.ReviewOffice(t, 20_000)
	ctx := context.Background()
	d := officetest.Drive(t, o, c)
	department := officetest.SignIn(t, o, "canbo.so")
	_, err := o.Reviews.OpenReview(ctx, department, reviews.OpenReviewInput{Kind: review.Annual, Year: 2024,
		Place: "94"})
	d.Ok(err)
	seen := map[string]map[place.Code]int{}
	for _, name := range []string{"canbo.xa", "canbo.huyen", "canbo.so"} {
		shown, err := o.Reviews.Campaign(ctx, officetest.SignIn(t, o, name), d.Campaign, "")
		d.Ok(err)
		seen[name] = map[place.Code]int{}
		for _, l := range shown.Lists {
			seen[name][l.Commune]++
		}
		if !shown.District {
			t.Error("the review of 2024 goes to the district")
		}
	}
	if len(seen["canbo.xa"]) != 1 || seen["canbo.xa"]["31708"] == 0 {
		t.Errorf("a commune's officer sees %v", seen["canbo.xa"])
	}
	for commune := range seen["canbo.huyen"] {
		if o.Office.Unit(commune).Parent != "947" {
			t.Errorf("a district's officer sees %s", commune)
		}
	}
	if len(seen["canbo.huyen"]) < 5 || len(seen["canbo.so"]) < 50 {
		t.Errorf("the district sees %d communes, the province %d", len(seen["canbo.huyen"]), len(seen["canbo.so"]))
	}
	if _, err := o.Reviews.Campaign(ctx, officetest.SignIn(t, o, "canbo.xa"), d.Campaign,
		"31711"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("another commune: %v", err)
	}
	lists := d.Lists(department)
	if reviews.Late(&lists[0], date.Must(2024, 11, 1)) || !reviews.Late(&lists[0], date.Must(2024, 12, 10)) {
		t.Errorf("due %s", lists[0].Due)
	}
}
