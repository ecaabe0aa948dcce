package transfer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/amend"
	"giamngheo/internal/app"
	"giamngheo/internal/app/paste"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/question"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/jobs"
)

const (
	houseHeads  = "household_code,commune_code,hamlet,income_per_head,floor_area,water_source\n"
	memberHeads = "household_code,member_no,full_name,relationship,sex,birth_date,citizen_id,health_insurance\n"
)

// desk is an officer at work with files.
type desk struct {
	*testing.T
	*app.Desks
	a *office.Ask
}

func newDesk(t *testing.T, o *app.Desks, who string) desk {
	t.Helper()
	officetest.Hamlets(t, o, "31708", "Ấp Thạnh Phú", "Ấp Một", "Ấp Chợ")
	officetest.Hamlets(t, o, "31795", "Ấp Mỹ Thanh")
	return desk{t, o, officetest.SignIn(t, o, who)}
}

// preview uploads a register and returns its preview.
func (d desk) preview(houses, members string) *transfer.ImportShown {
	d.Helper()
	j, err := d.Transfer.Upload(context.Background(), d.a, "sổ.xlsx",
		bytes.NewReader(officetest.RegisterBook(d.T, houseHeads+houses, memberHeads+members)), date.Must(2024, 12, 14))
	if err != nil {
		d.Fatal(err)
	}
	return d.settled(j.ID)
}

func (d desk) settled(id int64) *transfer.ImportShown {
	d.Helper()
	s := officetest.Settled(d.T, d.Desks, d.a, id)
	if s.State == jobs.Failed {
		d.Fatal(s.Message)
	}
	return s
}

// store stores an import and returns how it ended.
func (d desk) store(id int64, ticked ...amend.Kind) *transfer.ImportShown {
	d.Helper()
	if err := d.Transfer.CommitImport(context.Background(), d.a, id, ticked, ""); err != nil {
		d.Fatal(err)
	}
	return d.settled(id)
}

// house is a household as the register has it.
func (d desk) house(code string) *household.Household {
	d.Helper()
	id := d.Book.View().Snap.ByCode(code)
	v, err := d.Book.Seen(context.Background(), officetest.SignIn(d.T, d.Desks, "canbo.so"), id)
	if err != nil {
		d.Fatal(code, err)
	}
	return &v.Household
}

func sums(r transfer.ImportResult) string {
	return fmt.Sprintf("%d new %d changed %d same %d back, %v", r.New, r.Changed, r.Unchanged, r.Rejected, r.Found)
}

const family = `M1,1,Trần Văn Thử,head,male,1984-03-01,099084700001,yes
M1,2,Lê Thị Vợ,spouse,female,1986-05-02,,yes
M1,3,Trần Thị Con,child,female,2014-02-10,,yes
`

// TestNothingTakenUnasked: who is not in the file stays and what it has blank is kept until a person chooses otherwise,
// sees what comes of it and ticks it; what the preview says is what is stored.
func TestNothingTakenUnasked(t *testing.T) {
	o := officetest.Demo(t, 500)
	d := newDesk(t, o, "canbo.xa")
	ctx := context.Background()
	first := "M1,31708,Ấp Thạnh Phú,1400000,60,tap\n"
	if s := d.store(d.preview(first, family).ID); sums(s.Result) != "1 new 0 changed 0 same 0 back, map[]" {
		t.Fatal(sums(s.Result))
	}
	heads := "M1,1,Trần Văn Thử,head,male,1984-03-01,,yes\n"
	s := d.preview("M1,31708,Ấp Thạnh Phú,,60,tap\n", heads)
	if got := sums(s.Result); got != "0 new 0 changed 1 same 0 back, map[blank:2 leave:2]" {
		t.Fatal(got)
	}
	if err := o.Transfer.CommitImport(ctx, d.a, s.ID, amend.Agreed{amend.Leave}, ""); errs.KindOf(err) != errs.Conflict {
		t.Errorf("ticked what the preview does not show: %v", err)
	}
	if s = d.store(s.ID); s.State != jobs.Done || len(d.house("M1").Members) != 3 || !d.house("M1").IncomePerHead.Known {
		t.Fatalf("%s %+v", s.State, d.house("M1"))
	}
	// now the person chooses that they leave, and not that cells are emptied
	s = d.preview("M1,31708,Ấp Thạnh Phú,,60,tap\n", heads)
	if err := o.Transfer.Agree(ctx, d.a, s.ID, amend.Agreed{amend.Leave}); err != nil {
		t.Fatal(err)
	}
	s = d.settled(s.ID)
	if got := sums(s.Result); got != "0 new 1 changed 0 same 0 back, map[blank:2 leave:2]" {
		t.Fatal(got)
	}
	if err := o.Transfer.CommitImport(ctx, d.a, s.ID, nil, ""); errs.KindOf(err) != errs.Conflict {
		t.Fatalf("stored without the tick: %v", err)
	}
	if s = d.settled(s.ID); s.State != jobs.Ready || len(d.house("M1").Members) != 3 {
		t.Fatalf("refused, and yet: %s", s.State)
	}
	d.store(s.ID, amend.Leave)
	if h := d.house("M1"); len(h.Members) != 1 || !h.IncomePerHead.Known || h.Members[0].CitizenID == "" {
		t.Errorf("%+v", h)
	}
}

