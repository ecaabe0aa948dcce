package inspections_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"

	"giamngheo/internal/app/inspections"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/inspection"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/store/documents"
	rows "giamngheo/internal/store/inspections"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

var ctx = context.Background()

const reason = "lý do đủ dài để ghi (MẪU)"

// site is the small office with a document to cite, a payment of Thạnh Phú, and what people do.
type site struct {
	*officetest.SmallOffice
	t        *testing.T
	document int64
	line     int64
	payment  int64
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func open(t *testing.T, small *officetest.SmallOffice) *site {
	t.Helper()
	s := &site{SmallOffice: small, t: t}
	planner, at := s.As("kehoach"), date.Must(2024, 3, 1)
	s.document = s.cite("147", at)
	var err error
	s.line, err = s.Funds.Grant(ctx, planner, money.Line{Node: "DA2", Fund: "central_recurrent", Origin: 2024, Year: 2024,
		Kind: money.AtPlace, Place: officetest.ThanhPhu}, money.Movement{Day: at, Amount: 100_000_000, Document: s.document}, false)
	s.must(err)
	s.payment, err = s.Funds.Record(
		ctx,
		s.As("ketoan.xa"),
		money.Movement{Kind: money.Pay, From: s.line, Amount: 10_000_000,
			Day: date.Must(2024, 9, 2), Voucher: "UNC 01"},
	)
	s.must(err)
	return s
}

func (s *site) cite(number string, day date.Date) int64 {
	s.t.Helper()
	id, err := s.Documents.Register(ctx, s.As("kehoach"), documents.Document{Document: document.Document{
		Direction: document.Received, Kind: document.Decision, Issuer: "Thủ tướng Chính phủ (MẪU)", Number: number,
		Series: "QĐ-MAU", Day: day, Place: "94", Abstract: "Giao dự toán (MẪU)"}})
	s.must(err)
	return id
}

func (s *site) plan() int64 {
	s.t.Helper()
	id, err := s.Inspections.Plan(
		ctx,
		s.As("thanhtra"),
		inspections.Proposal{Unit: officetest.ThanhPhu, Year: 2024, Month: 10,
			Origin: inspection.Own, Basis: "risk", Subject: "Kiểm tra hỗ trợ và vốn (MẪU)", Lead: "thanhtra", Nodes: []string{"DA2"}},
	)
	s.must(err)
	return id
}

func (s *site) take(who string, id int64, e inspection.Event) error {
	s.t.Helper()
	a := s.As(who)
	v, err := s.Inspections.Visit(ctx, a, id)
	if err != nil {
		return err
	}
	return s.Inspections.Take(ctx, a, id, v.Seq, e)
}

func (s *site) visit(id int64) *inspections.Shown {
	s.t.Helper()
	v, err := s.Inspections.Visit(ctx, s.As("thanhtra"), id)
	s.must(err)
	return v
}

// field brings a visit into the field.
func (s *site) field(id int64) {
	s.t.Helper()
	s.must(s.take("thanhtra", id, inspection.Event{Step: inspection.Declare}))
	s.must(
		s.take(
			"thanhtra",
			id,
			inspection.Event{Step: inspection.Announce, From: s.Now().AddDays(10), Content: "Kiểm tra chi trả (MẪU)"},
		),
	)
	s.Set(s.Now().AddDays(10))
	s.must(s.take("thanhtra", id, inspection.Event{Step: inspection.GoOut}))
}

func (s *site) finding(amount money.Dong, links ...inspection.Link) inspection.Event {
	return inspection.Event{
		Step: inspection.Find,
		Finding: &inspection.Finding{Code: "recover", Severity: 2, Text: "Chi sai (MẪU)",
			Article: "Thông tư 17/2024/TT-BTC, Điều 6", Amount: amount, Links: links},
	}
}

// conclude brings a visit to its conclusion with one finding of 4,000,000 đ, which the unit answers.
func (s *site) conclude(id int64) {
	s.t.Helper()
	s.field(id)
	s.must(
		s.take(
			"thanhtra",
			id,
			s.finding(4_000_000, inspection.Link{Kind: inspection.ToMovement, Label: office.IDText(s.payment)}),
		),
	)
	s.must(s.take("thanhtra", id, inspection.Event{Step: inspection.Draft}))
	s.must(s.take("canbo.xa", id, inspection.Event{Step: inspection.Reply, Replies: []inspection.UnitReply{{No: 1}}}))
	s.must(
		s.take("thanhtra", id, inspection.Event{Step: inspection.Conclude, Content: "Kết luận (MẪU)", Document: s.document}),
	)
	s.must(s.take("thanhtra", id, inspection.Event{Step: inspection.Recommend, Rec: &inspection.Recommendation{Finding: 1,
		What: "Thu hồi tiền chi sai (MẪU)", Amount: 4_000_000}}))
}

// TestVisit drives a visit from its plan to its close: answer, conclusion, recommendation, claim, verification, and the
// money back by the ledger – on SQLite and on PostgreSQL.
func TestVisit(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { driven(t, open(t, officetest.Small(t))) })
	t.Run("postgres", func(t *testing.T) {
		driven(t, open(t, officetest.SmallOn(t, postgrestest.Of(t).Database(t))))
	})
}

