package hamlets_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"giamngheo/internal/app/hamlets"
	"giamngheo/internal/app/places"
	"giamngheo/internal/app/register"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/question"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

var ctx = context.Background()

// of is a change of a hamlet of Thạnh Phú, of today.
func of(name, to string) hamlets.Change {
	return hamlets.Change{Commune: officetest.ThanhPhu, Name: name, To: to, Source: "NQ 5/2024 (MẪU)"}
}

// listed is the list as text: each hamlet of today with its households, what was after a bar, and what the list lacks
// after another.
func listed(t *testing.T, s *officetest.SmallOffice) string {
	t.Helper()
	l, err := s.Hamlets.List(s.As("canbo.xa"), officetest.ThanhPhu)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, h := range l.Now {
		out = append(out, h.Name+" "+office.IDText(int64(h.Households)))
	}
	out = append(out, "|")
	for _, h := range l.Past {
		out = append(out, h.Name+" → "+h.Became)
	}
	out = append(out, "|")
	for _, h := range l.Off {
		out = append(out, h.Name+" "+office.IDText(int64(h.Households)))
	}
	return strings.Join(out, ", ")
}

// TestRights: who sees a commune's list, and who changes it.
func TestRights(t *testing.T) {
	s := officetest.Small(t)
	s.Rights(t, `may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
		ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
		forbidden:`, func(a *office.Ask) error {
		_, err := s.Hamlets.List(a, officetest.ThanhPhu)
		return err
	})
	for name, do := range map[string]func(*office.Ask) error{
		"add":    func(a *office.Ask) error { return s.Hamlets.Add(ctx, a, hamlets.Change{Commune: officetest.ThanhPhu}) },
		"end":    func(a *office.Ask) error { return s.Hamlets.End(ctx, a, hamlets.Change{Commune: officetest.ThanhPhu}) },
		"rename": func(a *office.Ask) error { _, err := s.Hamlets.Rename(ctx, a, of("Ấp Một", "")); return err },
		"merge":  func(a *office.Ask) error { _, err := s.Hamlets.Merge(ctx, a, of("Ấp Một", "")); return err },
	} {
		t.Run(name, func(t *testing.T) {
			s.Rights(t, `may: canbo.xa canbo.xa2 canbo.so canbo.so2
				forbidden: dieutra dieutra2 chutich.xa canbo.huyen kehoach kehoach2 ketoan.xa ketoan.so duyet
				duyet.huyen lanhdao thanhtra thanhtra.huyen`, do)
		})
	}
	isThanhPhu := func(u place.Unit) bool { return u.Code == officetest.ThanhPhu }
	communes, err := s.Hamlets.Communes(s.As("canbo.huyen"))
	if err != nil || !slices.ContainsFunc(communes, isThanhPhu) {
		t.Errorf("%+v %v", communes, err)
	}
	if communes, err = s.Hamlets.Communes(s.As("huyen.longphu")); err != nil || slices.ContainsFunc(communes, isThanhPhu) {
		t.Errorf("another district sees %+v %v", communes, err)
	}
}