// TestNewHamlets: a file's hamlets are among those of the register where nobody has made the commune's list, spelled
// one way; where somebody has, one that is not on it sends its households back until it is ticked, and is then on it.
func TestNewHamlets(t *testing.T) {
	o := officetest.Demo(t, 500)
	d := desk{t, o, officetest.SignIn(t, o, "canbo.xa")}
	head := func(codes ...string) (out string) {
		for _, code := range codes {
			out += code + ",1,Lâm Văn " + code + ",head,male,1984-03-01,,yes\n"
		}
		return out
	}
	p := d.preview("N1,31708,Ấp Hòa Bình,1400000,60,tap\nN2,31708,Ấp Hoà Bình,1400000,60,tap\nN3,31708,ấp  hòa bình,1400000,60,tap\n",
		head("N1", "N2", "N3"))
	if got := sums(p.Result); got != "3 new 0 changed 0 same 0 back, map[]" {
		t.Errorf("no list yet: %s", got)
	}
	d.store(p.ID)
	for _, code := range []string{"N1", "N2", "N3"} {
		if h := d.house(code).Hamlet; h != "Ấp Hòa Bình" {
			t.Errorf("%s lies in %q", code, h)
		}
	}
	officetest.Hamlets(t, o, "31708", "Ấp Một")
	p = d.preview("N4,31708,Ấp Tân Lập,1400000,60,tap\nN5,31708,ấp hoà bình,1400000,60,tap\n", head("N4", "N5"))
	if got := sums(p.Result); got != "1 new 0 changed 0 same 1 back, map[hamlet:1]" {
		t.Errorf("a hamlet that is not on the list: %s", got)
	}
	if err := o.Transfer.Agree(context.Background(), d.a, p.ID, amend.Agreed{amend.Hamlet}); err != nil {
		t.Fatal(err)
	}
	d.settled(p.ID)
	if got := sums(d.store(p.ID, amend.Hamlet).Result); got != "2 new 0 changed 0 same 0 back, map[hamlet:1]" {
		t.Errorf("ticked: %s", got)
	}
	if l := o.Book.Hamlets("31708"); l.Look("ấp tân lập", o.Office.Day()).Name != "Ấp Tân Lập" || !l.Entered() {
		t.Errorf("%+v", l)
	}
}