func driven(t *testing.T, s *site) {
	id := s.plan()
	s.conclude(id)
	s.must(s.take("canbo.xa", id, inspection.Event{Step: inspection.Claim, No: 1, Reason: "Đã nộp lại tiền (MẪU)"}))
	officetest.Refused(
		t,
		s.take("canbo.xa", id, inspection.Event{Step: inspection.Verify, No: 1}),
		errs.Forbidden,
		"không",
	)
	s.must(s.take("thanhtra", id, inspection.Event{Step: inspection.Verify, No: 1}))
	closing := inspection.Event{Step: inspection.CloseRec, No: 1}
	officetest.Refused(t, s.take("thanhtra", id, closing), errs.Invalid, "4.000.000")

	back := func(movement int64) error {
		return s.take(
			"thanhtra",
			id,
			inspection.Event{Step: inspection.Recover, No: 1, Recovery: &inspection.Recovery{Movement: movement, Amount: 1}},
		)
	}
	officetest.Refused(t, back(s.payment), errs.Invalid, "bút toán") // a payment is no recovery
	officetest.Refused(t, back(999), errs.Invalid, "bút toán")
	finance := s.As("ketoan.xa")
	refund := func(amount money.Dong, voucher string) int64 {
		t.Helper()
		m, err := s.Funds.Record(
			ctx,
			finance,
			money.Movement{Kind: money.Refund, To: s.line, Amount: amount, Day: s.Now(), Voucher: voucher},
		)
		s.must(err)
		return m
	}
	wrong := refund(1_500_000, "NT 1")
	s.must(s.Funds.TakeBack(ctx, finance, wrong, s.Now(), "ghi nhầm dòng vốn"))
	officetest.Refused(t, back(wrong), errs.Invalid, "bút toán") // it was taken back
	first := refund(3_000_000, "NT 2")
	s.must(back(first))
	officetest.Refused(t, back(first), errs.Conflict, "đã được tính")
	officetest.Refused(t, s.take("thanhtra", id, closing), errs.Invalid, "1.000.000")
	last := refund(1_000_000, "NT 3")
	s.must(back(last))
	s.must(s.take("thanhtra", id, closing))
	if v := s.visit(id); v.State != inspection.Closed || v.Content.Recs[0].Back() != 4_000_000 || len(v.Events) < 12 {
		t.Errorf("%+v", v.Content)
	}
	f, err := s.Inspections.Recommendations(ctx, s.As("lanhdao"), inspections.RecQuery{All: true})
	if err != nil || f.Closed != 1 || f.Open != 0 || f.Back != 4_000_000 || f.Left() != 0 || len(f.Rows) != 1 ||
		f.Rows[0].What == "" {
		t.Errorf("%+v %v", f, err)
	}
	events, err := rows.Events(ctx, s.Office.Reader(), "94", id)
	s.must(err)
	var all []inspection.Event
	for _, e := range events {
		all = append(all, e.Event)
	}
	if again, err := inspection.Replay(all); err != nil || again.State != inspection.Closed {
		t.Errorf("the events make %+v: %v", again, err)
	}
	undone(t, s, id, last)
	// a second recommendation does not take the same recovery
	other := s.plan()
	s.Set(s.Now())
	s.conclude(other)
	officetest.Refused(t, s.take("thanhtra", other, inspection.Event{Step: inspection.Recover, No: 1,
		Recovery: &inspection.Recovery{Movement: first}}), errs.Invalid, "cũ hơn")
}

