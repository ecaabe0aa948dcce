package hamlets_test

import (
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/hamlets"
	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/hamlet"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
)

// on is of, of a day.
func on(day date.Date, name, to string) hamlets.Change {
	c := of(name, to)
	c.Day = day
	return c
}

// do changes the list of Thạnh Phú, as its officer.
func do(t *testing.T, s *officetest.SmallOffice, what string, c hamlets.Change) {
	t.Helper()
	var err error
	switch what {
	case "add":
		err = s.Hamlets.Add(ctx, s.As("canbo.xa"), c)
	case "rename":
		_, err = s.Hamlets.Rename(ctx, s.As("canbo.xa"), c)
	case "merge":
		_, err = s.Hamlets.Merge(ctx, s.As("canbo.xa"), c)
	}
	if err != nil {
		t.Fatal(what, c.Name, c.To, err)
	}
}

// path is in which hamlets a household was, each with its day.
func path(t *testing.T, s *officetest.SmallOffice, code household.ID) string {
	t.Helper()
	all, err := households.History(ctx, s.Office.Reader(), "94", s.ID(code))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, v := range slices.Backward(all) {
		if n := len(out); n > 0 && strings.HasPrefix(out[n-1], v.Household.Hamlet+" ") {
			continue
		}
		out = append(out, v.Household.Hamlet+" "+v.ValidFrom.String())
	}
	return strings.Join(out, ", ")
}

// TestPastDays: a change of a day in the past meets what the list has of later days: no name stands twice on any day.
func TestPastDays(t *testing.T) {
	s := officetest.Small(t)
	may, june, july := date.Must(2024, 5, 1), date.Must(2024, 6, 1), date.Must(2024, 7, 1)
	do(t, s, "rename", on(june, "Ấp Hai", "Ấp Đông"))
	do(t, s, "add", on(july, "Ấp Tây", ""))
	do(t, s, "merge", on(july, "Ấp Đông", "Ấp Một"))
	do(t, s, "add", on(july, "Ấp Hai", "")) // another one of the name, a month after the first
	add := func(c hamlets.Change) error { return s.Hamlets.Add(ctx, s.As("canbo.xa"), c) }
	rename := func(c hamlets.Change) error { _, err := s.Hamlets.Rename(ctx, s.As("canbo.xa"), c); return err }
	merge := func(c hamlets.Change) error { _, err := s.Hamlets.Merge(ctx, s.As("canbo.xa"), c); return err }
	before, since := listed(t, s), s.Seq()
	for name, c := range map[string]struct {
		do     func(hamlets.Change) error
		change hamlets.Change
		kind   errs.Kind
		says   string
	}{
		"adds what begins later":         {add, on(june, "Ấp Tây", ""), errs.Conflict, "từ một ngày sau đó"},
		"adds between two of one name":   {add, on(june, "Ấp Hai", ""), errs.Conflict, "từ một ngày sau đó"},
		"adds what was there then":       {add, on(may, "ấp hai", ""), errs.Conflict, "đã có"},
		"adds what ended since":          {add, on(june, "Ấp Đông", ""), errs.Conflict, "đã có"},
		"renames to what begins later":   {rename, on(june, "Ấp Một", "Ấp Tây"), errs.Conflict, "từ một ngày sau đó"},
		"renames to what comes back":     {rename, on(june, "Ấp Một", "Ấp Hai"), errs.Conflict, "từ một ngày sau đó"},
		"renames before another went in": {rename, on(june, "Ấp Một", "Ấp Nhất"), errs.Conflict, "“Ấp Đông” đã sáp nhập vào “Ấp Một” ngày 01/07/2024"},
		"merges into what begins later":  {merge, on(june, "Ấp Một", "Ấp Tây"), errs.Invalid, "không có trong danh sách"},
		"merges before it began":         {merge, on(june, "Ấp Tây", "Ấp Một"), errs.Invalid, "01/07/2024"},
		"merges what has gone":           {merge, on(july, "Ấp Đông", "Ấp Tây"), errs.Conflict, "chưa có trong danh sách"},
		"merges into what was gone then": {merge, on(july, "Ấp Tây", "Ấp Đông"), errs.Invalid, "không có trong danh sách"},
	} {
		t.Run(name, func(t *testing.T) { officetest.Refused(t, c.do(c.change), c.kind, c.says) })
	}
	if after := listed(t, s); after != before || len(s.Deeds(since)) != 0 {
		t.Errorf("%s, before %s; %+v", after, before, s.Deeds(since))
	}
	l := s.Book.Hamlets(officetest.ThanhPhu)
	for day := may; day <= s.Now(); day = day.AddDays(1) {
		names := map[string]bool{}
		for _, h := range l.On(day) {
			if names[h.Name] {
				t.Fatalf("%s stands twice on %s", h.Name, day)
			}
			names[h.Name] = true
		}
	}
}

