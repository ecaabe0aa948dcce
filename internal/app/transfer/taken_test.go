package transfer_test

import (
	"bytes"
	"context"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/jobs"
)

// imports stores a register given as lines, with ticks, and returns what the preview said and what was stored.
func imports(t *testing.T, o *app.Desks, a *office.Ask, houses, members string,
	ticks transfer.Ticks) (preview, stored transfer.ImportResult) {
	t.Helper()
	ctx := context.Background()
	file := officetest.RegisterBook(t, "household_code,commune_code,hamlet,address,income_per_head\n"+houses,
		"household_code,member_no,full_name,relationship,sex,birth_date,citizen_id\n"+members)
	j, err := o.Transfer.Upload(ctx, a, "sổ.xlsx", bytes.NewReader(file), 0)
	if err != nil {
		t.Fatal(err)
	}
	s := officetest.Settled(t, o, a, j.ID)
	if s.State != jobs.Ready {
		t.Fatalf("%s: %s", s.State, s.Message)
	}
	preview = s.Result
	if err := o.Transfer.CommitImport(ctx, a, j.ID, ticks); err != nil {
		t.Fatal(err)
	}
	if s = officetest.Settled(t, o, a, j.ID); s.State != jobs.Done {
		t.Fatalf("%s: %s", s.State, s.Message)
	}
	return preview, s.Result
}

// TestNothingTakenUnasked: members whom a file does not list, cells that it leaves empty and another commune's household
// under the same code stay as they are unless that is ticked; the preview counts them.
func TestNothingTakenUnasked(t *testing.T) {
	o := officetest.Demo(t, 500)
	ctx, officer := context.Background(), officetest.SignIn(t, o, "canbo.so")
	now := func() *household.Household {
		t.Helper()
		items := officetest.List(t, o, officer, snapshot.Query{Text: "GIU-1"})
		if len(items) != 1 {
			t.Fatalf("%d households", len(items))
		}
		v, err := o.Book.Peek(ctx, officer, items[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		return &v.Household
	}
	const three = "GIU-1,1,Người Mẫu Một,head,male,1980-02-03,\nGIU-1,2,Người Mẫu Hai,spouse,female,1982-02-03,\n" +
		"GIU-1,3,Người Mẫu Ba,child,male,2010-02-03,"
	const head = "GIU-1,1,Người Mẫu Một,head,male,1980-02-03,"
	imports(t, o, officer, "GIU-1,31708,Ấp Thạnh Phú,Số 1,900000", three, transfer.Ticks{})

	for _, c := range []struct {
		name, house, members   string
		ticks                  transfer.Ticks
		leaving, empty, moving int
		changed                int64
		want                   func(h *household.Household) bool
	}{
		{"heads only", "GIU-1,31708,Ấp Thạnh Phú,Số 1,900000", head, transfer.Ticks{}, 2, 0, 0, 0,
			func(h *household.Household) bool { return len(h.Members) == 3 }},
		{"an empty cell", "GIU-1,31708,Ấp Thạnh Phú,,900000", three, transfer.Ticks{}, 0, 1, 0, 0,
			func(h *household.Household) bool { return h.Address == "Số 1" }},
		{"an empty cell beside a changed one", "GIU-1,31708,Ấp Thạnh Phú,,800000", three, transfer.Ticks{}, 0, 1, 0, 1,
			func(h *household.Household) bool { return h.Address == "Số 1" && h.IncomePerHead.Value == 800_000 }},
		{"another commune's", "GIU-1,31795,Ấp Mỹ Thanh,Số 2,700000", "GIU-1,1,Người Khác,head,male,1970,",
			transfer.Ticks{}, 0, 0, 1, 0, func(h *household.Household) bool {
				return h.Commune == "31708" && len(h.Members) == 3 && h.Head().Name == "Người Mẫu Một"
			}},
		{"a dead head without a tick", "GIU-1,31708,Ấp Thạnh Phú,Số 1,800000",
			"GIU-1,2,Người Mẫu Hai,head,female,1982-02-03,", transfer.Ticks{}, 1, 0, 0, 0,
			func(h *household.Household) bool { return len(h.Members) == 3 && h.Head().No == 1 }},
		{"an empty cell with its tick", "GIU-1,31708,Ấp Thạnh Phú,,800000", three, transfer.Ticks{Empty: true}, 0, 1, 0, 1,
			func(h *household.Household) bool { return h.Address == "" }},
		{"heads only with its tick", "GIU-1,31708,Ấp Thạnh Phú,,800000", head, transfer.Ticks{Leave: true}, 2, 0, 0, 1,
			func(h *household.Household) bool { return len(h.Members) == 1 }},
		{"another commune's with its tick", "GIU-1,31795,Ấp Mỹ Thanh,,800000", head, transfer.Ticks{Move: true}, 0, 0, 1,
			1, func(h *household.Household) bool { return h.Commune == "31795" }},
	} {
		preview, stored := imports(t, o, officer, c.house, c.members, c.ticks)
		if preview.Leaving != c.leaving || preview.Emptied != c.empty || preview.Moving != c.moving {
			t.Errorf("%s: the preview says %d leave, %d cells, %d move", c.name, preview.Leaving, preview.Emptied,
				preview.Moving)
		}
		if stored.Changed != c.changed || stored.New+stored.Changed+stored.Unchanged+stored.Rejected != 1 {
			t.Errorf("%s: stored as %+v", c.name, stored)
		}
		if h := now(); !c.want(h) {
			t.Errorf("%s: the register has %+v", c.name, h)
		}
	}
}

// TestPastedPerson: a pasted row puts nobody under the number, the sex and the birth date of the head before; a spelling
// and a person with particulars of his own are taken.
func TestPastedPerson(t *testing.T) {
	o := officetest.Demo(t, 500)
	ctx, officer := context.Background(), officetest.SignIn(t, o, "canbo.xa")
	imports(t, o, officer, "GIU-2,31708,Ấp Thạnh Phú,Số 1,900000", "GIU-2,1,Người Mẫu Một,head,male,1984-02-03,099084000011\n"+
		"GIU-2,2,Người Mẫu Hai,spouse,female,1982-02-03,", transfer.Ticks{})
	const columns = "Mã hộ\tMã xã\tHọ và tên\tNgày sinh\tSố định danh\n"
	for name, c := range map[string]struct {
		row  string
		good bool
	}{
		"another name":                {"GIU-2\t31708\tThạch Thị Khác\t\t", false},
		"the wife's name":             {"GIU-2\t31708\tNgười Mẫu Hai\t1982\t", false},
		"another name, its birth day": {"GIU-2\t31708\tThạch Thị Khác\t01/02/1970\t", false},
		"a spelling":                  {"GIU-2\t31708\tNgười Mậu Một\t\t", true},
		"no name":                     {"GIU-2\t31708\t\t\t", true},
	} {
		res, err := o.Transfer.CheckPaste(ctx, officer, transfer.PasteInput{Text: columns + c.row})
		if err != nil || res.Rows != 1 || (res.Good == 1) != c.good {
			t.Errorf("%s: %+v %v", name, res, err)
		}
	}
}