// TestRefused: what cannot be done is refused with what to do, and changes nothing.
func TestRefused(t *testing.T) {
	s := officetest.Small(t)
	before, since := listed(t, s), s.Seq()
	tomorrow, early, long := s.Now().AddDays(1), date.Must(1899, 12, 31), strings.Repeat("Ấ", 301)
	with := func(c hamlets.Change, change func(*hamlets.Change)) hamlets.Change { change(&c); return c }
	add := func(c hamlets.Change) error { return s.Hamlets.Add(ctx, s.As("canbo.xa"), c) }
	end := func(c hamlets.Change) error { return s.Hamlets.End(ctx, s.As("canbo.xa"), c) }
	rename := func(c hamlets.Change) error { _, err := s.Hamlets.Rename(ctx, s.As("canbo.xa"), c); return err }
	merge := func(c hamlets.Change) error { _, err := s.Hamlets.Merge(ctx, s.As("canbo.xa"), c); return err }
	for name, c := range map[string]struct {
		do     func(hamlets.Change) error
		change hamlets.Change
		kind   errs.Kind
		says   string
	}{
		"no name":          {add, of("  ", ""), errs.Invalid, "thiếu tên ấp"},
		"too long":         {add, of(long, ""), errs.Invalid, "300"},
		"no source":        {add, with(of("Ấp Năm", ""), func(c *hamlets.Change) { c.Source = " NQ " }), errs.Invalid, "căn cứ"},
		"tomorrow":         {add, with(of("Ấp Năm", ""), func(c *hamlets.Change) { c.Day = tomorrow }), errs.Invalid, "1900"},
		"of 1899":          {add, with(of("Ấp Năm", ""), func(c *hamlets.Change) { c.Day = early }), errs.Invalid, "1900"},
		"in another case":  {add, of("ẤP  một", ""), errs.Conflict, "“Ấp Một” đã có"},
		"people live here": {end, of("Ấp Một", ""), errs.Conflict, "10 hộ"},
		"ends nothing":     {end, of("Ấp Chín", ""), errs.Conflict, "“Ấp Chín” chưa có trong danh sách"},
		"to nothing":       {rename, of("Ấp Một", " "), errs.Invalid, "tên khác"},
		"to itself":        {rename, of("Ấp Một", "ấp một"), errs.Invalid, "tên khác"},
		"to a known one":   {rename, of("Ấp Một", "ấp hai"), errs.Conflict, "nhập hai ấp"},
		"of none":          {rename, of("Ấp Chín", "Ấp Mười"), errs.Conflict, "“Ấp Chín” chưa có trong danh sách"},
		"into an unknown":  {merge, of("Ấp Một", "Ấp Chín"), errs.Invalid, "“Ấp Chín” không có trong danh sách"},
	} {
		t.Run(name, func(t *testing.T) { officetest.Refused(t, c.do(c.change), c.kind, c.says) })
	}
	if after := listed(t, s); after != before || len(s.Deeds(since)) != 0 || before != "Ấp Hai 6, Ấp Một 10, |, |" {
		t.Errorf("%s, before %s; %+v", after, before, s.Deeds(since))
	}
}

// TestEmpty: the list of a commune without households is empty and says that nobody has entered it.
func TestEmpty(t *testing.T) {
	s := officetest.Small(t)
	l, err := s.Hamlets.List(s.As("canbo.so"), "31567")
	if err != nil || l.Entered || !l.MaySet || len(l.Now)+len(l.Past)+len(l.Off) != 0 {
		t.Errorf("%+v %v", l, err)
	}
	if err := s.Hamlets.Add(ctx, s.As("canbo.so"), hamlets.Change{Commune: "31567", Name: "khóm 1", Source: "QĐ 1/2020 (MẪU)"}); err != nil {
		t.Fatal(err)
	}
	if l, err = s.Hamlets.List(s.As("canbo.so"), "31567"); err != nil || !l.Entered || len(l.Now) != 1 || l.Now[0].Name != "Khóm 1" {
		t.Errorf("%+v %v", l, err)
	}
}