// TestFormerCommunes: a register of a former day names communes of then: they are entered under what they are now, each
// counted; what never was one goes back.
func TestFormerCommunes(t *testing.T) {
	o := officetest.Demo(t, 500)
	d := desk{t, o, officetest.SignIn(t, o, "canbo.so")}
	houses, members := houseHeads, memberHeads
	for i, commune := range []string{"31513", "31513", "31522", "31708", "31799", "31513"} {
		code := fmt.Sprintf("OLD%d", i)
		houses += code + "," + commune + ",Khóm 1,1400000,60,tap\n"
		if i == 5 {
			code = "OLD5,1,,head,male" // goes back for want of a name, and is not counted
			members += code + ",1984-03-01,,yes\n"
			continue
		}
		members += code + ",1,Lâm Văn " + code + ",head,male,1984-03-01,,yes\n"
	}
	j, err := d.Transfer.Upload(context.Background(), d.a, "sổ cũ.xlsx",
		bytes.NewReader(officetest.RegisterBook(t, houses, members)), date.Must(2024, 8, 15))
	if err != nil {
		t.Fatal(err)
	}
	p := d.settled(j.ID)
	if got := sums(p.Result); got != "4 new 0 changed 0 same 2 back, map[]" {
		t.Errorf("%s %+v", got, p.Result.Faults)
	}
	if !slices.ContainsFunc(p.Result.Notes, func(n errs.Text) bool {
		return n.VI == "2 hộ của Phường 1 (31513) được ghi vào Phường 1 (31522), là đơn vị hiện nay"
	}) {
		t.Errorf("%v", p.Result.Notes)
	}
	d.store(p.ID)
	for code, commune := range map[string]place.Code{"OLD0": "31522", "OLD1": "31522", "OLD2": "31522", "OLD3": "31708"} {
		h := d.house(code)
		if h.Commune != commune || h.Area != map[place.Code]place.Area{"31522": place.Urban, "31708": place.Rural}[commune] {
			t.Errorf("%s is in %s, %v", code, h.Commune, h.Area)
		}
	}
	// the register of that day has them, under the place that they are in now
	l, err := o.Register.List(context.Background(), d.a, register.ListInput{Place: "31522", On: date.Must(2024, 8, 20),
		Query: snapshot.Query{Limit: 100}})
	if err != nil || l.Total != 4+3 { // with the four of the demonstration
		t.Errorf("%+v %v", l, err)
	}
}

// TestCodeOfAnotherCommune: a code that another commune uses does not take its household over; who may write in both is
// asked, and one who may not is refused without learning more.
func TestCodeOfAnotherCommune(t *testing.T) {
	o := officetest.Demo(t, 500)
	officer, department := newDesk(t, o, "canbo.xa"), newDesk(t, o, "canbo.so")
	officer.store(officer.preview("M1,31708,Ấp Một,1400000,60,tap\n", family).ID)
	other := "M1,1,Danh Sà Rươl,head,male,1970-02-02,,yes\n"
	s := department.preview("M1,31795,Ấp Mỹ Thanh,1400000,60,tap\n", other)
	if got := sums(s.Result); got != "0 new 0 changed 0 same 1 back, map[move:1 person:1]" || len(s.Result.Faults) != 3 {
		t.Fatalf("%s %+v", got, s.Result.Faults)
	}
	department.store(s.ID)
	if h := officer.house("M1"); h.Commune != "31708" || len(h.Members) != 3 {
		t.Fatalf("%+v", h)
	}
	// the family itself moves
	s = department.preview("M1,31795,Ấp Mỹ Thanh,1400000,60,tap\n", family)
	if err := o.Transfer.Agree(context.Background(), department.a, s.ID, amend.Agreed{amend.Move}); err != nil {
		t.Fatal(err)
	}
	if s = department.settled(s.ID); sums(s.Result) != "0 new 1 changed 0 same 0 back, map[move:1]" {
		t.Fatal(sums(s.Result))
	}
	department.store(s.ID, amend.Move)
	if h := department.house("M1"); h.Commune != "31795" || len(h.Members) != 3 {
		t.Fatalf("%+v", h)
	}
	s = officer.preview("M1,31708,Ấp Một,1400000,60,tap\n", family)
	if got := sums(s.Result); got != "0 new 0 changed 0 same 1 back, map[]" || strings.Contains(s.Result.Faults[0].Text.VI, "Trần") {
		t.Errorf("%s %+v", got, s.Result.Faults)
	}
}

