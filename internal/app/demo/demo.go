package demo

import (
	"context"
	"errors"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/checkdemo"
	"giamngheo/internal/app/publishdemo"
	"giamngheo/internal/app/purse"
	"giamngheo/internal/app/reportdemo"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/taskdemo"
	"giamngheo/internal/app/telldemo"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/store/households"
	reviewrows "giamngheo/internal/store/reviews"
)

// Day is the working day of the demonstration: shortly after the review of 2024.
func Day() date.Date { return date.Must(2024, 12, 20) }

// ReviewDay is the working day of the demonstration of a review under way.
func ReviewDay() date.Date { return date.Must(2024, 10, 15) }

// FillDemo makes the demonstration's accounts and puts the synthetic register with the reviews of two years into an
// empty office. Households 0 is the province's own number.
func (o *Desk) FillDemo(ctx context.Context, households int64, progress office.Progress) (err error) {
	defer errs.Wrap(&err, "app.FillDemo")
	if !o.office.Demo() {
		return errs.New(errs.Forbidden, "only the demonstration is filled with synthetic data")
	}
	scene, err := o.scene()
	if err != nil {
		return err
	}
	if households == 0 {
		if households, err = scene.households(o.library); err != nil {
			return err
		}
	}
	g, err := generate.New(generate.Config{Data: o.library.Data(), Places: o.office.Reg(),
		Province: o.office.ProvinceCode(), Households: households, Seed: 1, Year: scene.Pair[1], Pair: scene.Pair,
		Units: scene.Day, Unknown: 0.002})
	if err != nil {
		return err
	}
	if err := o.demoAccounts(ctx); err != nil {
		return err
	}
	f := &filler{o: o, scene: scene, register: g, progress: progress, total: g.Totals().Households, days: g.Days()}
	p, err := o.reviews.Procedure()
	if err != nil {
		return err
	}
	if f.newly, err = p.EscapedUntil(f.days[1]); err != nil {
		return err
	}
	if err := f.run(ctx); err != nil {
		return err
	}
	if err := o.fillPlan(ctx, f.low); err != nil {
		return err
	}
	if err := o.places.ApplyMergers(ctx); err != nil { // who left before a commune was merged is in the new one too
		return err
	}
	if err := o.results.Publish(ctx, &office.Ask{Username: "demo", From: "cli"}, f.days[f.last()].Year(),
		"final"); err != nil {
		return err
	}
	o.plans.CountPlans() // while the money is shared out: the reports wait for it
	home := homeOf(o.office.Reg(), o.office.ProvinceCode(), o.office.Day())
	money := purse.Filler{Office: o.office, Data: o.library.Data(), Allocations: o.shares, Shifts: o.shifts,
		By: maker(), As: o.as, Before: f.days[0], Last: f.days[f.last()], Home: home}
	if err := money.Fill(ctx); err != nil {
		return err
	}
	if err := o.demoReview(ctx, scene.During); err != nil {
		return err
	}
	if err := reportdemo.Fill(ctx, o.office, o.library, o.days, o.counts, home, maker()); err != nil {
		return err
	}
	if err := telldemo.Fill(ctx, o.office, o.notices, o.asked, o.privacies, o.as, home); err != nil {
		return err
	}
	if err := (&publishdemo.Filler{Office: o.office, Publishing: o.publishing, As: o.as}).Fill(ctx); err != nil {
		return err
	}
	if err := telldemo.Second(ctx, o.book, o.register, o.as, home); err != nil {
		return err
	}
	if err := o.told.Tell(ctx); err != nil {
		return err
	}
	if err := taskdemo.Fill(ctx, o.office, o.tasks, o.away, o.as, home); err != nil {
		return err
	}
	return checkdemo.Fill(ctx, o.office, o.days, o.samples, home, maker())
}

// last is the number of the last review that is filled in.
func (f *filler) last() int { return f.scene.Last }

