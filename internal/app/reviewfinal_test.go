package app_test

import (
	"context"
	"slices"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
)

// everywhere gives the demonstration's people their roles in every commune and district of the province.
func (d *driver) everywhere() {
	d.t.Helper()
	ctx, admin := context.Background(), signIn(d.t, d.o, "quantri")
	accounts, err := d.o.Accounts(ctx, admin)
	d.ok(err)
	for username, role := range map[string]access.Role{"canbo.xa": access.CommuneOfficer, "dieutra": access.Enumerator, "chutich.xa": access.CommuneChair, "canbo.huyen": access.DistrictOfficer} {
		i := slices.IndexFunc(accounts, func(a *store.Account) bool { return a.Username == username })
		for _, p := range allPlaces(d.o)[1:] {
			level := d.o.Unit(p).Level
			if (role == access.DistrictOfficer) != (level == place.District) || p == accounts[i].Grants[0].Place {
				continue
			}
			d.ok(d.o.AddRole(ctx, admin, accounts[i].ID, access.Grant{Role: role, Place: p, From: d.o.Day()}))
		}
	}
}

// TestPreliminaryAndFinal carries the whole province through a review. A result is preliminary until every commune has begun and
// every list is decided; the final one closes the campaign; both are kept, and a correction changes neither.
func TestPreliminaryAndFinal(t *testing.T) {
	o, c := reviewOffice(t, 2_000)
	ctx := context.Background()
	d := drive(t, o, c)
	department := signIn(t, o, "canbo.so")
	c.set(date.Must(2024, 10, 23))
	refused := func(stage, why string) {
		t.Helper()
		if err := o.Announce(ctx, department, 2024, stage); errs.KindOf(err) != errs.Conflict {
			t.Errorf("%s: %v", why, err)
		}
	}
	refused("final", "final with communes that have not begun")
	if err := o.Announce(ctx, department, 2024, "sơ bộ"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a stage that is none: %v", err)
	}
	opened, err := o.OpenReview(ctx, department, app.OpenReviewInput{Kind: review.Annual, Year: 2024, Place: "94"})
	d.ok(err)
	if opened.Already != 1 || opened.Communes != 107 || opened.Households == 0 {
		t.Errorf("%+v", opened)
	}
	refused("final", "final with lists undecided")
	refused("preliminary", "preliminary with nothing decided")
	d.everywhere()
	d.skip = func(l *store.ReviewList) bool { return o.Unit(l.Commune).Parent != "947" }
	d.to(review.Finished)
	refused("final", "final with lists undecided")
	d.ok(o.Announce(ctx, department, 2024, "preliminary"))
	d.skip = nil
	d.to(review.Finished)
	d.ok(o.Announce(ctx, department, 2024, "final"))

	results, err := o.Results(ctx, department, 2024)
	d.ok(err)
	if len(results) != 2 || results[0].Stage != "final" || results[1].Stage != "preliminary" || results[0].Poor+results[0].Near <= results[1].Poor+results[1].Near || results[0].By == "" {
		t.Fatalf("%+v", results)
	}
	tables, err := o.ReviewTables(ctx, department, 2024, "")
	d.ok(err)
	if cells := total(&tables[0], 0); tables[0].State != "final" || cells[2].Value != results[0].Poor || cells[4].Value != results[0].Near {
		t.Errorf("%s: table 1 has %+v, announced were %d and %d", tables[0].State, cells, results[0].Poor, results[0].Near)
	}
	for _, p := range allPlaces(o) {
		all, err := o.ReviewTables(ctx, department, 2024, p)
		d.ok(err)
		for _, tab := range all[1:3] {
			for line := range 2 {
				c := total(&tab, line)
				if v := c[0].Value - c[1].Value - c[2].Value - c[3].Value + c[4].Value + c[5].Value + c[6].Value + c[7].Value; v != c[8].Value {
					t.Errorf("%s, table %d, line %d: %d, not %d", p, tab.No, line, v, c[8].Value)
				}
			}
		}
	}
	row := d.lists(department)[0]
	if err := o.TakeStep(ctx, signIn(t, o, "canbo.xa"), row.ID, review.Event{Step: review.Answer, Household: 1, Text: "x", Reason: "sau khi đã đóng"}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a step of a closed review: %v", err)
	}

	// A correction supersedes; what was announced stays as it was announced.
	officer, chair := signIn(t, o, "canbo.xa"), signIn(t, o, "chutich.xa")
	var wrong review.Recognition
	var household int64
	for _, l := range d.lists(officer) {
		v, err := o.ReviewList(ctx, officer, l.ID)
		d.ok(err)
		for _, it := range v.List.Items {
			if it.Class() == poverty.NearPoor && household == 0 {
				path, err := o.Path(ctx, officer, it.Household)
				d.ok(err)
				household, wrong = it.Household, *path.On(o.Day())
			}
		}
	}
	d.ok(o.CorrectRecognition(ctx, chair, app.CorrectionInput{Household: household, Recognition: wrong.ID, Correct: true, Class: poverty.Poor, Number: "77/QĐ-UBND", Day: o.Day(), Reason: "chấm nhầm chỉ số"}))
	path, err := o.Path(ctx, officer, household)
	d.ok(err)
	i := slices.IndexFunc(path, func(r review.Recognition) bool { return r.ID == wrong.ID })
	if now := path.On(o.Day()); i < 0 || path[i].Superseded != now.ID || path[i].Class != poverty.NearPoor || now.Class != poverty.Poor || now.From != wrong.From {
		t.Errorf("%+v", path)
	}
	if err := o.CorrectRecognition(ctx, chair, app.CorrectionInput{Household: household, Recognition: wrong.ID, Correct: true, Class: poverty.None, Number: "78/QĐ-UBND", Day: o.Day(), Reason: "lần nữa"}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("superseded twice: %v", err)
	}
	again, err := o.Results(ctx, department, 2024)
	d.ok(err)
	tables, err = o.ReviewTables(ctx, department, 2024, "")
	d.ok(err)
	if len(again) != 2 || again[0].Poor != results[0].Poor || total(&tables[0], 0)[2].Value != results[0].Poor+1 {
		t.Errorf("announced %d and %d, the tables say %d", again[0].Poor, results[0].Poor, total(&tables[0], 0)[2].Value)
	}
	certificates, err := o.Certificates(ctx, officer, household)
	d.ok(err)
	st, err := o.CheckCertificate(ctx, certificates[0].Token)
	if err != nil || st.State != "superseded" || st.Class != poverty.Undetermined {
		t.Errorf("%+v %v", st, err)
	}
}