// undone: a recovery that the ledger takes back after it closed a recommendation is seen, and opens it again.
func undone(t *testing.T, s *site, id, last int64) {
	strike := func(movement int64) error {
		return s.take("thanhtra", id,
			inspection.Event{Step: inspection.StrikeOut, No: 1, Recovery: &inspection.Recovery{Movement: movement}})
	}
	waiting := func() (n int) {
		w, err := s.Inspections.Waits(ctx, s.As("thanhtra"))
		s.must(err)
		for _, one := range w {
			if one.Visit == id {
				n++
			}
		}
		return n
	}
	officetest.Refused(t, strike(last), errs.Invalid, "còn trong sổ")
	if waiting() != 0 {
		t.Error("something of a closed visit waits")
	}
	s.must(s.Funds.TakeBack(ctx, s.As("ketoan.xa"), last, s.Now(), "ngân hàng hoàn trả nhầm"))
	f, err := s.Inspections.Recommendations(ctx, s.As("lanhdao"), inspections.RecQuery{})
	if err != nil || f.Open != 1 || f.Closed != 0 || f.Back != 3_000_000 || f.Left() != 1_000_000 ||
		len(f.Rows) != 1 || f.Rows[0].Undone != 1_000_000 {
		t.Errorf("%+v %v", f, err)
	}
	if waiting() != 1 || !s.visit(id).Gone[last] {
		t.Error("nobody is told that a recovery is gone")
	}
	s.must(strike(last))
	officetest.Refused(t, strike(last), errs.Invalid, "không được tính")
	v := s.visit(id)
	if v.State != inspection.Following || v.Content.Recs[0].State != inspection.RecVerified ||
		v.Content.Recs[0].Left() != 1_000_000 || v.Gone[last] && len(v.Content.Recs[0].Recovered) != 1 {
		t.Errorf("%+v", v.Content)
	}
	officetest.Refused(t, s.take("thanhtra", id, inspection.Event{Step: inspection.CloseRec, No: 1}), errs.Invalid,
		"1.000.000")
}

// TestFinding: C.5. A finding points at rows of the unit; those of elsewhere and of nowhere are refused alike; no more
// is
// wrong than the rows are worth; without subject or article it is drafted and not stated.
func TestFinding(t *testing.T) {
	s := open(t, officetest.Small(t))
	id := s.plan()
	s.field(id)
	elsewhere, nowhere := "H-25", "H-99"
	said := map[string]string{}
	for _, code := range []string{elsewhere, nowhere} {
		err := s.take("thanhtra", id, s.finding(0, inspection.Link{Kind: inspection.ToHousehold, Label: code}))
		officetest.Refused(t, err, errs.Invalid, code)
		said[code] = strings.Replace(err.Error(), code, "…", 1)
	}
	if said[elsewhere] != said[nowhere] {
		t.Errorf("a household of elsewhere and of nowhere are told apart: %v", said)
	}
	for kind, label := range map[inspection.LinkKind]string{inspection.ToSupport: "12345", inspection.ToMovement: "x", inspection.ToReport: "1",
		inspection.ToList: "-1", inspection.ToActivity: "77", inspection.ToDocument: office.IDText(s.document), "nothing": "1"} {
		officetest.Refused(
			t,
			s.take("thanhtra", id, s.finding(0, inspection.Link{Kind: kind, Label: label})),
			errs.Invalid,
			label,
		)
	}
	payment := inspection.Link{Kind: inspection.ToMovement, Label: office.IDText(s.payment), Worth: 1 << 40}
	officetest.Refused(t, s.take("thanhtra", id, s.finding(10_000_001, payment)), errs.Invalid, "10.000.000")
	draft := inspection.Event{Step: inspection.Draft}
	s.must(s.take("thanhtra", id, s.finding(0)))
	officetest.Refused(t, s.take("thanhtra", id, draft), errs.Invalid, "chưa gắn")
	bare := s.finding(0, inspection.Link{Kind: inspection.ToHousehold, Label: "H-01"})
	bare.Finding.No, bare.Finding.Article = 1, ""
	s.must(s.take("thanhtra", id, bare))
	officetest.Refused(t, s.take("thanhtra", id, draft), errs.Invalid, "điều, khoản")
	if v, err := s.Inspections.Visit(ctx, s.As("canbo.xa"), id); err != nil || len(v.Content.Findings) != 0 {
		t.Errorf("the unit sees what is not stated: %+v %v", v, err)
	}
	bare.Finding.Article = "Quyết định 24/2021/QĐ-TTg"
	s.must(s.take("thanhtra", id, bare))
	s.must(s.take("thanhtra", id, draft))
	conclude := inspection.Event{Step: inspection.Conclude, Content: "Kết luận (MẪU)", Document: s.document}
	officetest.Refused(t, s.take("thanhtra", id, conclude), errs.Invalid, "giải trình")
	by := s.visit(id).Content.AnswerBy
	s.Set(by)
	officetest.Refused(t, s.take("thanhtra", id, conclude), errs.Invalid, by.Vietnamese())
	s.Set(by.AddDays(1))
	s.must(s.take("thanhtra", id, conclude))
}