// TestMergedThenRenamed: what goes into a hamlet that has another name since goes on to that.
func TestMergedThenRenamed(t *testing.T) {
	s := officetest.Small(t)
	june, july := date.Must(2024, 6, 1), date.Must(2024, 7, 1)
	do(t, s, "rename", on(july, "Ấp Một", "Ấp Nhất"))
	do(t, s, "merge", on(june, "Ấp Hai", "Ấp Một"))
	if got := listed(t, s); got != "Ấp Nhất 16, |, Ấp Hai → Ấp Một, Ấp Một → Ấp Nhất, |" {
		t.Error(got)
	}
	if got := path(t, s, "H-11"); got != "Ấp Hai 2023-12-14, Ấp Một 2024-06-01, Ấp Nhất 2024-07-01" {
		t.Error(got)
	}
	if _, different, err := s.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
}

// TestComesInLater: a household of a past day, and one that is brought back, is where its hamlet has gone since.
func TestComesInLater(t *testing.T) {
	s := officetest.Small(t)
	june, july := date.Must(2024, 6, 1), date.Must(2024, 7, 1)
	closed := s.Version("H-12")
	if _, err := s.Register.SetState(ctx, s.As("canbo.xa"), closed.ID, closed.Version, households.Closed, june,
		"chuyển đi nơi khác"); err != nil {
		t.Fatal(err)
	}
	do(t, s, "rename", on(july, "Ấp Hai", "Ấp Đông"))
	if got := path(t, s, "H-12"); got != "Ấp Hai 2023-12-14" {
		t.Errorf("a closed one moved: %s", got)
	}
	closed = s.Version("H-12")
	if _, err := s.Register.SetState(ctx, s.As("canbo.xa"), closed.ID, closed.Version, households.Active, 0,
		"về lại địa phương"); err != nil {
		t.Fatal(err)
	}
	h := officetest.SmallHousehold(31, poverty.None)
	h.Commune, h.Hamlet = officetest.ThanhPhu, "Ấp Hai"
	there := func(day date.Date) int {
		view, err := s.Book.ViewOn(ctx, day)
		if err != nil {
			t.Fatal(err)
		}
		return view.Snap.Find(snapshot.Query{Communes: []place.Code{officetest.ThanhPhu}}).Total
	}
	before := there(june)
	v, err := s.Register.Save(ctx, s.As("canbo.xa"), register.SaveInput{Household: h, From: june})
	if err != nil {
		t.Fatal(err)
	}
	if now := s.Version("H-31"); v.Version != now.Version || v.Household.Hamlet != "Ấp Đông" {
		t.Errorf("saved as version %d in %s; there is %d", v.Version, v.Household.Hamlet, now.Version)
	}
	if now := there(june); now != before+1 {
		t.Errorf("%d households on the day from which one was saved, not %d", now, before+1)
	}
	v, err = s.Register.Split(ctx, s.As("canbo.xa"), register.SplitInput{ID: v.ID, Version: v.Version, Members: []int{2},
		Head: 2, Code: "H-32", From: v.ValidFrom, Reason: "con ra ở riêng", Confirmed: []string{"2/birth_date/head/"}})
	if err != nil || v.Version != s.Version("H-32").Version || v.Household.Hamlet != "Ấp Đông" {
		t.Errorf("split off: %+v %v", v, err)
	}
	for code, want := range map[household.ID]string{"H-12": "Ấp Hai 2023-12-14, Ấp Đông " + s.Now().String(),
		"H-31": "Ấp Hai 2024-06-01, Ấp Đông 2024-07-01", "H-32": "Ấp Đông 2024-07-01"} {
		if got := path(t, s, code); got != want {
			t.Errorf("%s: %s", code, got)
		}
	}
	if got := listed(t, s); got != "Ấp Đông 8, Ấp Một 10, |, Ấp Hai → Ấp Đông, |" {
		t.Error(got)
	}
	if _, different, err := s.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
}

