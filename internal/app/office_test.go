package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/dashboard"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/exports"
	"giamngheo/internal/app/places"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/question"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/jobs"
)

// TestMain removes the demonstrations that the tests copied.
func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestDemoFigures: the register that the demonstration fills in says what was officially counted, scaled.
func TestDemoFigures(t *testing.T) {
	o := officetest.Demo(t, 3358)
	d, err := o.Dashboard.Dashboard(context.Background(), officetest.SignIn(t, o, "lanhdao"), dashboard.Input{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Households != 3358 || d.Classes[poverty.Poor].Households != 44 ||
		d.Classes[poverty.NearPoor].Households != 171 {
		t.Errorf("%d households, %d poor, %d near-poor", d.Households, d.Classes[poverty.Poor].Households,
			d.Classes[poverty.NearPoor].Households)
	}
	sum, mapped := int64(0), int64(0)
	for _, b := range d.Below {
		sum += b.Households
	}
	for _, m := range d.Map {
		mapped += m.Households
	}
	if sum != d.Households || mapped != d.Households {
		t.Errorf("districts sum to %d, the map to %d", sum, mapped)
	}
	before, err := o.Dashboard.Dashboard(context.Background(), officetest.SignIn(t, o, "lanhdao"),
		dashboard.Input{On: date.Must(2023, 12, 14)})
	if err != nil || before.Classes[poverty.Poor].Households <= d.Classes[poverty.Poor].Households {
		t.Errorf("2023: %+v %v", before.Classes, err)
	}
	var moved int64
	for _, to := range d.Movement[poverty.Poor] {
		moved += to
	}
	if moved == 0 || moved > before.Classes[poverty.Poor].Households {
		t.Errorf("%d of %d poor households moved", moved, before.Classes[poverty.Poor].Households)
	}
}

// TestSnapshotEqualsRebuild: after any sequence of changes what is in memory equals what is built from the store anew.
func TestSnapshotEqualsRebuild(t *testing.T) {
	o := officetest.Demo(t, 3000)
	ctx, a := context.Background(), officetest.SignIn(t, o, "canbo.xa")
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 9 {
		officetest.Hamlets(t, o, "31708", fmt.Sprintf("Ấp %d", n))
	}
	relations := register.Relations{}
	for no := range 60 {
		relations[no] = household.RelationshipOther
	}
	done, steps, entries := map[string]int{}, 400, int64(200)
	if testing.Short() { // under the race detector
		steps, entries = 120, 60
	}
	for step := range steps {
		items := officetest.List(t, o, a, snapshot.Query{States: []uint8{1, 2, 3}})
		it := items[rng.IntN(len(items))]
		v, err := o.Book.Peek(ctx, a, it.ID)
		if err != nil {
			t.Fatal(err)
		}
		what := [...]string{"create", "edit", "edit", "member", "state", "split", "merge", "stale"}[rng.IntN(8)]
		switch what {
		case "create":
			_, err = o.Register.Save(ctx, a, register.SaveInput{Household: officetest.Fresh(fmt.Sprintf("S-%d", step))})
		case "edit":
			h := v.Household.Clone()
			h.IncomePerHead, h.Hamlet = household.Just(household.Dong(rng.IntN(5_000_000))),
				fmt.Sprintf("Ấp %d", rng.IntN(9))
			_, err = o.Register.Save(ctx, a, register.SaveInput{ID: it.ID, Version: v.Version, Household: h})
		case "member":
			h := v.Household.Clone()
			h.Members = append(h.Members, household.Member{No: h.NextNo(), Name: fmt.Sprintf("Trẻ %d", step),
				Relationship: household.Child, Birth: household.BornIn(2020)})
			_, err = o.Register.Save(ctx, a, register.SaveInput{ID: it.ID, Version: v.Version, Household: h})
		case "state":
			_, err = o.Register.SetState(ctx, a, it.ID, v.Version, households.State(1+rng.IntN(3)), 0,
				"thử đổi tình trạng")
		case "split":
			last := v.Household.Members[len(v.Household.Members)-1].No
			_, err = o.Register.Split(ctx, a, register.SplitInput{ID: it.ID, Version: v.Version, Members: []int{last},
				Head: last, Confirmed: []string{fmt.Sprintf("%d/birth_date/head/", last)}, Code: household.ID(fmt.Sprintf("T-%d", step)), Reason: "ra ở riêng"})
		case "merge":
			other := items[rng.IntN(len(items))]
			_, err = o.Register.Merge(ctx, a, register.MergeInput{Into: it.ID, IntoVersion: v.Version, From: other.ID,
				FromVersion: other.Version, Relations: relations, Reason: "về ở chung"})
		case "stale":
			_, err = o.Register.Save(ctx, a, register.SaveInput{ID: it.ID, Version: v.Version - 1,
				Household: v.Household.Clone()})
		}
		var conflict *book.ConflictError
		var faults book.Faults
		var asked question.Questions
		if err != nil && !errors.As(err, &conflict) && !errors.As(err, &faults) && !errors.As(err, &asked) && errs.KindOf(err) == errs.Internal {
			t.Fatalf("%s: %v", what, err)
		}
		if err == nil {
			done[what]++
		}
	}
	if len(done) < 6 {
		t.Errorf("only %v succeeded", done)
	}
	if n, different, err := o.Records.CompareSnapshot(ctx); different != "" || err != nil || n < 3000 {
		t.Errorf("%d households: %s %v", n, different, err)
	}
	if v, err := o.Records.Verify(ctx, nil); err != nil || v.Entries < entries {
		t.Errorf("%+v %v", v, err)
	}
}

// TestRoles is the matrix of roles × actions × place, asked of the use cases and not of the table.
func TestRoles(t *testing.T) {
	o := officetest.Demo(t, 3000)
	ctx := context.Background()
	leader := officetest.SignIn(t, o, "lanhdao")
	mine, foreign := int64(0), int64(0)
	for _, i := range officetest.List(t, o, leader, snapshot.Query{}) {
		if i.Commune == "31708" {
			mine = i.ID
		} else if u := o.Office.Unit(i.Commune); u.Parent != "947" {
			foreign = i.ID
		}
	}
	if mine == 0 { // the first page need not have one
		l, err := o.Register.List(ctx, leader, register.ListInput{Place: "31708", Query: snapshot.Query{Limit: 1}})
		if err != nil || len(l.Items) == 0 {
			t.Fatal(err)
		}
		mine = l.Items[0].ID
	}
	const ok, no, none = "may", "forbidden", "not there"
	for _, c := range []struct{ who, view, edit, remove, reveal, export, foreign string }{
		{"canbo.xa", ok, ok, ok, ok, ok, none}, {"dieutra", ok, ok, no, no, no, none},
		{"canbo.huyen", ok, no, no, ok, ok, none},
		{"canbo.so", ok, no, no, ok, ok, ok}, {"kehoach", ok, no, no, no, ok, ok}, {"lanhdao", ok, no, no, no, no, ok},
		{"thanhtra", ok, no, no, ok, ok, ok}, {"quantri", no, no, no, no, no, no},
	} {
		a := officetest.SignIn(t, o, c.who)
		answer := func(err error) string {
			switch {
			case err == nil:
				return ok
			case errs.KindOf(err) == errs.Forbidden:
				return no
			case errs.KindOf(err) == errs.NotFound:
				return none
			}
			return err.Error()
		}
		v, err := o.Register.Show(ctx, leader, mine, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, view := o.Register.Show(ctx, a, mine, 0)
		h := v.Household.Clone()
		h.Address = "sửa bởi " + c.who
		_, edit := o.Register.Save(ctx, a, register.SaveInput{ID: mine, Version: v.Version.Version, Household: h})
		if v, err = o.Register.Show(ctx, leader, mine, 0); err != nil {
			t.Fatal(err)
		}
		_, remove := o.Register.SetState(ctx, a, mine, v.Version.Version, households.Deleted, 0, "thử xóa")
		if remove == nil {
			if v, err = o.Register.Show(ctx, leader, mine, 0); err != nil {
				t.Fatal(err)
			}
			if _, err := o.Register.SetState(ctx, a, mine, v.Version.Version, households.Active, 0,
				"mở lại"); err != nil {
				t.Fatal(err)
			}
		}
		_, reveal := o.Register.Reveal(ctx, a, mine, "thử mở số")
		_, _,
			export := o.Exports.Export(ctx, a,
			exports.Input{List: register.ListInput{Query: snapshot.Query{Limit: 1, Text: "31708-"}}})
		_, other := o.Register.Show(ctx, a, foreign, 0)
		for what, got := range map[string][2]string{"view": {answer(view), c.view}, "edit": {answer(edit), c.edit},
			"remove": {answer(remove), c.remove},
			"reveal": {answer(reveal), c.reveal}, "export": {answer(export), c.export},
			"another district": {answer(other), c.foreign}} {
			if got[0] != got[1] {
				t.Errorf("%s %s: %s, want %s", c.who, what, got[0], got[1])
			}
		}
	}
	// no id, guessed or not, opens another commune's household; an id that is not there looks the same
	a := officetest.SignIn(t, o, "canbo.xa")
	rng := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		id := rng.Int64N(6000)
		h, err := o.Book.Peek(ctx, a, id)
		if err == nil && h.Household.Commune != "31708" {
			t.Fatalf("household %d of %s", id, h.Household.Commune)
		}
		if err != nil && errs.KindOf(err) != errs.NotFound {
			t.Fatal(err)
		}
	}
}

// TestRightsActAtOnce: a role that ends, an account that is disabled and a reset act on the next request.
func TestRightsActAtOnce(t *testing.T) {
	o := officetest.Demo(t, 500)
	ctx, admin := context.Background(), officetest.SignIn(t, o, "quantri")
	token, _, err := o.Accounts.SignIn(ctx, accounts.SignInInput{Username: "lanhdao", Password: demo.Password,
		From: "1"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := o.Accounts.Authenticate(ctx, token, "1")
	if err != nil {
		t.Fatal(err)
	}
	acc, err := o.Accounts.AccountOf(ctx, admin, a.Account)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Accounts.EndRole(ctx, admin, acc.ID, acc.GrantIDs[0]); err != nil {
		t.Fatal(err)
	}
	if a, err = o.Accounts.Authenticate(ctx, token, "1"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Dashboard.Dashboard(ctx, a, dashboard.Input{}); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a role that ended: %v", err)
	}
	if err := o.Accounts.SetDisabled(ctx, admin, acc.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Accounts.Authenticate(ctx, token, "1"); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a disabled account: %v", err)
	}
}

// TestTwoAdministrators: of two who remove each other at once one stays, and nobody changes his own rights.
func TestTwoAdministrators(t *testing.T) {
	o := officetest.Demo(t, 500)
	ctx, one := context.Background(), officetest.SignIn(t, o, "quantri")
	acc, _, err := o.Accounts.CreateAccount(ctx, one, accounts.NewAccount{Username: "quantri2",
		FullName: "Quản trị hai", Password: demo.Password,
		Grants: []access.Grant{{Role: access.Administrator, Place: "94", From: date.Must(2024, 1, 1)}}})
	if err != nil {
		t.Fatal(err)
	}
	two := officetest.SignIn(t, o, "quantri2")
	if err := o.Accounts.SetDisabled(ctx, one, one.Account, true); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("himself: %v", err)
	}
	if err := o.Accounts.AddRole(ctx, one, one.Account, access.Grant{Role: access.Planner, Place: "94",
		From: date.Must(2024, 1, 1)}); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a role for himself: %v", err)
	}
	if err := o.Accounts.AddRole(ctx, one, acc.ID, access.Grant{Role: access.Planner, Place: "94",
		From: date.Must(2024, 1, 1)}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("household data for an administrator: %v", err)
	}
	var wg sync.WaitGroup
	var failed [2]error
	wg.Go(func() { failed[0] = o.Accounts.SetDisabled(ctx, one, two.Account, true) })
	wg.Go(func() { failed[1] = o.Accounts.SetDisabled(ctx, two, one.Account, true) })
	wg.Wait()
	if (failed[0] == nil) == (failed[1] == nil) {
		t.Errorf("both or neither: %v, %v", failed[0], failed[1])
	}
}

// TestGuessing: guessing is slowed down, and a stranger cannot lock out who signs in from a known address.
func TestGuessing(t *testing.T) {
	o := officetest.Demo(t, 500)
	ctx := context.Background()
	officetest.SignIn(t, o, "lanhdao") // from 10.0.0.9, which is known from now on
	refused := 0
	for range 40 {
		_, _, err := o.Accounts.SignIn(ctx, accounts.SignInInput{Username: "lanhdao", Password: "sai mật khẩu rồi",
			From: "203.0.113.7"})
		if errs.KindOf(err) == errs.Unavailable {
			refused++
		} else if errs.KindOf(err) != errs.Invalid {
			t.Fatal(err)
		}
	}
	if refused < 25 {
		t.Errorf("only %d of 40 guesses were slowed down", refused)
	}
	officetest.SignIn(t, o, "lanhdao")
}

// TestImportExport: what is exported comes back unchanged; an edited file shows exactly its differences; a file stored
// twice changes nothing; the confidential columns that a file does not have stay.
func TestImportExport(t *testing.T) {
	o := officetest.Demo(t, 3000)
	ctx, a := context.Background(), officetest.SignIn(t, o, "canbo.xa")
	var b bytes.Buffer
	write, job, err := o.Exports.Export(ctx, a, exports.Input{List: register.ListInput{}})
	if err != nil || job != nil {
		t.Fatal(err, job)
	}
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	n := int64(len(officetest.List(t, o, a, snapshot.Query{})))
	if r := imported(t, o, a, b.Bytes(), false); r.Unchanged != n || r.New+r.Changed+r.Rejected != 0 {
		t.Fatalf("%d households came back as %+v", n, r)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	officetest.Hamlets(t, o, "31708", "Ấp Sửa Trong Excel")
	for i, v := range []any{"Ấp Sửa Trong Excel", "=cmd|' /C calc'!A0"} {
		if err := f.SetCellValue("households", fmt.Sprintf("%c2", 'C'+i), v); err != nil {
			t.Fatal(err)
		}
	}
	var edited bytes.Buffer
	if err := f.Write(&edited); err != nil {
		t.Fatal(err)
	}
	r := imported(t, o, a, edited.Bytes(), true)
	if r.Changed != 1 || r.New != 0 || len(r.Samples) != 1 || len(r.Samples[0].Changes) != 2 || !r.Stored {
		t.Fatalf("%+v", r)
	}
	if r := imported(t, o, a, edited.Bytes(), true); r.Changed+r.New != 0 {
		t.Errorf("the same file again: %+v", r)
	}
	items := officetest.List(t, o, a, snapshot.Query{Hamlet: "Ấp Sửa Trong Excel"})
	if len(items) != 1 {
		t.Fatal(len(items))
	}
	v, err := o.Book.Peek(ctx, a, items[0].ID)
	if err != nil || v.Version < 2 || v.Household.Members[0].CitizenID == "" {
		t.Errorf("%+v %v", v.Household.Members[0], err)
	}
	if _, different, err := o.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
}

// imported uploads a file, waits for its preview, stores it where asked, and returns the result.
func imported(t *testing.T, o *app.Desks, a *office.Ask, file []byte, commit bool) transfer.ImportResult {
	t.Helper()
	ctx := context.Background()
	j, err := o.Transfer.Upload(ctx, a, "sổ.xlsx", bytes.NewReader(file), 0)
	if err != nil {
		t.Fatal(err)
	}
	s := officetest.Settled(t, o, a, j.ID)
	if s.State != jobs.Ready {
		t.Fatalf("%s: %s", s.State, s.Message)
	}
	if commit {
		if err := o.Transfer.CommitImport(ctx, a, j.ID, nil, ""); err != nil {
			t.Fatal(err)
		}
		if s = officetest.Settled(t, o, a, j.ID); s.State != jobs.Done {
			t.Fatalf("%s: %s", s.State, s.Message)
		}
	}
	return s.Result
}

// TestHostileUploads: each is refused with words for a person and leaves nothing.
func TestHostileUploads(t *testing.T) {
	o := officetest.Demo(t, 500)
	ctx, a := context.Background(), officetest.SignIn(t, o, "canbo.xa")
	bomb, err := os.ReadFile(filepath.Join("testdata", "bomb.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	good := []byte("PK\x03\x04")
	for name, file := range map[string][]byte{"empty.xlsx": nil, "text.xlsx": []byte("xin chào"),
		"page.xlsx": []byte("<html><script>alert(1)</script>"),
		"cut.xlsx":  good, "program.xlsx": []byte("MZ\x90\x00\x03"), "image.xlsx": []byte("\x89PNG\r\n\x1a\n"),
		"bomb.xlsx": bomb} {
		if _, err := o.Transfer.Upload(ctx, a, name, bytes.NewReader(file), 0); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := o.Transfer.Upload(ctx, a, "x.xlsx", endless{}, 0); errs.KindOf(err) != errs.Invalid {
		t.Errorf("endless: %v", err)
	}
	for _, day := range []date.Date{date.Must(1899, 12, 31), date.Must(2030, 1, 1)} {
		if _, err := o.Transfer.Upload(ctx, a, "x.xlsx", strings.NewReader("x"),
			day); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", day, err)
		}
	}
	if jobs, err := o.Office.Jobs(ctx, a); err != nil || len(jobs) != 0 {
		t.Errorf("%d jobs are left: %v", len(jobs), err)
	}
}

// endless never ends.
type endless struct{}

// Read fills p.
func (endless) Read(p []byte) (int, error) { return len(p), nil }

// TestDuplicates: a number that somebody else has goes to the queue, and a person decides.
func TestDuplicates(t *testing.T) {
	o := officetest.Demo(t, 3000)
	ctx, a := context.Background(), officetest.SignIn(t, o, "canbo.xa")
	var there *households.Version
	for _, i := range officetest.List(t, o, a, snapshot.Query{}) {
		v, err := o.Book.Peek(ctx, a, i.ID)
		if err != nil {
			t.Fatal(err)
		}
		if m := v.Household.Members[len(v.Household.Members)-1]; m.CitizenID != "" && m.Birth.Exact() &&
			m.Relationship != household.Head {
			there = v
			break
		}
	}
	twin := there.Household.Members[len(there.Household.Members)-1]
	if !twin.Birth.Exact() {
		t.Fatal("the test needs somebody whose birth date is known")
	}
	h := officetest.Fresh("TRUNG-1")
	twin.No = 2
	h.Members = append(h.Members, twin)
	var asked question.Questions
	if _, err := o.Register.Save(ctx, a, register.SaveInput{Household: h}); !errors.As(err, &asked) || len(asked) != 1 ||
		asked[0].Kind != question.Number || !strings.Contains(asked[0].Text.VI, string(there.Household.Code)) {
		t.Fatalf("a number that somebody has is not asked about: %v %+v", err, asked)
	}
	v, err := o.Register.Save(ctx, a, register.SaveInput{Household: h, Confirmed: []string{asked[0].Key()}})
	if err != nil {
		t.Fatal(err)
	}
	pairs, err := o.Duplicates.List(ctx, a)
	if err != nil || len(pairs.Pairs) != 1 || pairs.Pairs[0].Kind != "citizen" {
		t.Fatalf("%+v %v", pairs, err)
	}
	// who has the same name and birth date in the same commune, and no number, may be the same person too
	like := officetest.Fresh("TRUNG-2")
	nameless := twin
	nameless.CitizenID, nameless.Name = "", strings.ToUpper(twin.Name)
	like.Members = append(like.Members, nameless)
	if _, err := o.Register.Save(ctx, a, register.SaveInput{Household: like}); err != nil {
		t.Fatal(err)
	}
	kinds := map[households.DuplicateKind]int{}
	all, err := o.Duplicates.List(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all.Pairs {
		kinds[p.Kind]++
	}
	if kinds["citizen"] != 1 || kinds["likely"] < 2 {
		t.Errorf("%v", kinds)
	}
	// finds the same pair again and adds nothing but the likely one
	if _, err := o.Duplicates.Find(ctx); err != nil {
		t.Fatal(err)
	}
	if again, _ := o.Duplicates.List(ctx, a); len(again.Pairs) > 6 { // the heads of both new households are alike too
		t.Errorf("%d pairs", len(again.Pairs))
	}
	if err := o.Duplicates.Decide(ctx, a, pairs.Pairs[0].ID, true, v.ID, ""); errs.KindOf(err) != errs.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if err := o.Duplicates.Decide(ctx, a, pairs.Pairs[0].ID, true, v.ID, "cùng một người"); err != nil {
		t.Fatal(err)
	}
	after, err := o.Book.Peek(ctx, a, v.ID)
	if err != nil || len(after.Household.Members) != 1 {
		t.Errorf("%d members are left: %v", len(after.Household.Members), err)
	}
	if _, different, err := o.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
}

// TestPlaceMerger: a planner proposes, somebody else approves, the sums stay, and the households follow.
func TestPlaceMerger(t *testing.T) {
	o := officetest.Demo(t, 3000)
	ctx, planner, officer := context.Background(), officetest.SignIn(t, o, "kehoach"),
		officetest.SignIn(t, o, "canbo.so")
	total := func() int64 {
		d, err := o.Dashboard.Dashboard(ctx, planner, dashboard.Input{Place: "947"})
		if err != nil {
			t.Fatal(err)
		}
		return d.Households
	}
	siblings := o.Office.Places().Children("947", o.Office.Day())
	old := siblings[0].Code
	if old == "31708" {
		old = siblings[1].Code
	}
	in := places.PlaceChangeInput{On: o.Office.Day(), Basis: "QĐ thử (MẪU)",
		Text: "mã cũ; mã mới; loại; tên mới\n31708; 31708; Xã; Thử Nghiệm\n" + string(old) + "; 31708; Xã; Thử Nghiệm"}
	p, err := o.Places.ProposePlaces(ctx, planner, in)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Mergers) != 1 || p.Mergers[0].After.Households != p.Households || p.Households == 0 {
		t.Errorf("%+v", p.Mergers)
	}
	before := total()
	in.Confirm = true
	if _, err := o.Places.ProposePlaces(ctx, planner, in); err != nil {
		t.Fatal(err)
	}
	if err := o.Places.DecidePlaces(ctx, planner, 1, true, ""); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("his own proposal: %v", err)
	}
	if err := o.Places.DecidePlaces(ctx, officer, 1, true, ""); err != nil {
		t.Fatal(err)
	}
	if after := total(); after != before {
		t.Errorf("%d households in the district, were %d", after, before)
	}
	l, err := o.Register.List(ctx, planner, register.ListInput{Place: "31708", Query: snapshot.Query{Limit: 1}})
	if err != nil || int64(l.Total) != p.Households || l.Place.FullName != "Xã Thử Nghiệm" {
		t.Errorf("%d households in %s, want %d: %v", l.Total, l.Place.FullName, p.Households, err)
	}
	if _, different, err := o.Records.CompareSnapshot(ctx); different != "" || err != nil {
		t.Error(different, err)
	}
	for text, want := range map[string]errs.Kind{"": errs.Invalid, "1;2": errs.Invalid,
		"31708;31708;Làng;X": errs.Invalid, "00001;31708;Xã;X": errs.Invalid} {
		if _, err := o.Places.ProposePlaces(ctx, planner, places.PlaceChangeInput{On: o.Office.Day(), Basis: "x",
			Text: text}); errs.KindOf(err) != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestPastDay: what was true on a past day can be shown, in the list, the figures and the household.
func TestPastDay(t *testing.T) {
	o := officetest.Demo(t, 3000)
	ctx, a := context.Background(), officetest.SignIn(t, o, "canbo.xa")
	past := date.Must(2023, 12, 14)
	l, err := o.Register.List(ctx, a, register.ListInput{On: past, Query: snapshot.Query{Limit: 500}})
	if err != nil || l.Total == 0 {
		t.Fatal(l.Total, err)
	}
	h, err := o.Register.Show(ctx, a, l.Items[0].ID, past)
	if err != nil || h.ValidFrom != past || h.Explanation.Class != l.Items[0].Class {
		t.Errorf("%s %s, the list says %s: %v", h.ValidFrom, h.Explanation.Class, l.Items[0].Class, err)
	}
	if _, err := o.Register.Show(ctx, a, l.Items[0].ID, date.Must(1999, 1, 1)); errs.KindOf(err) != errs.NotFound {
		t.Errorf("before the register: %v", err)
	}
	if _, err := o.Register.List(ctx, a, register.ListInput{Place: place.Code("92001")}); errs.KindOf(
		err) != errs.NotFound {
		t.Errorf("another province's unit: %v", err)
	}
}

// TestChangedRule: a law folder laid over the law in use changes classes at the next start; what changed is stored and
// on the record, once.
func TestChangedRule(t *testing.T) {
	path := filepath.Join(t.TempDir(), "office.db")
	o, st := officetest.DemoAt(t, path, 3000)
	ctx := context.Background()
	count := func(o *app.Desks) (n int64) {
		d, err := o.Dashboard.Dashboard(ctx, officetest.SignIn(t, o, "lanhdao"), dashboard.Input{})
		if err != nil {
			t.Fatal(err)
		}
		return d.Classes[poverty.Poor].Households
	}
	before := count(o)
	changed := officetest.Tools(t)
	changed.Library.LayLaw(os.DirFS(filepath.Join("testdata", "higher-line")))
	again := func() *app.Desks {
		o, err := app.Open(ctx, changed, office.Config{Store: st, Province: "94", Day: demo.Day, Files: path + ".files",
			Demo: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = o.Close() })
		return o
	}
	next := again()
	if after := count(next); after <= before {
		t.Errorf("%d poor households under a higher line, %d before", after, before)
	}
	again()
	entries, err := next.Records.AuditLog(ctx, officetest.SignIn(t, next, "thanhtra"), "list", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		if e.Action == "law.reclass" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d entries of the change", n)
	}
}

// TestAuditScope: an inspector of a district reads the deeds of its communes, an administrator those of accounts, an
// officer none.
func TestAuditScope(t *testing.T) {
	o := officetest.Demo(t, 500)
	ctx, officer := context.Background(), officetest.SignIn(t, o, "canbo.xa")
	if _, err := o.Register.Save(ctx, officer, register.SaveInput{Household: officetest.Fresh("NHAT-KY")}); err != nil {
		t.Fatal(err)
	}
	for i, unit := range []place.Code{"947", "941"} {
		name := fmt.Sprintf("thanhtra.huyen%d", i)
		if _, _, err := o.Accounts.CreateAccount(ctx, officetest.SignIn(t, o, "quantri"),
			accounts.NewAccount{Username: name, FullName: "Thanh tra huyện", Password: demo.Password,
				Grants: []access.Grant{{Role: access.Inspector, Place: unit,
					From: date.Must(2024, 1, 1)}}}); err != nil {
			t.Fatal(err)
		}
		entries, err := o.Records.AuditLog(ctx, officetest.SignIn(t, o, name), "", "", 0)
		if err != nil || (len(entries) > 0) != (unit == "947") {
			t.Errorf("the inspector of %s reads %d entries: %v", unit, len(entries), err)
		}
	}
	entries, err := o.Records.AuditLog(ctx, officetest.SignIn(t, o, "quantri"), "", "", 0)
	if err != nil || len(entries) == 0 {
		t.Error(len(entries), err)
	}
	for _, e := range entries {
		if e.Kind == "household" {
			t.Errorf("the administrator reads %s", e.Action)
		}
	}
	if _, err := o.Records.AuditLog(ctx, officer, "", "", 0); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("an officer: %v", err)
	}
}

// TestSplitDay: neither a split nor a merger is dated before a household's present version or after today; a hamlet
// and a name are kept in one spelling whichever way they were typed.
func TestSplitDay(t *testing.T) {
	o := officetest.Demo(t, 100)
	ctx, a := context.Background(), officetest.SignIn(t, o, "canbo.xa")
	officetest.Hamlets(t, o, "31708", "Ấp Hòa Bình")
	of := make([]*households.Version, 2)
	for i := range of {
		h := officetest.Fresh(fmt.Sprintf("NGAY-%d", i))
		h.Hamlet = [...]string{"ấp  hoà bình", "Ấp Hòa Bình"}[i]
		h.Members = append(h.Members, household.Member{No: h.NextNo(), Name: "Ðặng Văn  Út",
			Relationship: household.Child, Birth: household.BornIn(2000)})
		v, err := o.Register.Save(ctx, a, register.SaveInput{Household: h})
		if err != nil {
			t.Fatal(err)
		}
		if m := v.Household.Members[len(v.Household.Members)-1]; v.Household.Hamlet != "Ấp Hòa Bình" ||
			m.Name != "Đặng Văn Út" {
			t.Errorf("kept as %q, %q", v.Household.Hamlet, m.Name)
		}
		of[i] = v
	}
	last := of[0].Household.Members[len(of[0].Household.Members)-1].No
	for _, day := range []date.Date{of[0].ValidFrom - 1, o.Office.Day() + 1} {
		in := register.SplitInput{ID: of[0].ID, Version: of[0].Version, Members: []int{last}, Head: last,
			Code: "NGAY-9", From: day, Reason: "ra ở riêng"}
		var faults book.Faults
		if _, err := o.Register.Split(ctx, a, in); !errors.As(err, &faults) || faults[0].Column != "valid_from" {
			t.Errorf("split on %s: %v", day, err)
		}
		merge := register.MergeInput{Into: of[0].ID, IntoVersion: of[0].Version, From: of[1].ID, FromVersion: of[1].Version,
			Day: day, Reason: "về ở chung"}
		if _, err := o.Register.Merge(ctx, a, merge); !errors.As(err, &faults) || faults[0].Column != "valid_from" {
			t.Errorf("merged on %s: %v", day, err)
		}
	}
}