// demoReview begins the last monthly review in one commune, with three requests; while the yearly one runs, that.
func (o *Desk) demoReview(ctx context.Context, yearly bool) error {
	if yearly {
		return o.demoYearly(ctx)
	}
	a, err := o.as(ctx, "canbo.xa")
	if err != nil {
		return err
	}
	month, err := o.monthly()
	if err != nil {
		return office.IgnoreNotFound(err) // no standard is in force: there is no review
	}
	opened, err := o.reviews.OpenReview(ctx, a, reviews.OpenReviewInput{Kind: review.Monthly, Year: month.Year,
		Month: month.Month, Place: a.Grants[0].Place})
	if err != nil {
		return err
	}
	asked := map[poverty.Class]review.Source{poverty.Poor: review.Request04, poverty.None: review.Request01,
		poverty.AverageLivingStandard: review.Request01}
	for _, class := range []poverty.Class{poverty.None, poverty.AverageLivingStandard, poverty.Poor} {
		found := o.book.View().Snap.Find(snapshot.Query{Communes: []place.Code{a.Grants[0].Place},
			Classes: []poverty.Class{class}, Sort: "code", Limit: 1})
		for _, it := range found.Items {
			if _, err := o.reviews.Request(ctx, a, opened.Campaign.ID, household.ID(it.Code), asked[class],
				max(month.Opens, o.office.Day().AddDays(-2))); err != nil {
				return err
			}
		}
	}
	return nil
}

// monthly is the last monthly review that has begun. Errors (errs.NotFound): no standard is in force then.
func (o *Desk) monthly() (review.Campaign, error) {
	p, err := o.reviews.Procedure()
	if err != nil {
		return review.Campaign{}, err
	}
	day := o.office.Day()
	c, err := p.Campaign(review.Monthly, day.Year(), day.Month())
	if err == nil && c.Opens > day {
		before := date.Must(day.Year(), day.Month(), 1).AddDays(-1)
		c, err = p.Campaign(review.Monthly, before.Year(), before.Month())
	}
	return c, err
}

// as is one of the demonstration's people at work.
func (o *Desk) as(ctx context.Context, username string) (*office.Ask, error) {
	acc, err := accountrows.FindByName(ctx, o.office.Reader(), username)
	if err != nil {
		return nil, err
	}
	return &office.Ask{Account: acc.ID, Username: acc.Username, FullName: acc.FullName,
		Grants: o.office.GrantsOf(acc), From: "cli", Stage: office.StageIn}, nil
}

func (o *Desk) demoAccounts(ctx context.Context) error {
	password, from := o.Password(), min(date.Must(2024, 1, 1), date.Must(o.office.Day().Year(), 1, 1))
	hash, err := o.accounts.HashPassword(ctx, password)
	if err != nil {
		return err
	}
	for _, d := range o.Accounts() {
		_, _, err := o.accounts.EnterAccount(ctx, &office.Ask{Username: "demo", From: "cli"},
			accounts.NewAccount{Username: d.Username, FullName: d.FullName, Demo: true,
				Password: password, Hash: hash, Grants: []access.Grant{{Role: d.Role, Place: d.Place, From: from}}})
		if err != nil {
			return err
		}
	}
	return nil
}

// demoYearly begins the yearly review in one commune.
func (o *Desk) demoYearly(ctx context.Context) error {
	a, err := o.as(ctx, "canbo.xa")
	if err != nil {
		return err
	}
	_, err = o.reviews.OpenReview(ctx, a, reviews.OpenReviewInput{Kind: review.Annual, Year: o.office.Day().Year(),
		Place: a.Grants[0].Place})
	return err
}

// filler puts two yearly registers into the store: what a household was at the first review is its first version.
type filler struct {
	o        *Desk
	scene    Scene
	register *generate.Register
	days     [2]date.Date
	progress office.Progress
	total    int64
	views    [2]*book.View
	made     [2][]review.Recognition // of the two reviews
	low      []demoLow               // whom the review before the plan's year recognised
	newly    date.Date
}

// filled is a household ready to be written: what it was at the first review, nil where it was not, and what it is
// now.
type filled struct {
	past, now   *households.Version
	was, result poverty.Result
}

// maker is who fills the demonstration.
func maker() *office.Ask { return &office.Ask{Username: "demo", From: "cli"} }