// TestSavedWithin: what a transaction changes of a list holds for the households that it writes after.
func TestSavedWithin(t *testing.T) {
	s := officetest.Small(t)
	officer := s.As("canbo.xa")
	if err := s.Office.Each(ctx, officer, func(tx *office.Tx) error {
		write := func(code household.ID) error {
			was := s.Version(code)
			v := s.Book.Next(officer, was, households.DeedEdit, s.Now())
			v.Household.Address = "sửa"
			return s.Book.SupersedeIn(ctx, tx, v, was, "household.edit", "sửa")
		}
		if err := write("H-11"); err != nil {
			return err
		}
		if _, err := s.Book.EndHamlet(ctx, tx, officetest.ThanhPhu, "Ấp Hai", "Ấp Đông", s.Now(), "NQ"); err != nil {
			return err
		}
		return write("H-12")
	}); err != nil {
		t.Fatal(err)
	}
	if a, b := s.Version("H-11").Household.Hamlet, s.Version("H-12").Household.Hamlet; a != "Ấp Hai" || b != "Ấp Đông" {
		t.Errorf("%s, %s", a, b)
	}
}

// TestSavedMeanwhile: a household that is saved while somebody renames its hamlet is in the new one, whichever of the
// two comes first.
func TestSavedMeanwhile(t *testing.T) {
	s := officetest.Small(t)
	for round, to := range []string{"Ấp Đông", "Ấp Hai", "Ấp Đông", "Ấp Hai"} {
		from := []string{"Ấp Hai", "Ấp Đông"}[round%2]
		officer, other, said := s.As("canbo.xa"), s.As("canbo.xa2"), make(chan error, 4)
		for n := range 3 {
			h := officetest.SmallHousehold(3*round+n+1, poverty.None)
			h.Code = "M" + h.Code
			h.Commune, h.Hamlet, h.Members[0].CitizenID = officetest.ThanhPhu, from, ""
			go func() {
				_, err := s.Register.Save(ctx, other, register.SaveInput{Household: h})
				said <- err
			}()
		}
		go func() {
			_, err := s.Hamlets.Rename(ctx, officer, of(from, to))
			said <- err
		}()
		for range 4 { // asked after the rename it may be refused, with what to write
			if err := <-said; err != nil {
				officetest.Refused(t, err, errs.Invalid, "hãy ghi tên đó")
			}
		}
		l, err := s.Hamlets.List(officer, officetest.ThanhPhu)
		if err != nil || len(l.Off) != 0 {
			t.Fatalf("round %d: %+v %v", round, l.Off, err)
		}
	}
}

// TestSinceBefore: a hamlet that the list lacks has been there since before it, where nobody knows the day.
func TestSinceBefore(t *testing.T) {
	s := officetest.Small(t)
	c := of("Ấp Cổ", "")
	c.Before = true
	do(t, s, "add", c)
	if l := s.Book.Hamlets(officetest.ThanhPhu).Look("ấp cổ", date.Must(1950, 1, 1)); l.Standing != hamlet.Listed {
		t.Errorf("%+v", l)
	}
	do(t, s, "add", of("Ấp Mới", ""))
	c = of("ấp mới", "")
	c.Before = true
	officetest.Refused(t, s.Hamlets.Add(ctx, s.As("canbo.xa"), c), errs.Conflict, "từ một ngày sau đó")
}
