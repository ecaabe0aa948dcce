package officetest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/corrections"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/results"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/accounts"
	reviewrows "giamngheo/internal/store/reviews"
)

// AllPlaces are the province, its districts and its communes on the working day.
func AllPlaces(o *app.Desks) []place.Code {
	places := []place.Code{"94"}
	for _, d := range o.Office.Places().Children("94", o.Office.Day()) {
		places = append(places, d.Code)
		for _, c := range o.Office.Places().Children(d.Code, o.Office.Day()) {
			places = append(places, c.Code)
		}
	}
	return places
}

// Total are the cells of a line of a table's sum.
func Total(t *results.TableShown, line int) []results.Cell {
	return t.Rows[len(t.Rows)-max(len(t.Lines), 1)+line].Cells
}

// Clock is an office's working day that a test moves.
type Clock struct{ day atomic.Int32 }

// Set moves the working day.
func (c *Clock) Set(d date.Date) { c.day.Store(int32(d)) }

// Now is the working day.
func (c *Clock) Now() date.Date { return date.Date(c.day.Load()) }

// ReviewOffice is the demonstration in the midst of the yearly review of 2024, with a working day that the test moves.
func ReviewOffice(t testing.TB, households int64) (*app.Desks, *Clock) {
	t.Helper()
	c := &Clock{}
	c.Set(demo.ReviewDay())
	o, _ := demotest.Open(t, demotest.Config{Households: households, During: true, Day: c.Now})
	return o, c
}

// MustFind returns the first household of a query in the officer's commune.
func MustFind(t *testing.T, o *app.Desks, a *office.Ask, q snapshot.Query) snapshot.Item {
	t.Helper()
	q.Limit = 1
	l, err := o.Register.List(context.Background(), a, register.ListInput{Query: q})
	if err != nil || len(l.Items) == 0 {
		t.Fatal("no household", err)
	}
	return l.Items[0]
}

// Driver carries the yearly review of the demonstration's commune on, all its lists at once.
type Driver struct {
	t        testing.TB
	o        *app.Desks
	clock    *Clock
	Campaign int64
	Skip     func(*reviewrows.ReviewList) bool // lists that are left where they are; nil: none
	asks     map[signed]*office.Ask            // who has signed in: an office lets nobody sign in without end

	who                    reviewers
	first, closed, decided date.Date // when lists, forms and meetings are closed, what was posted, the decisions
}

// reviewers are the accounts that carry a review on.
type reviewers struct{ officer, chair, enumerator, district string }

// signed is somebody who has signed in at a server.
type signed struct {
	at   *app.Desks
	name string
}

// As is somebody signed in at the server the driver is at, once.
func (d *Driver) As(name string) *office.Ask {
	d.t.Helper()
	who := signed{d.o, name}
	if d.asks[who] == nil {
		if d.asks == nil {
			d.asks = map[signed]*office.Ask{}
		}
		d.asks[who] = SignIn(d.t, d.o, name)
	}
	return d.asks[who]
}

// Turn goes on at another server of the same database, once that has seen what this one has.
func (d *Driver) Turn(to *app.Desks) {
	d.t.Helper()
	d.Ok(to.Office.Reach(context.Background(), d.o.Office.Known()))
	d.o = to
}

// Forget signs everybody in anew: what they may has changed.
func (d *Driver) Forget() { d.asks = nil }

// Drive takes the first campaign that the commune's officer sees into its hands.
func Drive(t testing.TB, o *app.Desks, c *Clock) *Driver {
	t.Helper()
	campaigns, err := o.Reviews.Campaigns(context.Background(), SignIn(t, o, "canbo.xa"))
	if err != nil || len(campaigns) == 0 {
		t.Fatal("no campaign", err)
	}
	return newDriver(t, o, c, campaigns[0].ID)
}

// newDriver is a driver of a campaign with the people of the demonstration's commune, within three weeks from 15
// October 2024.
func newDriver(t testing.TB, o *app.Desks, c *Clock, campaign int64) *Driver {
	return &Driver{t: t, o: o, clock: c, Campaign: campaign,
		who:   reviewers{"canbo.xa", "chutich.xa", "dieutra", "canbo.huyen"},
		first: date.Must(2024, 10, 15), closed: date.Must(2024, 10, 21), decided: date.Must(2024, 10, 23)}
}