// TestRegisterChanged: where the register changes between the preview and the storing nothing is stored, and the person
// is shown what the import would do now.
func TestRegisterChanged(t *testing.T) {
	o := officetest.Demo(t, 500)
	d := newDesk(t, o, "canbo.xa")
	ctx := context.Background()
	d.store(d.preview("M1,31708,Ấp Một,1400000,60,tap\n", family).ID)
	s := d.preview("M1,31708,Ấp Một,1500000,60,tap\n", family)
	v, err := o.Book.Seen(ctx, d.a, o.Book.View().Snap.ByCode("M1"))
	if err != nil {
		t.Fatal(err)
	}
	h := v.Household.Clone()
	h.Address = "Số 7"
	h.Members = append(h.Members, household.Member{No: 4, Name: "Trần Văn Út", Relationship: household.Child})
	if _, err := o.Register.Save(ctx, d.a, register.SaveInput{ID: v.ID, Version: v.Version, Household: h,
		From: v.ValidFrom}); err != nil {
		t.Fatal(err)
	}
	if s = d.store(s.ID); s.State != jobs.Ready || s.Said().VI == "" || sums(s.Result) != "0 new 1 changed 0 same 0 back, map[leave:1]" ||
		d.house("M1").IncomePerHead.Value != 1_400_000 {
		t.Fatalf("%s %s %s", s.State, s.Message, sums(s.Result))
	}
	if s = d.store(s.ID); s.State != jobs.Done || len(d.house("M1").Members) != 4 || d.house("M1").IncomePerHead.Value != 1_500_000 {
		t.Errorf("%s %+v", s.State, d.house("M1"))
	}
}

// TestSamePerson: another name, sex or birth under an old number is asked in file, paste and form alike, and an answer
// takes it; a citizen number that is somebody else's too.
func TestSamePerson(t *testing.T) {
	o := officetest.Demo(t, 500)
	d := newDesk(t, o, "canbo.xa")
	ctx := context.Background()
	d.store(d.preview("M1,31708,Ấp Một,1400000,60,tap\n", family).ID)
	for name, member := range map[string]string{
		"name":     "M1,1,Trần Văn Khác,head,male,1984-03-01,099084700001,yes\n",
		"birth":    "M1,1,Trần Văn Thử,head,male,1994-03-01,,yes\n",
		"sex":      "M1,1,Trần Văn Thử,head,female,1984-03-01,,yes\n",
		"citizen":  "M1,7,Lý Văn Đổi,head,male,1984-03-01,099084700001,yes\n",
		"no. 3":    "M1,1,Trần Văn Thử,head,male,1984-03-01,,yes\nM1,3,Kim Thị Khác,child,female,2014,,yes\n",
		"new home": "M2,1,Lý Văn Đổi,head,male,1984-03-01,099084700001,yes\n",
	} {
		code, _, _ := strings.Cut(member, ",")
		if s := d.preview(code+",31708,Ấp Một,1400000,60,tap\n", member); s.Result.Rejected != 1 || s.Result.Found[amend.Person] != 1 {
			t.Errorf("%s: %s", name, sums(s.Result))
		}
	}
	paste := paste.Input{Text: "Mã hộ\tMã xã\tHọ và tên\nM1\t31708\tLê Thị Vợ"}
	r, err := o.Paste.Save(ctx, d.a, paste)
	if err != nil || r.Saved != 0 || len(r.Faults) != 1 || r.Faults[0].Asks == "" || d.house("M1").Members[0].Name != "Trần Văn Thử" {
		t.Fatalf("%+v %v", r, err)
	}
	paste.Text, paste.Sure = "Mã hộ\tMã xã\tHọ và tên\nM1\t31708\tTrần Văn Thửa", []string{r.Faults[0].Asks}
	if r, err = o.Paste.Save(ctx, d.a, paste); err != nil || r.Saved != 1 || d.house("M1").Members[0].Name != "Trần Văn Thửa" {
		t.Fatalf("%+v %v", r, err)
	}
	v, err := o.Book.Seen(ctx, d.a, o.Book.View().Snap.ByCode("M1"))
	if err != nil {
		t.Fatal(err)
	}
	in := register.SaveInput{ID: v.ID, Version: v.Version, Household: v.Household.Clone(), From: v.ValidFrom}
	in.Household.Members[1].Name = "Phạm Thị Mới"
	var asked question.Questions
	if _, err := o.Register.Save(ctx, d.a, in); !errors.As(err, &asked) || len(asked) != 1 || asked[0].Member != 2 {
		t.Fatal(err)
	}
	in.Confirmed = []string{asked[0].Key()}
	if _, err := o.Register.Save(ctx, d.a, in); err != nil || d.house("M1").Members[1].Name != "Phạm Thị Mới" {
		t.Fatal(err)
	}
}