// TestRename: a hamlet with another name has its households under it, each with an entry and its history, and the list
// of the running review; another process reads it anew; the old name leads to the new one, and back again undoes it.
func TestRename(t *testing.T) {
	s := officetest.Small(t)
	since, heard := s.Seq(), s.Hears(office.TopicHamlet)
	day := s.Now()
	moved, err := s.Hamlets.Rename(ctx, s.As("canbo.xa"), of("ấp  MỘT", "ấp đầu"))
	if err != nil || moved != 10 || heard.Times == 0 {
		t.Fatalf("%d moved, %v; heard %d times", moved, err, heard.Times)
	}
	if got := listed(t, s); got != "Ấp Đầu 10, Ấp Hai 6, |, Ấp Một → Ấp Đầu, |" {
		t.Error(got)
	}
	v := s.Version("H-01")
	if v.Household.Hamlet != "Ấp Đầu" || v.ValidFrom != day || v.Version != 2 {
		t.Errorf("%+v", v)
	}
	if past, err := s.Register.Show(ctx, s.As("canbo.xa"), v.ID, day.AddDays(-1)); err != nil || past.Household.Hamlet != "Ấp Một" {
		t.Errorf("the day before: %+v %v", past, err)
	}
	if s.List("Ấp Đầu") == 0 {
		t.Error("no list")
	}
	count := map[string]int{}
	for _, e := range s.Deeds(since) {
		count[e.Action]++
		if e.Action == "hamlet.rename" && (e.Detail.Note["to"] != "Ấp Đầu" || e.Detail.Note["households"] != "10" ||
			e.Detail.Reason != "NQ 5/2024 (MẪU)") {
			t.Errorf("%+v", e)
		}
	}
	if count["hamlet.rename"] != 1 || count["household.hamlet"] != 10 {
		t.Errorf("%v", count)
	}
	if err := s.Book.LoadHamlets(ctx); err != nil {
		t.Fatal(err)
	}
	if got := listed(t, s); got != "Ấp Đầu 10, Ấp Hai 6, |, Ấp Một → Ấp Đầu, |" {
		t.Errorf("another process: %s", got)
	}
	one := officetest.SmallHousehold(34, poverty.None)
	one.Commune, one.Hamlet = officetest.ThanhPhu, "Ấp Một"
	if _, err := s.Register.Save(ctx, s.As("canbo.xa"), register.SaveInput{Household: one}); err == nil ||
		!strings.Contains(err.Error(), "Ấp Đầu") {
		t.Errorf("into the old name: %v", err)
	}
	if moved, err = s.Hamlets.Rename(ctx, s.As("canbo.xa"), of("Ấp Đầu", "Ấp Một")); err != nil || moved != 10 {
		t.Fatalf("back: %d %v", moved, err)
	}
	if got := listed(t, s); got != "Ấp Hai 6, Ấp Một 10, |, Ấp Đầu → Ấp Một, Ấp Một → Ấp Đầu, |" || s.Version("H-01").Household.Hamlet != "Ấp Một" {
		t.Error(got)
	}
	if _, different, err := s.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
}

// TestMerge: two hamlets are one from a day on; two lists of the running review stay two meetings; the empty one ends.
func TestMerge(t *testing.T) {
	s := officetest.Small(t)
	one, two := s.List("Ấp Một"), s.List("Ấp Hai")
	c := of("Ấp Hai", "ẤP MỘT")
	if moved, err := s.Hamlets.Merge(ctx, s.As("canbo.so"), c); err != nil || moved != 6 {
		t.Fatal(moved, err)
	}
	if got := listed(t, s); got != "Ấp Một 16, |, Ấp Hai → Ấp Một, |" {
		t.Error(got)
	}
	if s.List("Ấp Một") != one || s.List("Ấp Hai") != two {
		t.Error("the lists have other names")
	}
	_, err := s.Hamlets.Merge(ctx, s.As("canbo.so"), c)
	officetest.Refused(t, err, errs.Conflict, "“Ấp Hai” chưa có trong danh sách")
	if err := s.Hamlets.Add(ctx, s.As("canbo.xa"), of("Ấp Hai", "")); err != nil { // there is one of that name again
		t.Fatal(err)
	}
	if err := s.Hamlets.End(ctx, s.As("canbo.xa"), of("Ấp Hai", "")); err != nil {
		t.Fatal(err)
	}
}

// TestTwoAtOnce: of two people who add one hamlet, or rename one, the second is told.
func TestTwoAtOnce(t *testing.T) {
	s := officetest.Small(t)
	for name, do := range map[string]func(a *office.Ask) error{
		"add":    func(a *office.Ask) error { return s.Hamlets.Add(ctx, a, of("Ấp Năm", "")) },
		"rename": func(a *office.Ask) error { _, err := s.Hamlets.Rename(ctx, a, of("Ấp Hai", "Ấp Sáu")); return err },
	} {
		var all sync.WaitGroup
		said := make([]error, 2)
		for i, who := range []string{"canbo.xa", "canbo.xa2"} {
			a := s.As(who)
			all.Go(func() { said[i] = do(a) })
		}
		all.Wait()
		if (said[0] == nil) == (said[1] == nil) || errs.KindOf(errors.Join(said...)) != errs.Conflict {
			t.Errorf("%s: %v", name, said)
		}
	}
	if got := listed(t, s); got != "Ấp Một 10, Ấp Năm 0, Ấp Sáu 6, |, Ấp Hai → Ấp Sáu, |" {
		t.Error(got)
	}
}

