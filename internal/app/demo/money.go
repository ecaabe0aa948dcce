package demo

import (
	"context"

	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/purse"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
	rows "giamngheo/internal/store/allocations"
)

// Of the sample norms the demonstration shares out by that with a floor: every commune has a line of its own.
const (
	demoNorm   = "nq08-2022-mau-san-tran"
	demoReason = "MẪU: danh sách xã đặc biệt khó khăn vùng bãi ngang chưa có đủ, giả định là không"
)

// assumed is what is taken of lists that are not known.
var assumed = map[string]string{"coastal": "0"}

// fillMoney makes the money of the demonstration, of which one line is shared out by a norm, and two more
// allocations: one that waits for its decision, one that is begun.
func (f *filler) fillMoney(ctx context.Context) error {
	o := f.o
	planner, err := o.as(ctx, "kehoach")
	if err != nil {
		return err
	}
	pool, on, err := purse.Pool(o.library.Data(), o.office.Day())
	if err != nil {
		return err
	}
	var shared *purse.Sharing
	var c *rows.Content
	if pool > 0 && f.days[0] <= on && o.office.ProvinceCode() == generate.Official {
		c, err = o.allocations.Prepared(ctx, planner, &allocations.In{Norm: demoNorm, Pool: pool, Day: f.days[0], Map: on},
			o.office.ProvinceCode(), assumed, demoReason)
		if errs.KindOf(err) == errs.Invalid && err != nil {
			c, err = nil, nil // of a register so small that a norm shares nothing out
		}
		if err != nil {
			return err
		}
	}
	if c != nil {
		shared = &purse.Sharing{Parts: map[place.Code]money.Dong{}}
		for code, n := range c.Result {
			shared.Parts[place.Code(code)] = money.Dong(n)
		}
	}
	filled, err := purse.Fill(ctx, o.office, o.library.Data(), maker(), "demo.money", shared)
	if err != nil || filled.Line == 0 {
		return err
	}
	return f.allocate(ctx, &filled, c, on)
}

// allocate enters the allocation that the money was shared out by, and begins two of the next year's.
func (f *filler) allocate(ctx context.Context, filled *purse.Filled, c *rows.Content, on date.Date) error {
	o := f.o
	planner, err := o.as(ctx, "kehoach")
	if err != nil {
		return err
	}
	approver, err := o.as(ctx, "duyet")
	if err != nil {
		return err
	}
	if err := o.allocations.Enter(ctx, maker(), "demo.money", &rows.Allocation{Line: filled.Line,
		Title: "DA2: vốn sự nghiệp ngân sách trung ương năm 2024 (MẪU)", State: rows.Decided, Proposal: 1,
		ProposedBy: planner.Account, RecordedBy: planner.Account, Document: filled.Document, DecidedBy: approver.Account,
		Decided: on}, c); err != nil {
		return err
	}
	day := min(f.days[f.last()], o.office.Day())
	id, err := o.allocations.Make(ctx, planner, &allocations.In{Line: filled.Next, Norm: "nq08-2022-mau-nhan", Day: day,
		Title: "DA2: dự kiến phân bổ vốn sự nghiệp năm sau (MẪU)"})
	if err != nil {
		return err
	}
	if err := o.allocations.SetValue(ctx, planner, id, 1, "", "coastal", "không", demoReason); err != nil {
		return err
	}
	if err := o.allocations.Propose(ctx, planner, id, 2); err != nil && errs.KindOf(err) != errs.Invalid {
		return err
	}
	_, err = o.allocations.Make(ctx, planner, &allocations.In{Line: filled.NextLocal, Norm: demoNorm, Day: day,
		Title: "DA2: dự kiến phân bổ vốn đối ứng địa phương năm sau (MẪU)"})
	return err
}