// TestColumnsAsked: a column in thousands is asked on the page, and answered for the whole column; what is taken with a
// note is counted, listed, and in a file.
func TestColumnsAsked(t *testing.T) {
	o := officetest.Demo(t, 500)
	d := newDesk(t, o, "canbo.xa")
	ctx := context.Background()
	s := d.preview("M1,31708,Ấp Một,1400,60,tap\n", family)
	if !s.Result.Asks() || s.State != jobs.Ready || s.Result.Questions[0].Column != "income_per_head" {
		t.Fatalf("%s %+v", s.State, s.Result)
	}
	if err := o.Transfer.CommitImport(ctx, d.a, s.ID, nil, ""); errs.KindOf(err) != errs.Conflict {
		t.Errorf("stored without an answer: %v", err)
	}
	if err := o.Transfer.Answer(ctx, d.a, s.ID, "floor_area", doubt.Thousands); errs.KindOf(err) != errs.Invalid {
		t.Errorf("answered what was not asked: %v", err)
	}
	if err := o.Transfer.Answer(ctx, d.a, s.ID, "income_per_head", doubt.AsWritten); err != nil {
		t.Fatal(err)
	}
	s = d.settled(s.ID)
	if s.Result.Counts.Doubts != 1 || len(s.Result.Doubts) != 1 || s.Result.Doubts[0].Else != "1400000" {
		t.Fatalf("%+v", s.Result)
	}
	var b bytes.Buffer
	if err := o.Transfer.DoubtsFile(ctx, d.a, s.ID, &b); err != nil || !strings.Contains(b.String(), "1400000") {
		t.Errorf("%s %v", b.String(), err)
	}
	if err := o.Transfer.Answer(ctx, d.a, s.ID, "income_per_head", doubt.Thousands); err != nil {
		t.Fatal(err)
	}
	if s = d.store(d.settled(s.ID).ID); s.Result.Counts.Doubts != 0 || d.house("M1").IncomePerHead.Value != 1_400_000 {
		t.Errorf("%+v %+v", s.Result, d.house("M1"))
	}
}

