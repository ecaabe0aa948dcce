package work_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/batches"
	"giamngheo/internal/app/corrections"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/statements"
	"giamngheo/internal/app/tasks"
	"giamngheo/internal/app/work"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/review"
	"giamngheo/internal/task"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

var ctx = context.Background()

// waiting is what waits for somebody, a line each: kind, where, what, the working days with + where it is late.
func waiting(t *testing.T, s *officetest.SmallOffice, username string) string {
	t.Helper()
	mine, err := s.Work.Mine(ctx, s.As(username))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, r := range mine.Rows {
		days := ""
		switch {
		case r.Late:
			days = fmt.Sprintf(" +%d", r.Days)
		case !r.Due.IsZero():
			days = fmt.Sprintf(" %s %d", r.Due.Vietnamese(), r.Days)
		}
		lines = append(lines, fmt.Sprintf("%s|%s|%s%s", r.Kind, r.Where, r.What.VI, days))
	}
	return strings.Join(lines, "\n")
}

// TestMine: to each what waits for them, on the day it is looked at and days later.
func TestMine(t *testing.T) {
	s := officetest.Small(t)
	is := func(username, want string) {
		t.Helper()
		if got := waiting(t, s, username); got != want {
			t.Errorf("%s on %s:\n%s\nwant:\n%s", username, s.Now().Vietnamese(), got, want)
		}
	}
	is("canbo.xa", "list|Ấp Hai|Khảo sát: còn 4 hộ 02/12/2024 35\n"+
		"list|Ấp Một|Xem lại rồi chốt danh sách 02/12/2024 35")
	is("dieutra", "list|Ấp Hai|Khảo sát: còn 4 hộ 02/12/2024 35")
	is("chutich.xa", "")
	is("canbo.ngocdong", "begin|Xã Ngọc Đông|Mở: Rà soát định kỳ năm 2024 02/12/2024 35")
	is("canbo.so", "begin||Rà soát định kỳ năm 2024 chưa mở ở 107 xã, phường 02/12/2024 35\n"+
		"task||4 nhiệm vụ của kế hoạch năm chưa giao ai")
	is("quantri", "")
	is("lanhdao", "")
	begun, err := s.Reviews.OpenReview(ctx, s.As("canbo.so"),
		reviews.OpenReviewInput{Kind: review.Annual, Year: 2024, Place: "94"})
	if err != nil || begun.Communes == 0 {
		t.Fatal(begun, err)
	}
	is("canbo.so", "task||4 nhiệm vụ của kế hoạch năm chưa giao ai")
	s.Set(date.Must(2024, 12, 23))
	is("canbo.xa", "list|Ấp Hai|Khảo sát: còn 4 hộ +15\n"+
		"list|Ấp Một|Xem lại rồi chốt danh sách +15")
	late := "late|Xã Long Phú|1 danh sách đã quá hạn +15\nlate|Xã Thạnh Phú|2 danh sách đã quá hạn +15\n" +
		"late|Xã Ngọc Đông|1 danh sách đã quá hạn +15"
	is("lanhdao", late)
	is("kehoach", late)
	s.Set(date.Must(2025, 1, 6))
	if got := waiting(t, s, "kehoach"); !strings.HasSuffix(got, "plan||Chưa có kế hoạch năm 2025") {
		t.Errorf("a new year: %s", got)
	}
}