// TestRights: who sees, plans, runs, answers and verifies; a step on a visit that was changed meanwhile is refused; the
// team are people who run checks and are not of the unit.
func TestRights(t *testing.T) {
	s := open(t, officetest.Small(t))
	id := s.plan()
	s.Rights(
		t,
		"may: kehoach kehoach2 thanhtra thanhtra.huyen forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 ketoan.xa ketoan.so duyet duyet.huyen lanhdao lanhdao.huyen quantri quantri2",
		func(a *office.Ask) error {
			_, err := s.Inspections.Plan(
				ctx,
				a,
				inspections.Proposal{Unit: officetest.ThanhPhu, Origin: inspection.Own, Lead: "nobody"},
			)
			return err
		},
	)
	s.Rights(
		t,
		"may: canbo.huyen canbo.so canbo.so2 kehoach kehoach2 ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen forbidden: dieutra dieutra2 dieutra.ngocdong quantri quantri2",
		func(a *office.Ask) error { _, err := s.Inspections.Visit(ctx, a, id); return err },
	)
	s.Rights(
		t,
		"may: thanhtra forbidden: dieutra dieutra2 dieutra.ngocdong canbo.huyen canbo.so canbo.so2 kehoach kehoach2 ketoan.so duyet duyet.huyen lanhdao thanhtra.huyen quantri quantri2",
		func(a *office.Ask) error {
			return s.Inspections.Take(ctx, a, id, 1, inspection.Event{Step: inspection.Announce})
		},
	)
	s.Rights(
		t,
		"may: forbidden: dieutra dieutra2 dieutra.ngocdong canbo.huyen canbo.so canbo.so2 kehoach kehoach2 ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen quantri quantri2",
		func(a *office.Ask) error {
			return s.Inspections.Take(ctx, a, id, 1, inspection.Event{Step: inspection.Reply})
		},
	)
	officetest.Refused(
		t,
		s.Inspections.Take(ctx, s.As("thanhtra"), id, 7, inspection.Event{Step: inspection.Declare}),
		errs.Conflict,
		"khác",
	)
	for _, lead := range []string{"canbo.xa", "huyen.longphu", "kehoach", "", "ai do"} {
		_, err := s.Inspections.Plan(
			ctx,
			s.As("thanhtra"),
			inspections.Proposal{Unit: officetest.ThanhPhu, Year: 2024, Origin: inspection.Own, Lead: lead, Subject: reason},
		)
		officetest.Refused(t, err, errs.Invalid, "“"+lead+"”")
	}
	if _, err := s.Inspections.Visit(ctx, s.As("canbo.longphu"), id); errs.KindOf(err) != errs.NotFound {
		t.Errorf("another commune sees the visit: %v", err)
	}
	if _, err := s.Inspections.Visit(ctx, s.As("thanhtra"), 999); errs.KindOf(err) != errs.NotFound {
		t.Error(err)
	}
}