// TestNew: a hamlet that the list that people made does not have is asked about, at every door; the officer who says yes has added it with the
// household, the enumerator is told whom to ask.
func TestNew(t *testing.T) {
	s := officetest.Small(t)
	one := officetest.SmallHousehold(34, poverty.None)
	one.Commune, one.Hamlet = officetest.NgocDong, "ấp  bảy"
	if _, err := s.Register.Save(ctx, s.As("canbo.ngocdong"), register.SaveInput{Household: one}); err != nil {
		t.Fatal("a list that nobody has made asks about a hamlet:", err)
	}
	if err := s.Hamlets.Add(ctx, s.As("canbo.xa"), of("Ấp Sáu", "")); err != nil {
		t.Fatal(err)
	}
	one = officetest.SmallHousehold(35, poverty.None)
	one.Commune, one.Hamlet, one.Members[0].CitizenID = officetest.ThanhPhu, "ấp  bảy", ""
	var asked question.Questions
	_, err := s.Register.Save(ctx, s.As("canbo.xa"), register.SaveInput{Household: one})
	if !errors.As(err, &asked) || len(asked) != 1 || asked[0].Kind != question.Hamlet || asked[0].About != "Ấp Bảy" {
		t.Fatalf("%v", err)
	}
	in := register.SaveInput{Household: one, Confirmed: []string{asked[0].Key()}}
	_, err = s.Register.Save(ctx, s.As("dieutra"), in)
	officetest.Refused(t, err, errs.Invalid, "cán bộ xã")
	since := s.Seq()
	if _, err = s.Register.Save(ctx, s.As("canbo.xa"), in); err != nil {
		t.Fatal(err)
	}
	var deeds []string
	for _, e := range s.Deeds(since) {
		deeds = append(deeds, e.Action)
	}
	if got := strings.Join(deeds, " "); got != "household.create hamlet.add household.confirm" {
		t.Error(got)
	}
	if got := listed(t, s); got != "Ấp Bảy 1, Ấp Hai 6, Ấp Một 10, Ấp Sáu 0, |, |" {
		t.Error(got)
	}
}

// TestCommunesMerge: what people entered of the hamlets of two communes is on the list of the one that they become.
func TestCommunesMerge(t *testing.T) {
	s := officetest.Small(t)
	if err := s.Hamlets.Add(ctx, s.As("canbo.xa"), of("Ấp Trống", "")); err != nil {
		t.Fatal(err)
	}
	// it is carried out three weeks after its day: the list of today goes along, not that of then
	_, err := s.Places.ProposePlaces(ctx, s.As("kehoach"), places.PlaceChangeInput{On: s.Now().AddDays(-21), Basis: "NQ 1/2024 (MẪU)", Confirm: true,
		Text: "31708; 39999; Xã; Mẫu Hợp Nhất\n31711; 39999; Xã; Mẫu Hợp Nhất"})
	if err == nil {
		err = s.Places.DecidePlaces(ctx, s.As("canbo.so"), 1, true, "")
	}
	if err != nil {
		t.Fatal(err)
	}
	l, err := s.Hamlets.List(s.As("canbo.so"), "39999")
	if err != nil || !l.Entered || len(l.Off) != 0 {
		t.Fatalf("%+v %v", l, err)
	}
	var names []string
	for _, h := range l.Now {
		names = append(names, h.Name)
	}
	if got := strings.Join(names, ", "); got != "Ấp Ba, Ấp Hai, Ấp Một, Ấp Trống" {
		t.Error(got)
	}
	if v := s.Version("H-17"); v.Household.Hamlet != "Ấp Ba" || v.Household.Commune != "39999" {
		t.Errorf("%+v", v.Household)
	}
}