// Ok ends the test where something failed.
func (d *Driver) Ok(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// Lists are the lists of the review that somebody sees.
func (d *Driver) Lists(a *office.Ask) []reviewrows.ReviewList {
	d.t.Helper()
	c, err := d.o.Reviews.Campaign(context.Background(), a, d.Campaign, "")
	d.Ok(err)
	return c.Lists
}

// AnswerAll gives answers to form B of a household, and says of all else that is asked anew that it is still the same.
func AnswerAll(o *app.Desks, a *office.Ask, list, id int64, answers ...surveys.SurveyAnswer) error {
	ctx := context.Background()
	s, err := o.Surveys.Survey(ctx, a, list, id)
	if err != nil {
		return err
	}
	for _, u := range s.Unasked() {
		for _, no := range u.Members {
			one := surveys.SurveyAnswer{Member: no, Column: s.Questions[u.Question].Column, Same: true}
			if !slices.ContainsFunc(answers, func(given surveys.SurveyAnswer) bool {
				return given.Member == no && given.Column == one.Column
			}) {
				answers = append(answers, one)
			}
		}
	}
	return o.Surveys.AnswerSurvey(ctx, a, list, id, answers, len(s.Questions))
}

// Survey answers form B of a household; where its class stays undetermined its income is put above every line.
func (d *Driver) Survey(a *office.Ask, list, id int64, day date.Date) {
	d.t.Helper()
	ctx := context.Background()
	for _, income := range []string{"1400000", "9000000"} {
		points := map[string]string{"1400000": "", "9000000": "260"}[income]
		d.Ok(AnswerAll(d.o, a, list, id, surveys.SurveyAnswer{Column: "income_per_head", Text: income},
			surveys.SurveyAnswer{Column: "b1_score", Text: points}))
		s, err := d.o.Surveys.FinishSurvey(ctx, a, list, id, day, "")
		d.Ok(err)
		if s.Explanation.Class != poverty.Undetermined {
			return
		}
	}
}

// To carries every list on until it has come to a stage.
func (d *Driver) To(stage review.Stage) {
	d.t.Helper()
	ctx := context.Background()
	officer, chair := d.As(d.who.officer), d.As(d.who.chair)
	enumerator, district := d.As(d.who.enumerator), d.As(d.who.district)
	first, closed, decided := d.first, d.closed, d.decided
	d.clock.Set(decided)
	deciding := map[place.Code][]int64{}
	for _, row := range d.Lists(officer) {
		if d.Skip != nil && d.Skip(&row) {
			continue
		}
		take := func(a *office.Ask, e review.Event) { d.t.Helper(); d.Ok(d.o.Reviews.TakeStep(ctx, a, row.ID, e)) }
		for at := row.Stage; at < stage; {
			switch at {
			case review.Listing:
				take(officer, review.Event{Step: review.CloseList, Day: first})
			case review.Surveying:
				v, err := d.o.Reviews.ReviewList(ctx, enumerator, row.ID)
				d.Ok(err)
				for _, it := range v.List.Items {
					if it.Source == review.Request01 {
						d.Ok(d.o.Surveys.ScreenSurvey(ctx, enumerator, row.ID, it.Household, first, nil))
					}
					d.Survey(enumerator, row.ID, it.Household, first)
				}
				take(officer, review.Event{Step: review.CloseSurvey, Day: first})
			case review.Meeting:
				v, err := d.o.Reviews.ReviewList(ctx, officer, row.ID)
				d.Ok(err)
				e := review.Event{Step: review.HoldMeeting, Day: first, Place: "Nhà sinh hoạt ấp", Chair: "Trưởng ấp",
					Secretary: "Thư ký", Attendance: 20}
				for _, it := range v.List.ToVote() {
					e.Votes = append(e.Votes, review.Vote{Household: it.Household, Agree: 19, Against: 1})
				}
				take(officer, e)
			case review.Posting:
				take(officer, review.Event{Step: review.Post, Day: first, Place: "Nhà sinh hoạt ấp; trụ sở UBND xã"})
				take(officer, review.Event{Step: review.ClosePosting, Day: closed})
				v, err := d.o.Reviews.ReviewList(ctx, officer, row.ID)
				d.Ok(err)
				at = v.Stage - 1 // the district says nothing to a monthly review
			case review.Opinion:
				take(officer, review.Event{Step: review.SendOpinion, Day: closed})
				take(district, review.Event{Step: review.GiveOpinion, Day: decided, Agree: true, Text: "thống nhất"})
			case review.Deciding:
				deciding[row.Commune] = append(deciding[row.Commune], row.ID)
				at = stage - 1
			}
			at++
		}
	}
	for _, lists := range deciding {
		_, err := d.o.Reviews.DecideReview(ctx, chair, reviews.DecideInput{Lists: lists, Day: decided,
			Number: "45/QĐ-UBND", Signer: "Chủ tịch UBND xã"})
		d.Ok(err)
	}
	if stage == review.Finished {
		for _, row := range d.Lists(officer) {
			if row.Stage == review.Certifying {
				_, _, err := d.o.Reviews.Certify(ctx, officer, row.ID, decided)
				d.Ok(err)
			}
		}
	}
}

// RegisterBook makes a workbook of the sheets households and members from comma-separated lines.
func RegisterBook(t *testing.T, households, members string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for name, lines := range map[string]string{"households": households, "members": members} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
			for j, cell := range strings.Split(line, ",") {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				if err := f.SetCellStr(name, at, cell); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Everywhere gives the demonstration's people their roles in every commune and district of the province.
func (d *Driver) Everywhere() {
	d.t.Helper()
	ctx, admin := context.Background(), SignIn(d.t, d.o, "quantri")
	d.asks = nil // their roles change
	everybody, err := d.o.Accounts.Accounts(ctx, admin)
	d.Ok(err)
	for username, role := range map[string]access.Role{"canbo.xa": access.CommuneOfficer, "dieutra": access.Enumerator,
		"chutich.xa": access.CommuneChair, "canbo.huyen": access.DistrictOfficer} {
		i := slices.IndexFunc(everybody, func(a *accounts.Account) bool { return a.Username == username })
		for _, p := range AllPlaces(d.o)[1:] {
			level := d.o.Office.Unit(p).Level
			if (role == access.DistrictOfficer) != (level == place.District) || p == everybody[i].Grants[0].Place {
				continue
			}
			d.Ok(d.o.Accounts.AddRole(ctx, admin, everybody[i].ID,
				access.Grant{Role: role, Place: p, From: d.o.Office.Day()}))
		}
	}
}

// EntriesOf are all entries of the record about a list, page by page.
func EntriesOf(t *testing.T, o *app.Desks, a *office.Ask, list int64) (out []audit.Entry) {
	t.Helper()
	before := int64(0)
	for {
		page, err := o.Records.AuditLog(context.Background(), a, "list", strconv.FormatInt(list, 10), before)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			return out
		}
		for _, line := range page {
			out = append(out, line.Entry)
		}
		before = page[len(page)-1].Seq
	}
}

// Preliminary announces a preliminary result, with the communes ticked of which nothing is decided.
func Preliminary(o *app.Desks, a *office.Ask, year int) error {
	ctx := context.Background()
	err := o.Results.Announce(ctx, a, year, review.Preliminary)
	var silent *results.SilentError
	if !errors.As(err, &silent) {
		return err
	}
	ticked := make([]place.Code, len(silent.Communes))
	for i, u := range silent.Communes {
		ticked[i] = u.Code
	}
	return o.Results.Announce(ctx, a, year, review.Preliminary, ticked...)
}

// Corrected has one person propose a correction of a recognition and another one take it.
func Corrected(o *app.Desks, proposer, taker *office.Ask, in corrections.Input) error {
	ctx := context.Background()
	id, err := o.Corrections.Propose(ctx, proposer, in)
	if err != nil {
		return err
	}
	return o.Corrections.Take(ctx, taker, id)
}

// Agreed has a second person take what a deed answered that it waits for one; any other answer stays as it is.
func Agreed(o *app.Desks, taker *office.Ask, err error) error {
	var waits *agreements.Waits
	if !errors.As(err, &waits) {
		return err
	}
	_, err = o.Agreements.Take(context.Background(), taker, waits.ID)
	return err
}