// TestAdopt: the result of a review that was decided elsewhere is taken over once, under the decision that is named: who is poor
// or near-poor by the register is recognised, who was and is not any more has escaped.
func TestAdopt(t *testing.T) {
	o, c := reviewOffice(t, 4_000)
	ctx := context.Background()
	department, officer, planner := signIn(t, o, "canbo.so"), signIn(t, o, "canbo.xa"), signIn(t, o, "kehoach")
	c.set(date.Must(2025, 3, 3))
	on := date.Must(2025, 3, 1)
	kind := func(want errs.Kind, year int, on date.Date, a *app.Actor, basis, what string) {
		t.Helper()
		if _, err := o.AdoptReview(ctx, a, year, on, basis); err == nil || errs.KindOf(err) != want {
			t.Errorf("%s: %v", what, err)
		}
	}
	kind(errs.Forbidden, 2025, on, officer, "QĐ 1/2025 (MẪU)", "by a commune")
	kind(errs.Invalid, 2025, on, department, "", "without its decision")
	kind(errs.Invalid, 2025, date.Must(2025, 3, 4), department, "QĐ 1/2025 (MẪU)", "of tomorrow")
	kind(errs.Invalid, 2025, date.Must(2024, 12, 14), department, "QĐ 1/2025 (MẪU)", "of another year's day")
	kind(errs.Conflict, 2023, date.Must(2023, 12, 14), department, "QĐ 1/2025 (MẪU)", "of a year that is known")
	kind(errs.Conflict, 2024, date.Must(2024, 12, 14), department, "QĐ 1/2025 (MẪU)", "of a year under review here")
	figures := func(year int) []app.Cell {
		tables, err := o.ReviewTables(ctx, planner, year, "")
		if err != nil {
			t.Fatal(err)
		}
		return total(&tables[0], 0)
	}
	before := figures(2023)
	n, err := o.AdoptReview(ctx, department, 2025, on, "QĐ 1/2025 (MẪU)")
	if err != nil {
		t.Fatal(err)
	}
	after := figures(2025)
	low := func(cells []app.Cell) int64 { return cells[2].Value + cells[4].Value } // who is older may be poor who was near-poor
	if int64(n) < low(after) || low(after) != low(before) || low(after) == 0 || after[0].Value != before[0].Value {
		t.Errorf("%d recognitions; 2023: %+v, adopted: %+v", n, before, after)
	}
	kind(errs.Conflict, 2025, on, department, "QĐ 1/2025 (MẪU)", "a second time")
}

// TestCampaignScope: a campaign shows each person the lists of his own place only, and what is late.
func TestCampaignScope(t *testing.T) {
	o, c := reviewOffice(t, 20_000)
	ctx := context.Background()
	d := drive(t, o, c)
	department := signIn(t, o, "canbo.so")
	_, err := o.OpenReview(ctx, department, app.OpenReviewInput{Kind: review.Annual, Year: 2024, Place: "94"})
	d.ok(err)
	seen := map[string]map[place.Code]int{}
	for _, name := range []string{"canbo.xa", "canbo.huyen", "canbo.so"} {
		shown, err := o.Campaign(ctx, signIn(t, o, name), d.campaign, "")
		d.ok(err)
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
		if o.Unit(commune).Parent != "947" {
			t.Errorf("a district's officer sees %s", commune)
		}
	}
	if len(seen["canbo.huyen"]) < 5 || len(seen["canbo.so"]) < 50 {
		t.Errorf("the district sees %d communes, the province %d", len(seen["canbo.huyen"]), len(seen["canbo.so"]))
	}
	if _, err := o.Campaign(ctx, signIn(t, o, "canbo.xa"), d.campaign, "31711"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("another commune: %v", err)
	}
	lists := d.lists(department)
	if app.Late(&lists[0], date.Must(2024, 11, 1)) || !app.Late(&lists[0], date.Must(2024, 12, 10)) {
		t.Errorf("due %s", lists[0].Due)
	}
}
