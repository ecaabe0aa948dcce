package app

import (
	"context"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
)

// DemoPassword is the password of every account of the demonstration, which is written on its sign-in page.
const DemoPassword = "mot ngay nang dep o Soc Trang"

// DemoDay is the working day of the demonstration: shortly after the review of 2024.
func DemoDay() date.Date { return date.Must(2024, 12, 20) }

// DemoAccount is one account of the demonstration.
type DemoAccount struct {
	Username, FullName string
	Role               access.Role
	Place              place.Code
}

// DemoAccounts are the accounts of the demonstration, one a role. Their people are invented and say so.
func DemoAccounts(province place.Code) []DemoAccount {
	return []DemoAccount{
		{"canbo.xa", "Cán bộ xã (tài khoản thử)", access.CommuneOfficer, "31708"},
		{"dieutra", "Điều tra viên (tài khoản thử)", access.Enumerator, "31708"},
		{"canbo.huyen", "Cán bộ huyện (tài khoản thử)", access.DistrictOfficer, "947"},
		{"canbo.so", "Cán bộ sở (tài khoản thử)", access.DepartmentOfficer, province},
		{"kehoach", "Cán bộ kế hoạch (tài khoản thử)", access.Planner, province},
		{"lanhdao", "Lãnh đạo tỉnh (tài khoản thử)", access.Leader, province},
		{"thanhtra", "Thanh tra (tài khoản thử)", access.Inspector, province},
		{"quantri", "Quản trị tài khoản (tài khoản thử)", access.Administrator, province},
	}
}

// FillDemo makes the demonstration's accounts and puts the synthetic register with the reviews of two years into an empty
// office. Households 0 is the province's own number.
func (o *Office) FillDemo(ctx context.Context, households int64, progress Progress) (err error) {
	defer errs.Wrap(&err, "app.FillDemo")
	if !o.cfg.Demo {
		return errs.New(errs.Forbidden, "chỉ bản minh họa mới nạp dữ liệu giả lập", "only the demonstration is filled with synthetic data")
	}
	if households == 0 {
		households = 335_886
	}
	g, err := generate.New(generate.Config{Data: o.App.cfg.Data, Places: o.reg(), Households: households, Seed: 1, Year: 2024, Unknown: 0.002})
	if err != nil {
		return err
	}
	if err := o.demoAccounts(ctx); err != nil {
		return err
	}
	f := &filler{o: o, register: g, progress: progress, total: g.Totals().Households, days: g.Days()}
	if err := f.run(ctx); err != nil {
		return err
	}
	return o.ApplyMergers(ctx) // who left before a commune was merged is in the new one too
}

func (o *Office) demoAccounts(ctx context.Context) error {
	hash, err := o.hasher.Hash(ctx, DemoPassword)
	if err != nil {
		return err
	}
	for _, d := range DemoAccounts(o.cfg.Province) {
		_, _, err := o.createAccount(ctx, &Actor{Username: "demo", From: "cli"}, NewAccount{Username: d.Username, FullName: d.FullName, Demo: true,
			Password: DemoPassword, hash: hash, Grants: []access.Grant{{Role: d.Role, Place: d.Place, From: date.Must(2024, 1, 1)}}})
		if err != nil {
			return err
		}
	}
	return nil
}

// filler puts two yearly registers into the store: what a household was at the first review is its first version.
type filler struct {
	o        *Office
	register *generate.Register
	days     [2]date.Date
	progress Progress
	total    int64
	views    [2]*view
}

// filled is a household ready to be written: what it was at the first review, nil where it was not, and what it is now.
type filled struct {
	past, now *store.Version
	result    poverty.Result
}

// run makes, writes and shows the households at once: one goroutine makes, one writes, one fills the register in memory.
func (f *filler) run(ctx context.Context) (err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	for i, day := range f.days {
		if f.views[i], err = f.o.newView(day); err != nil {
			return err
		}
	}
	ready, written := make(chan []filled, 4), make(chan []filled, 4)
	go func() {
		defer close(ready)
		defer caught(cancel)
		if err := f.make(ctx, ready); err != nil {
			cancel(err)
		}
	}()
	shown := make(chan struct{})
	go func() {
		defer close(shown)
		defer caught(cancel)
		f.show(written)
	}()
	err = f.o.store.Write(ctx, func(tx *store.Tx) error {
		tx.Long()
		done := int64(0)
		for batch := range ready {
			for i := range batch {
				if err := batch[i].put(ctx, tx); err != nil {
					return err
				}
			}
			written <- batch
			if done += int64(len(batch)); f.progress != nil {
				f.progress(done, f.total)
			}
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return f.finish(ctx, tx, done)
	})
	close(written)
	<-shown
	if err != nil {
		return err
	}
	f.views[1].snap.Warm()
	f.o.current.Store(f.views[1])
	return nil
}

// make runs through the register, classifies each household at both reviews and seals its records.
func (f *filler) make(ctx context.Context, out chan<- []filled) error {
	const batchSize = 512
	classifiers := [2]*poverty.Classifier{f.views[0].std.Classifier(), f.views[1].std.Classifier()}
	batch := make([]filled, 0, batchSize)
	id := int64(0)
	for before, after := range f.register.Reviews(ctx) {
		id++
		one := filled{now: &store.Version{Province: string(f.o.cfg.Province), ID: id, State: store.Active, RecordedAt: f.o.now(), Deed: "review",
			Version: 1, ValidFrom: f.days[1]}}
		var past poverty.Result
		if before != nil {
			if err := classifiers[0].Classify(before, &past); err != nil {
				return err
			}
			v := *one.now
			v.ValidFrom, v.ValidTo, v.Class, v.Household = f.days[0], f.days[1], past.Class, *before
			one.past, one.now.Version, one.now.Prior = &v, 2, past.Class
			f.o.store.Seal(one.past)
		}
		if after == nil {
			one.now.State, one.now.Deed, after = store.Closed, "close", before
		}
		if err := classifiers[1].Classify(after, &one.result); err != nil {
			return err
		}
		one.now.Class, one.now.Household = one.result.Class, *after
		f.o.store.Seal(one.now)
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

func (p *filled) put(ctx context.Context, tx *store.Tx) error {
	if p.past != nil {
		if err := tx.Past(ctx, p.past); err != nil {
			return err
		}
		p.past = nil
	}
	return tx.CreateAt(ctx, p.now)
}

// show puts what was written into the register in memory.
func (f *filler) show(written <-chan []filled) {
	f.views[1].snap.Reserve(int(f.total))
	for batch := range written {
		rows := make([]snapshot.Row, len(batch))
		for i := range batch {
			v := batch[i].now
			rows[i] = snapshot.Row{ID: v.ID, Version: v.Version, State: uint8(v.State), Prior: v.Prior, Result: batch[i].result, Household: &v.Household}
		}
		f.views[1].snap.Put(rows...)
	}
}

func (f *filler) finish(ctx context.Context, tx *store.Tx, households int64) error {
	province := string(f.o.cfg.Province)
	if _, err := tx.ReserveIDs(ctx, province, households); err != nil {
		return err
	}
	for i, day := range f.days {
		if err := tx.SetReview(ctx, store.Review{Province: province, Year: day.Year(), On: day, Standard: f.views[i].std.Code, State: "final",
			Note: generate.Label}); err != nil {
			return err
		}
	}
	e := f.o.entry(&Actor{Username: "demo", From: "cli"}, "demo.fill", "list", "", f.o.cfg.Province)
	e.Detail.Note = map[string]string{"households": idText(households), "at": f.o.now().Format(time.RFC3339)}
	return tx.Audit(ctx, e)
}