// TestDraw: units are drawn once a year from a text that was published before; the plan keeps what is needed to draw
// again.
func TestDraw(t *testing.T) {
	s := open(t, officetest.Small(t))
	planner := s.As("kehoach")
	draw := inspections.Draw{
		Year:     2025,
		Units:    10,
		Lottery:  20,
		Within:   5,
		Month:    2,
		Subject:  "Kiểm tra định kỳ (MẪU)",
		Lead:     "thanhtra",
		Document: s.cite("9", s.Now()),
	}
	_, err := s.Inspections.Draw(ctx, planner, draw)
	officetest.Refused(t, err, errs.Invalid, "trước") // published on the day of the draw, or after it
	draw.Document = 0
	_, err = s.Inspections.Draw(ctx, planner, draw)
	officetest.Refused(t, err, errs.Invalid, "văn bản")
	draw.Document = s.document
	n, err := s.Inspections.Draw(ctx, planner, draw)
	if err != nil || n != 10 {
		t.Fatal(n, err)
	}
	_, err = s.Inspections.Draw(ctx, planner, draw)
	officetest.Refused(t, err, errs.Conflict, "2025")
	p, err := s.Inspections.Year(ctx, planner, 2025, "", 1)
	if err != nil || len(p.Rows) != 10 || p.Drawn == nil || len(p.Drawn.Frame) != 100 ||
		!strings.Contains(p.Drawn.Rule.Text, "147/QĐ-MAU ngày 01/03/2024") {
		t.Fatalf("%+v %v", p, err)
	}
	lots := 0
	for _, r := range p.Rows {
		if r.Basis == "lottery" {
			lots++
		}
	}
	if lots != 2 {
		t.Errorf("%d by lottery", lots)
	}
	s.Rights(
		t,
		"may: kehoach kehoach2 thanhtra forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 ketoan.xa ketoan.so duyet duyet.huyen lanhdao lanhdao.huyen quantri quantri2",
		func(a *office.Ask) error { _, err := s.Inspections.Draw(ctx, a, draw); return err },
	)
}

// TestOutside: a conclusion of the State Audit is registered with its document and followed up alike; what waits, waits
// for
// the unit and then for who verifies.
func TestOutside(t *testing.T) {
	s := open(t, officetest.Small(t))
	in := inspections.Proposal{
		Unit:    officetest.ThanhPhu,
		Year:    2023,
		Origin:  inspection.StateAudit,
		Basis:   "order",
		Subject: "Kiểm toán vốn năm 2023 (MẪU)",
	}
	_, err := s.Inspections.Plan(ctx, s.As("kehoach"), in)
	officetest.Refused(t, err, errs.Invalid, "văn bản")
	in.Document = s.document
	id, err := s.Inspections.Plan(ctx, s.As("kehoach"), in)
	s.must(err)
	waits := func(who string) string {
		t.Helper()
		all, err := s.Inspections.Waits(ctx, s.As(who))
		s.must(err)
		var out []string
		for _, w := range all {
			out = append(out, strconv.FormatInt(w.Visit, 10)+" "+w.What.VI)
		}
		return strings.Join(out, "; ")
	}
	if got := waits("canbo.so"); !strings.Contains(got, "kiến nghị") {
		t.Errorf("who runs checks: %q", got)
	}
	s.must(
		s.take(
			"canbo.so",
			id,
			inspection.Event{Step: inspection.Recommend, Rec: &inspection.Recommendation{What: "Bổ sung hồ sơ (MẪU)"}},
		),
	)
	if got := waits("canbo.xa"); !strings.Contains(got, "1") {
		t.Errorf("the unit: %q", got)
	}
	s.must(s.take("chutich.xa", id, inspection.Event{Step: inspection.Accept, No: 1}))
	s.must(s.take("canbo.xa", id, inspection.Event{Step: inspection.Claim, No: 1, Reason: "Đã bổ sung đủ hồ sơ"}))
	if got := waits("canbo.xa"); got != "" {
		t.Errorf("the unit, when it has claimed: %q", got)
	}
	if got := waits("thanhtra"); !strings.Contains(got, "xác minh") && !strings.Contains(got, "Xác minh") {
		t.Errorf("who verifies: %q", got)
	}
	s.must(s.take("thanhtra", id, inspection.Event{Step: inspection.Verify, No: 1}))
	if v := s.visit(id); v.State != inspection.Closed {
		t.Errorf("%+v", v.Content)
	}
}
