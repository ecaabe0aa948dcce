package purse

import (
	"context"
	"fmt"
	"io/fs"

	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/shifts"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
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

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"demo.money": errs.T("recorded synthetic money"),
}

// Filler makes the money of a demonstration, of which one line is shared out by a norm, and two more allocations:
// one that waits for its decision, one that is begun; and submissions of transfers.
type Filler struct {
	Office       *office.Office
	Data         fs.FS
	Allocations  *allocations.Desk
	Shifts       *shifts.Desk
	By           *office.Ask // who fills the demonstration
	As           func(ctx context.Context, username string) (*office.Ask, error)
	Home         place.Code // where people are paid by lists
	Before, Last date.Date  // of the reviews whose data they are reckoned from
}

// Fill makes the money and the allocations.
func (f *Filler) Fill(ctx context.Context) error {
	planner, err := f.As(ctx, "kehoach")
	if err != nil {
		return err
	}
	pool, on, err := Pool(f.Data, f.Office.Day())
	if err != nil {
		return err
	}
	var shared *Sharing
	var c *rows.Content
	if pool > 0 && f.Before <= on && f.Office.ProvinceCode() == generate.Official {
		c, err = f.Allocations.Prepared(ctx, planner, &allocations.In{Norm: demoNorm, Pool: pool, Day: f.Before,
			Map: on},
			f.Office.ProvinceCode(), assumed, demoReason)
		if errs.KindOf(err) == errs.Invalid && err != nil {
			c, err = nil, nil // of a register so small that a norm shares nothing out
		}
		if err != nil {
			return err
		}
	}
	if c != nil {
		shared = &Sharing{Parts: map[place.Code]money.Dong{}}
		for code, n := range c.Result {
			shared.Parts[place.Code(code)] = money.Dong(n)
		}
	}
	filled, err := Fill(ctx, f.Office, f.Data, f.By, "demo.money", f.Home, shared)
	if err != nil || filled.Line == 0 {
		return err
	}
	if err := f.allocate(ctx, &filled, c, on); err != nil {
		return err
	}
	return f.transfer(ctx)
}

// transfer begins two submissions of transfers: one waits for its decision, one is a draft of a district's money.
func (f *Filler) transfer(ctx context.Context) error {
	planner, err := f.As(ctx, "kehoach")
	if err != nil {
		return err
	}
	district := f.Office.ProvinceCode()
	if up := f.Office.Reg().Ancestors(f.Office.Unit(f.Home), f.Office.Day()); len(up) > 0 {
		district = up[0].Code
	}
	title := fmt.Sprintf("Điều chuyển vốn sự nghiệp năm %d giữa các đơn vị (MẪU)", sharedYear)
	id, err := f.Shifts.Make(ctx, planner, sharedYear, f.Office.ProvinceCode(), title)
	if err != nil {
		return err
	}
	if err := f.Shifts.Propose(ctx, planner, id, 1); err != nil && errs.KindOf(err) != errs.Invalid {
		return err // a small register may have nothing to transfer
	}
	_, err = f.Shifts.Make(ctx, planner, sharedYear, district,
		fmt.Sprintf("Điều chuyển vốn năm %d trong huyện (MẪU)", sharedYear))
	return err
}

// allocate enters the allocation that the money was shared out by, and begins two of the next year's.
func (f *Filler) allocate(ctx context.Context, filled *Filled, c *rows.Content, on date.Date) error {
	planner, err := f.As(ctx, "kehoach")
	if err != nil {
		return err
	}
	approver, err := f.As(ctx, "duyet")
	if err != nil {
		return err
	}
	if err := f.Allocations.Enter(ctx, f.By, "demo.money", &rows.Allocation{Line: filled.Line,
		Title: "DA2: vốn sự nghiệp ngân sách trung ương năm 2024 (MẪU)", State: rows.Decided, Proposal: 1,
		ProposedBy: planner.Account, RecordedBy: planner.Account, Document: filled.Document,
		DecidedBy: approver.Account,
		Decided:   on}, c); err != nil {
		return err
	}
	day := min(f.Last, f.Office.Day())
	id, err := f.Allocations.Make(ctx, planner, &allocations.In{Line: filled.Next, Norm: "nq08-2022-mau-nhan", Day: day,
		Title: "DA2: dự kiến phân bổ vốn sự nghiệp năm sau (MẪU)"})
	if err != nil {
		return err
	}
	if err := f.Allocations.SetValue(ctx, planner, id, 1, "", "coastal", "không", demoReason); err != nil {
		return err
	}
	if err := f.Allocations.Propose(ctx, planner, id, 2); err != nil && errs.KindOf(err) != errs.Invalid {
		return err
	}
	_, err = f.Allocations.Make(ctx, planner, &allocations.In{Line: filled.NextLocal, Norm: demoNorm, Day: day,
		Title: "DA2: dự kiến phân bổ vốn đối ứng địa phương năm sau (MẪU)"})
	return err
}