// TestTakenAway: members whom a file does not list, cells that it leaves empty and another commune's household under the
// same code stay as they are unless that is agreed to; the preview counts them.
func TestTakenAway(t *testing.T) {
	o := officetest.Demo(t, 500)
	d := newDesk(t, o, "canbo.so")
	const three = "GIU-1,1,Người Mẫu Một,head,male,1980-02-03,,\nGIU-1,2,Người Mẫu Hai,spouse,female,1982-02-03,,\n" +
		"GIU-1,3,Người Mẫu Ba,child,male,2010-02-03,,\n"
	const head = "GIU-1,1,Người Mẫu Một,head,male,1980-02-03,,\n"
	d.store(d.preview("GIU-1,31708,Ấp Thạnh Phú,900000,60,tap\n", three).ID)
	for _, c := range []struct {
		name, house, members string
		agreed               amend.Agreed
		preview              string
		want                 func(h *household.Household) bool
	}{
		{"heads only", "GIU-1,31708,Ấp Thạnh Phú,900000,60,tap\n", head, nil, "0 new 0 changed 1 same 0 back, map[leave:2]",
			func(h *household.Household) bool { return len(h.Members) == 3 }},
		{"an empty cell", "GIU-1,31708,,900000,60,tap\n", three, nil, "0 new 0 changed 1 same 0 back, map[blank:1]",
			func(h *household.Household) bool { return h.Hamlet == "Ấp Thạnh Phú" }},
		{"an empty cell beside a changed one", "GIU-1,31708,,800000,60,tap\n", three, nil,
			"0 new 1 changed 0 same 0 back, map[blank:1]",
			func(h *household.Household) bool { return h.Hamlet != "" && h.IncomePerHead.Value == 800_000 }},
		{"another commune's", "GIU-1,31795,Ấp Mỹ Thanh,700000,60,tap\n", "GIU-1,1,Người Khác,head,male,1970,,\n", nil,
			"0 new 0 changed 0 same 1 back, map[move:1 person:1]", func(h *household.Household) bool {
				return h.Commune == "31708" && len(h.Members) == 3 && h.Head().Name == "Người Mẫu Một"
			}},
		{"a dead head, not agreed to", "GIU-1,31708,Ấp Thạnh Phú,800000,60,tap\n",
			"GIU-1,2,Người Mẫu Hai,head,female,1982-02-03,,\n", nil, "0 new 0 changed 0 same 1 back, map[]",
			func(h *household.Household) bool { return len(h.Members) == 3 && h.Head().No == 1 }},
		{"a dead head", "GIU-1,31708,Ấp Thạnh Phú,800000,60,tap\n",
			"GIU-1,2,Người Mẫu Hai,head,female,1982-02-03,,\nGIU-1,3,Người Mẫu Ba,child,male,2010-02-03,,\n",
			amend.Agreed{amend.Leave}, "0 new 1 changed 0 same 0 back, map[leave:1]",
			func(h *household.Household) bool { return len(h.Members) == 2 && h.Head().No == 2 }},
		{"an empty cell, agreed to", "GIU-1,31708,,800000,60,tap\n", "GIU-1,2,Người Mẫu Hai,head,female,1982-02-03,,\n",
			amend.Agreed{amend.Blank}, "0 new 1 changed 0 same 0 back, map[blank:1 leave:1]",
			func(h *household.Household) bool { return h.Hamlet == "" && len(h.Members) == 2 }},
		{"another commune's, agreed to", "GIU-1,31795,Ấp Mỹ Thanh,800000,60,tap\n",
			"GIU-1,2,Người Mẫu Hai,head,female,1982-02-03,,\n", amend.Agreed{amend.Move},
			"0 new 1 changed 0 same 0 back, map[leave:1 move:1]",
			func(h *household.Household) bool { return h.Commune == "31795" && len(h.Members) == 2 }},
	} {
		s := d.preview(c.house, c.members)
		if c.agreed != nil {
			if err := o.Transfer.Agree(context.Background(), d.a, s.ID, c.agreed); err != nil {
				t.Fatal(err)
			}
			s = d.settled(s.ID)
		}
		if got := sums(s.Result); got != c.preview {
			t.Errorf("%s: the preview says %s", c.name, got)
		}
		if stored := d.store(s.ID, c.agreed...); sums(stored.Result) != sums(s.Result) {
			t.Errorf("%s: stored as %s", c.name, sums(stored.Result))
		}
		if h := d.house("GIU-1"); !c.want(h) {
			t.Errorf("%s: the register has %+v", c.name, h)
		}
	}
}

// TestPastedPerson: a pasted row puts nobody under the number, the sex and the birth date of the head before; a spelling
// is taken.
func TestPastedPerson(t *testing.T) {
	o := officetest.Demo(t, 500)
	d := newDesk(t, o, "canbo.xa")
	s := d.store(d.preview("GIU-2,31708,Ấp Thạnh Phú,900000,60,tap\n", "GIU-2,1,Người Mẫu Một,head,male,1984-02-03,"+
		"099084700011,\nGIU-2,2,Người Mẫu Hai,spouse,female,1982-02-03,,\n").ID)
	if s.Result.New != 1 {
		t.Fatalf("%+v", s.Result)
	}
	const columns = "Mã hộ\tMã xã\tHọ và tên\tNgày sinh\tSố định danh/CCCD\n"
	for name, c := range map[string]struct {
		row  string
		good bool
	}{
		"another name":                {"GIU-2\t31708\tThạch Thị Khác\t\t", false},
		"the wife's name":             {"GIU-2\t31708\tNgười Mẫu Hai\t1982\t", false},
		"another name, its birth day": {"GIU-2\t31708\tThạch Thị Khác\t01/02/1970\t", false},
		"another commune":             {"GIU-2\t31795\tNgười Mẫu Một\t\t", false},
		"a spelling":                  {"GIU-2\t31708\tNgười Mậu Một\t\t", true},
		"no name":                     {"GIU-2\t31708\t\t\t", true},
	} {
		res, err := o.Paste.Check(context.Background(), d.a, paste.Input{Text: columns + c.row})
		if err != nil || res.Rows != 1 || (res.Good == 1) != c.good {
			t.Errorf("%s: %+v %v", name, res, err)
		}
	}
}