// TestGiven: what is late comes first, then what has a day, what keeps others waiting, the rest, and last what waits itself.
func TestGiven(t *testing.T) {
	s := officetest.Small(t)
	officer, chair := s.As("dieutra2"), s.As("chutich.xa")
	given := func(text string, due date.Date) int64 {
		t.Helper()
		id, err := s.Tasks.Make(ctx, chair, tasks.Made{Place: officetest.ThanhPhu, Text: text, Due: due, Assignee: officer.Account})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	day := s.Now()
	held := given("Việc chờ", day.AddDays(30))
	given("Việc thường", 0)
	given("Việc trễ", day.AddDays(1))
	stops := given("Việc người khác chờ", 0)
	given("Việc có hạn", day.AddDays(60))
	if err := s.Tasks.Step(ctx, officer, held, 2, task.Event{Step: task.Block, For: stops, Words: "chờ việc kia"}); err != nil {
		t.Fatal(err)
	}
	s.Set(day.AddDays(2))
	if got, want := waiting(t, s, "dieutra2"), "task|Xã Thạnh Phú|Việc được giao: Việc trễ +1\n"+
		"list|Ấp Hai|Khảo sát: còn 4 hộ 02/12/2024 33\ntask|Xã Thạnh Phú|Việc được giao: Việc có hạn 14/12/2024 42\ntask|Xã Thạnh Phú|Việc được giao: Việc người khác chờ\n"+
		"task|Xã Thạnh Phú|Việc được giao: Việc thường\ntask|Xã Thạnh Phú|Việc được giao: Việc chờ 14/11/2024 21"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// TestKinds: a decision waits for the chairman, a file that was looked at for who brought it, likely duplicates for who
// decides on them – until it is done.
func TestKinds(t *testing.T) {
	s := officetest.Small(t)
	kinds := func(username string) string {
		t.Helper()
		mine, err := s.Work.Mine(ctx, s.As(username))
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range mine.Rows {
			out = append(out, fmt.Sprintf("%s: %s", r.Kind, r.What.VI))
		}
		return strings.Join(out, "; ")
	}
	s.Drive().To(review.Deciding)
	if got := kinds("chutich.xa"); got != "list: Chủ tịch UBND xã ký quyết định; list: Chủ tịch UBND xã ký quyết định" {
		t.Errorf("the chairman: %s", got)
	}
	if got := kinds("chutich.ngocdong"); got != "" {
		t.Errorf("another commune's: %s", got)
	}
	officer := s.As("canbo.xa")
	one := s.Version("H-01")
	twin := one.Household.Clone()
	twin.Code, twin.Members = "H-71", twin.Members[:1]
	twin.Members[0].CitizenID = ""
	if _, err := s.Register.Save(ctx, officer, register.SaveInput{Household: twin}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Duplicates.Find(ctx); err != nil {
		t.Fatal(err)
	}
	j, err := s.Transfer.Upload(ctx, officer, "sổ.xlsx", bytes.NewReader(officetest.RegisterBook(t,
		"household_code,commune_code,hamlet\nH-72,31708,Ấp Một", "household_code,member_no,full_name,relationship\n"+
			"H-72,1,Lâm Văn Mẫu,head")), s.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Office.WaitJob(ctx, officer, j.ID); err != nil {
		t.Fatal(err)
	}
	const both = "import: Tệp đã đọc xong: xem sẽ đổi những gì rồi ghi vào sổ hoặc bỏ; duplicate: 2 cặp có thể trùng chờ quyết định"
	if got := kinds("canbo.xa"); got != both {
		t.Errorf("the officer: %s", got)
	}
	if got := kinds("canbo.xa2"); got != "duplicate: 2 cặp có thể trùng chờ quyết định" {
		t.Errorf("an officer who brought no file: %s", got)
	}
	if err := s.Office.CancelJob(ctx, officer, j.ID); err != nil {
		t.Fatal(err)
	}
	if got := kinds("canbo.xa"); got != "duplicate: 2 cặp có thể trùng chờ quyết định" {
		t.Errorf("the file was given up: %s", got)
	}
}

// TestBegun: what an office lacks, and for whom it is to be done.
func TestBegun(t *testing.T) {
	s := officetest.Small(t)
	for _, username := range []string{"canbo.xa", "kehoach", "lanhdao", "thanhtra"} {
		if _, err := s.Work.Begun(ctx, s.As(username)); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("%s: %v", username, err)
		}
	}
	said := func(username string) string {
		t.Helper()
		b, err := s.Work.Begun(ctx, s.As(username))
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, i := range b.Items {
			line := string(i.Step)
			if i.Of > 0 {
				line += fmt.Sprintf(" %d/%d", i.Has, i.Of)
			}
			if i.Done {
				line += " done"
			}
			if i.Mine {
				line += " mine"
			}
			out = append(out, line)
		}
		return fmt.Sprintf("%d: %s", b.Open, strings.Join(out, ", "))
	}
	if got, want := said("quantri"), "5: administrators 0/2 mine, department done mine, planner done mine, "+
		"officers 3/108 mine, chairmen 2/108 mine, letters 25/25 done mine, address, register 3/108, plan done"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if err := s.Papers.SetPublicAddress(ctx, s.As("canbo.so"), "https://giamngheo.vidu.vn"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Accounts.CreateAccount(ctx, s.As("quantri"), accounts.NewAccount{Username: "chutich.moi",
		FullName: "Chủ tịch (MẪU)", Grants: []access.Grant{{Role: access.CommuneChair, Place: officetest.LongPhu,
			From: s.Now()}}}); err != nil {
		t.Fatal(err)
	}
	if got := said("canbo.so"); !strings.HasPrefix(got, "4:") ||
		!strings.Contains(got, "chairmen 3/108, letters 26/26 done, address done mine") {
		t.Error(got)
	}
	s.Set(s.Now().AddDays(4)) // the new one's temporary password is over
	if got := said("canbo.so"); !strings.HasPrefix(got, "5:") || !strings.Contains(got, "letters 25/26, address") {
		t.Error(got)
	}
	b, err := s.Work.Begun(ctx, s.As("quantri"))
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range b.Items {
		if i.Step == work.Chairmen && (i.Others() != 108-3-len(i.Missing) || i.Missing[0].FullName == "") {
			t.Errorf("%+v", i)
		}
	}
}

// TestSpots: communes in which something is late, undecided or contested, the worst first; nothing where all is well.
func TestSpots(t *testing.T) {
	s := officetest.Small(t)
	spots := func(username string) string {
		t.Helper()
		all, err := s.Work.Spots(ctx, s.As(username))
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, one := range all {
			out = append(out, fmt.Sprintf("%s %d/%d %s %d %d", one.Name, one.Late, one.Lists, one.Since.Vietnamese(),
				one.Complaints, one.Undetermined))
		}
		return strings.Join(out, "; ")
	}
	if got := spots("thanhtra"); got != "" {
		t.Errorf("nothing is late: %s", got)
	}
	begun, err := s.Reviews.OpenReview(ctx, s.As("canbo.so"),
		reviews.OpenReviewInput{Kind: review.Annual, Year: 2024, Place: "94"})
	if err != nil || begun.Communes == 0 {
		t.Fatal(begun, err)
	}
	s.Set(date.Must(2024, 12, 23))
	all := "Xã Thạnh Phú 2/2 02/12/2024 0 0; Xã Long Phú 1/1 02/12/2024 0 0; Xã Ngọc Đông 1/1 02/12/2024 0 0"
	if got := spots("thanhtra"); got != all {
		t.Errorf("%s\nwant %s", got, all)
	}
	if got := spots("thanhtra.huyen"); strings.Contains(got, "Long Phú") || !strings.HasPrefix(got, "Xã Thạnh Phú") {
		t.Errorf("an inspector of a district: %s", got)
	}
	if _, err := s.Work.Spots(ctx, s.As("quantri")); errs.KindOf(err) != errs.Forbidden {
		t.Error(err)
	}
}

// TestOutdated: what waits for a person is not shown as it was counted before somebody else changed it.
func TestOutdated(t *testing.T) {
	s := officetest.Small(t)
	first, second := s.As("canbo.xa"), s.As("canbo.xa2")
	count := func() (int, bool) {
		c, known := s.Work.Known(first)
		n, _ := c.Of(work.List)
		return n, known
	}
	if _, err := s.Work.Mine(ctx, first); err != nil {
		t.Fatal(err)
	}
	if n, known := count(); n != 2 || !known {
		t.Fatalf("%d lists, known %t", n, known)
	}
	if err := s.Reviews.TakeStep(ctx, second, s.List("Ấp Một"), review.Event{Step: review.CloseList,
		Day: s.Now()}); err != nil {
		t.Fatal(err)
	}
	if _, known := count(); known {
		t.Error("what another officer has done since is counted as it was")
	}
	if _, err := s.Work.Mine(ctx, first); err != nil {
		t.Fatal(err)
	}
	if _, known := count(); !known {
		t.Error("it is not counted anew")
	}
	if err := s.Reviews.GiveList(ctx, second, s.List("Ấp Hai"), "dieutra"); err != nil {
		t.Fatal(err)
	}
	if _, known := count(); known {
		t.Error("a list that was given to somebody is counted as it was")
	}

	chair := s.As("chutich.xa")
	if _, err := s.Work.Mine(ctx, chair); err != nil {
		t.Fatal(err)
	}
	var household int64 // of the chairman's commune, recognised by an earlier review
	var path review.Path
	for id := int64(1); id < 100 && household == 0; id++ {
		if path = s.Reviews.PathOf(id); len(path) > 0 && path[0].Commune == "31708" {
			household = id
		}
	}
	if _, err := s.Corrections.Propose(ctx, second, corrections.Input{Household: household, Recognition: path[0].ID,
		Number: "9/QĐ-UBND", Day: s.Now(), Reason: "khai không đúng thu nhập"}); err != nil {
		t.Fatal(err)
	}
	if _, known := s.Work.Known(chair); known {
		t.Error("a correction that waits for the chairman is not counted")
	}
	for _, topic := range []office.Topic{allocations.Topic, batches.Topic, statements.Topic} {
		if _, err := s.Work.Mine(ctx, chair); err != nil {
			t.Fatal(err)
		}
		if err := s.Office.Keep(ctx, office.KeepProbe, func(tx *office.Tx) error {
			tx.Changed(topic, 1)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if _, known := s.Work.Known(chair); known {
			t.Errorf("what waits is counted as before a change of %s", topic)
		}
	}
}