// run makes, writes and shows the households at once: one goroutine makes, one writes, one fills the register in
// memory.
func (f *filler) run(ctx context.Context) (err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	for i, day := range f.days {
		view := f.o.book.NewView
		if i == f.last() {
			view = f.o.book.NewCurrent
		}
		if f.views[i], err = view(day); err != nil {
			return err
		}
	}
	ready, written := make(chan []filled, 4), make(chan []filled, 4)
	go func() {
		defer close(ready)
		defer office.Caught(cancel)
		if err := f.make(ctx, ready); err != nil {
			cancel(err)
		}
	}()
	shown := make(chan struct{})
	go func() {
		defer close(shown)
		defer office.Caught(cancel)
		if err := f.show(written); err != nil {
			cancel(err)
		}
	}()
	deed := &office.Deed{Action: "demo.fill", Kind: "list", Place: f.o.office.ProvinceCode()}
	err = f.o.office.Do(ctx, maker(), deed, func(tx *office.Tx) error {
		tx.Long()
		done := int64(0)
		for batch := range ready {
			for i := range batch {
				f.recognise(&batch[i])
			}
			if err := put(ctx, tx, batch); err != nil {
				return err
			}
			written <- batch
			if done += int64(len(batch)); f.progress != nil {
				f.progress(done, f.total)
			}
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		deed.Note = map[string]string{"households": office.IDText(done), "at": f.o.office.Now().Format(time.RFC3339)}
		return f.finish(ctx, tx, done)
	})
	close(written)
	<-shown
	if err = errors.Join(err, context.Cause(ctx)); err != nil {
		return err
	}
	for _, v := range f.views[:f.last()+1] {
		v.Snap.Warm()
	}
	if f.last() > 0 {
		f.o.book.KeepPast(f.views[0])
	}
	f.o.book.SetView(f.views[f.last()])
	return f.o.reviews.LoadPaths(ctx)
}

// recognise notes what the synthetic decisions of the two reviews made of a household.
func (f *filler) recognise(h *filled) {
	was := poverty.None
	if h.past != nil && (h.past.Class == poverty.Poor || h.past.Class == poverty.NearPoor) {
		was = h.past.Class
		f.made[0] = append(f.made[0], review.Recognition{Household: h.past.ID, Year: f.days[0].Year(),
			Commune: h.past.Household.Commune, Class: was, Was: poverty.None,
			People: len(h.past.Household.Members), From: f.days[0]})
		f.lowOf(h.past, f.days[0])
	}
	if h.now.State != households.Active {
		return
	}
	last := f.last()
	r := review.Recognition{Household: h.now.ID, Year: f.days[last].Year(), Commune: h.now.Household.Commune,
		Class: h.result.Class, Was: was, People: len(h.now.Household.Members), From: f.days[last]}
	if r.Class != poverty.Poor && r.Class != poverty.NearPoor {
		r.Class = poverty.None
	}
	if r.Class == poverty.None && was == poverty.None {
		return
	}
	if was == poverty.Poor && r.Class != poverty.Poor {
		r.Newly = f.newly
	}
	f.made[last] = append(f.made[last], r)
	if r.Class == poverty.Poor || r.Class == poverty.NearPoor {
		v := *h.now
		v.Class = r.Class
		f.lowOf(&v, f.days[last])
	}
}

// decide writes the recognitions of one review under one decision a commune, which says that it is synthetic.
func (f *filler) decide(ctx context.Context, tx *office.Tx, year int) error {
	province := string(f.o.office.ProvinceCode())
	first, err := reviewrows.ReserveRecognitions(ctx, tx, province, int64(len(f.made[year])))
	if err != nil {
		return err
	}
	decisions := map[place.Code]int64{}
	for i := range f.made[year] {
		r := &f.made[year][i]
		if decisions[r.Commune] == 0 {
			d := &reviewrows.Decision{Province: province, Commune: r.Commune, Year: r.Year, Number: "GIẢ LẬP",
				Day: r.From, Note: generate.Label, Recorded: f.o.office.Now()}
			if err := reviewrows.AddDecision(ctx, tx, d); err != nil {
				return err
			}
			decisions[r.Commune] = d.ID
		}
		r.ID, r.Decision = first+int64(i), decisions[r.Commune]
		if err := reviewrows.AddRecognition(ctx, tx, province, r); err != nil {
			return err
		}
	}
	return nil
}

// make runs through the register, classifies each household at both reviews and seals its records.
func (f *filler) make(ctx context.Context, out chan<- []filled) error {
	const batchSize = 512
	classifiers := [2]*poverty.Classifier{f.views[0].Std.Classifier(), f.views[f.last()].Std.Classifier()}
	batch := make([]filled, 0, batchSize)
	id, recorded := int64(0), f.o.office.Now() // of one time, so that they are written together
	for before, after := range f.register.Reviews(ctx) {
		last := f.last()
		if last == 0 {
			if before == nil {
				continue
			}
			before, after = nil, before // there has been one review only
		}
		id++
		one := filled{now: &households.Version{Province: string(f.o.office.ProvinceCode()), ID: id,
			State: households.Active, RecordedAt: recorded, Deed: "review",
			Version: 1, ValidFrom: f.days[last]}}
		if before != nil {
			if err := classifiers[0].Classify(before, &one.was); err != nil {
				return err
			}
			v := *one.now
			v.ValidFrom, v.ValidTo, v.Class, v.Household = f.days[0], f.days[1], one.was.Class, *before
			one.past, one.now.Version = &v, 2
			households.Seal(f.o.office.Reader(), one.past)
		}
		if after == nil {
			one.now.State, one.now.Deed, after = households.Closed, "close", before
		}
		if err := classifiers[last].Classify(after, &one.result); err != nil {
			return err
		}
		one.now.Class, one.now.Household = one.result.Class, *after
		households.Seal(f.o.office.Reader(), one.now)
		if batch = append(batch, one); len(batch) == batchSize {
			out <- batch
			batch = make([]filled, 0, batchSize)
		}
	}
	if len(batch) > 0 {
		out <- batch
	}
	return ctx.Err()
}

// put writes a batch.
func put(ctx context.Context, tx *office.Tx, batch []filled) error {
	past, now := make([]*households.Version, 0, len(batch)), make([]*households.Version, len(batch))
	for i := range batch {
		if batch[i].past != nil {
			past = append(past, batch[i].past)
		}
		now[i] = batch[i].now
	}
	if err := households.PastMany(ctx, tx, past); err != nil {
		return err
	}
	return households.CreateMany(ctx, tx, now)
}

// show puts what was written into the registers in memory: the one of now, and the one of the review before.
func (f *filler) show(written <-chan []filled) (failed error) {
	now, before := f.views[f.last()], f.views[0]
	for _, v := range f.views[:f.last()+1] {
		v.Snap.Reserve(int(f.total))
	}
	rows, past := []snapshot.Row(nil), []snapshot.Row(nil)
	for batch := range written {
		rows, past = rows[:0], past[:0]
		for i := range batch {
			h := &batch[i]
			row, err := now.RowAs(h.now, &h.now.Household, h.result)
			rows = append(rows, row)
			if h.past != nil {
				was, wrong := before.RowAs(h.past, &h.past.Household, h.was)
				past, err = append(past, was), errors.Join(err, wrong)
			}
			if err != nil {
				failed = err // the writer goes on: it must not wait for who reads no more
			}
		}
		now.Snap.Put(rows...)
		before.Snap.Put(past...)
	}
	return failed
}

func (f *filler) finish(ctx context.Context, tx *office.Tx, counted int64) error {
	province := string(f.o.office.ProvinceCode())
	if _, err := households.Reserve(ctx, tx, province, counted); err != nil {
		return err
	}
	for i, day := range f.days[:f.last()+1] {
		if err := reviewrows.SetReview(ctx, tx, reviewrows.Review{Province: province, Year: day.Year(), On: day,
			Standard: f.views[i].Std.Code, State: "final", Note: generate.Label}); err != nil {
			return err
		}
	}
	for i := range f.made {
		if err := f.decide(ctx, tx, i); err != nil {
			return err
		}
	}
	return nil
}
