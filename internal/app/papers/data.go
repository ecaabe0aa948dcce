package papers

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image/png"
	"maps"
	"slices"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/paper"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	reviewrows "giamngheo/internal/store/reviews"
	"giamngheo/internal/vietnamese"
)

// data fills in what a paper says.
func (s *PaperSet) data(ctx context.Context, name string) (*paper.Data, error) {
	l := s.lists[0]
	d := &paper.Data{Fields: s.common(s.on), Lists: map[string]paper.List{}, Pictures: map[string][][]byte{},
		Inner: map[string][]map[string]paper.List{}}
	d.Fields["ap"] = l.Hamlet
	switch name {
	case "bien-ban-hop":
		s.meeting(d, l)
	case "niem-yet":
		if pub := l.List.Posted(); pub != nil {
			maps.Copy(d.Fields, s.common(pub.Day)) // it bears the day on which it was put up, whenever it is printed
			d.Fields["tu_ngay"], d.Fields["den_ngay"], d.Fields["noi_niem_yet"] = pub.Day.Vietnamese(),
				pub.Ends.Vietnamese(), pub.Place
		}
		d.Lists["ho"] = s.rows(func(*review.Item) bool { return true })
		return d, s.some(d, "ho")
	case "quyet-dinh-02":
		s.decision(d)
		return d, s.some(d, "ho", "thoat")
	case "chung-nhan":
		return d, s.certificates(ctx, d)
	case "tu-choi":
		return d, s.refusals(d)
	case "bao-cao":
		s.report(d)
	case "de-nghi-01", "de-nghi-04":
		return nil, errs.New(errs.Conflict, "requests are printed from the household's page")
	}
	return d, nil
}

// some refuses a paper that would name nobody. Errors: errs.Conflict.
func (s *PaperSet) some(d *paper.Data, lists ...string) error {
	if !slices.ContainsFunc(lists, func(list string) bool { return len(d.Lists[list]) > 0 }) {
		return errs.New(errs.Conflict, "there is no household that this paper would name")
	}
	return nil
}

// common are the fields of every paper, on a day.
func (s *PaperSet) common(on date.Date) map[string]string {
	title := s.lists[0].Campaign.Title().VI
	fields := s.o.placed(s.lists[0].Commune, on)
	fields["dot"], fields["dot_thuong"] = title, vietnamese.LowerFirst(title)
	return fields
}

// rows are the households of all lists that a paper names: never a citizen number.
func (s *PaperSet) rows(which func(*review.Item) bool) (out []map[string]string) {
	for _, l := range s.lists {
		for _, it := range l.List.Items {
			if !which(it) {
				continue
			}
			h := s.named(l, it)
			people := h.Size
			if it.Found != nil {
				people = it.Found.People
			}
			out = append(out, map[string]string{"stt": fmt.Sprint(len(out) + 1), "chu_ho": h.Head, "ap": l.Hamlet,
				"so_khau": fmt.Sprint(people), "phan_loai": s.titles.ClassTitle(it.Class()).VI,
				"ket_qua": outcomeTitles[it.Outcome].VI, "ma_ho": h.Code, "dong_y": fmt.Sprint(it.Vote.Agree),
				"khong_dong_y": fmt.Sprint(it.Vote.Against)})
		}
	}
	return out
}

// named is a household as the review knows it; its head and size may be others in the register since.
func (s *PaperSet) named(l *reviews.ListShown, it *review.Item) snapshot.Item {
	h := l.Heads[it.Household]
	if item := s.items[it.Household]; item != nil {
		h.Size = len(item.Record.Members)
		if m := item.Record.Head(); m != nil {
			h.Head = m.Name
		}
	}
	return h
}

// outcomeTitles name what a decision made of a household.
var outcomeTitles = map[review.Outcome]errs.Text{
	review.Recognised: errs.T("Recognised"), review.Escaped: errs.T("Escaped poverty"),
	review.EscapedNear:     errs.T("outcomeTitles|Escaped to near-poor"),
	review.EscapedNearPoor: errs.T("Escaped near-poverty"),
	review.Refused:         errs.T("outcomeTitles|Refused"), review.Unchanged: errs.T("Neither"),
}

// OutcomeTitle names what a decision made of a household.
func OutcomeTitle(o review.Outcome) errs.Text { return outcomeTitles[o] }

func (s *PaperSet) meeting(d *paper.Data, l *reviews.ListShown) {
	d.Fields["ty_le"], d.Fields["can_cu"] = fmt.Sprint(l.Percent), l.Cite
	n := len(l.List.Meetings)
	if n == 0 { // to be filled in by hand at the meeting
		for _, it := range l.List.ToVote() {
			d.Lists["ho"] = append(d.Lists["ho"], s.voted(l, it, "", "", len(d.Lists["ho"])))
		}
		return
	}
	m := l.List.Meetings[n-1]
	d.Fields["ngay_hop"], d.Fields["noi_hop"], d.Fields["chu_tri"], d.Fields["thu_ky"],
		d.Fields["so_du"] = m.Day.Vietnamese(), m.Place, m.Chair, m.Secretary, fmt.Sprint(m.Attendance)
	for _, v := range m.Votes {
		if it := l.List.Item(v.Household); it != nil {
			d.Lists["ho"] = append(d.Lists["ho"], s.voted(l, it, fmt.Sprint(v.Agree), fmt.Sprint(v.Against),
				len(d.Lists["ho"])))
		}
	}
}

func (s *PaperSet) voted(l *reviews.ListShown, it *review.Item, agree, against string, before int) map[string]string {
	h := s.named(l, it)
	return map[string]string{"stt": fmt.Sprint(before + 1), "chu_ho": h.Head, "so_khau": fmt.Sprint(h.Size),
		"phan_loai": s.titles.ClassTitle(it.Class()).VI, "dong_y": agree, "khong_dong_y": against}
}

// decision fills form 02: one decision with the list of poor and near-poor households, and that of who escaped. Before
// it is signed it is a draft.
func (s *PaperSet) decision(d *paper.Data) {
	d.Lists["ho"] = s.rows(func(it *review.Item) bool {
		o := it.Expected()
		return o == review.Recognised || o == review.EscapedNear // escaped, and recognised as near-poor: on both
	})
	d.Lists["thoat"] = s.rows(func(it *review.Item) bool {
		o := it.Expected()
		return o == review.Escaped || o == review.EscapedNear || o == review.EscapedNearPoor
	})
	var hamlets []string
	count := map[string]int{}
	for _, l := range s.lists {
		hamlets = append(hamlets, l.Hamlet)
		if !l.List.Decided.IsZero() {
			d.Fields["so"], d.Fields["nguoi_ky"], d.Fields["hieu_luc"] = l.List.Number, l.List.Signer,
				l.List.Decided.Vietnamese()
			d.Fields["so_thoat_qd"] = cmp.Or(l.List.EscapeNo, l.List.Number) // an older office had two numbers
			maps.Copy(d.Fields, s.common(l.List.Decided))
		}
		tallyItems(l.List, count)
	}
	// whose escape was refused stays what it was, by the decision before
	count["so_ngheo"], count["so_can_ngheo"] = s.recognised(poverty.Poor), s.recognised(poverty.NearPoor)
	d.Fields["cac_ap"] = strings.Join(hamlets, ", ")
	for k, v := range count {
		d.Fields[k] = fmt.Sprint(v)
	}
}

// recognised counts the households that a decision recognises as a class.
func (s *PaperSet) recognised(class poverty.Class) (n int) {
	for _, l := range s.lists {
		for _, it := range l.List.Items {
			if o := it.Expected(); it.Class() == class && (o == review.Recognised || o == review.EscapedNear) {
				n++
			}
		}
	}
	return n
}

// tallyItems counts a list's households for the papers.
func tallyItems(l *review.List, count map[string]int) {
	for _, k := range []string{"so_ngheo", "so_can_ngheo", "so_thoat", "so_thoat_can"} {
		count[k] += 0
	}
	for _, it := range l.Items {
		switch it.Class() {
		case poverty.Poor:
			count["so_ngheo"]++
		case poverty.NearPoor:
			count["so_can_ngheo"]++
		}
		if it.Was.Class == poverty.Poor && it.Class() != poverty.Poor && it.Class() != poverty.Undetermined {
			count["so_thoat"]++
		}
		if it.Was.Class == poverty.NearPoor && it.Class() != poverty.NearPoor && it.Class() != poverty.Poor &&
			it.Class() != poverty.Undetermined {
			count["so_thoat_can"]++
		}
	}
}

// certificates writes a block for each certificate with the code that its page answers.
func (s *PaperSet) certificates(ctx context.Context, d *paper.Data) error {
	for _, l := range s.lists {
		for _, it := range l.List.Items {
			if it.Paper == "" || !it.NeedsCertificate() {
				continue
			}
			all, err := reviewrows.CertificatesOf(ctx, s.o.office.Reader(), l.Province, it.Household)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(all, func(c reviewrows.Certificate) bool { return c.Number == it.Paper })
			if i < 0 {
				continue
			}
			entry, inner := s.certified(l, it)
			d.Inner["gcn"] = append(d.Inner["gcn"], inner)
			entry["so"], entry["phan_loai_hoa"] = it.Paper, strings.ToUpper(s.titles.ClassTitle(it.Class()).VI)
			entry["phan_loai"], entry["quyet_dinh"],
				entry["tu_ngay"] = vietnamese.LowerFirst(s.titles.ClassTitle(it.Class()).VI), l.List.Number,
				l.List.Decided.Vietnamese()
			address := s.web + "/c/" + all[i].Token // where no public address is set, the path alone: no guess
			entry["dia_chi_web"] = address
			for k, v := range s.common(it.Papered) {
				entry[k] = v
			}
			code, err := qrPNG(address)
			if err != nil {
				return err
			}
			d.Lists["gcn"] = append(d.Lists["gcn"], entry)
			d.Pictures["gcn"] = append(d.Pictures["gcn"], code)
		}
	}
	if len(d.Lists["gcn"]) == 0 {
		return errs.New(errs.Conflict, "no certificate is made out yet")
	}
	return nil
}

// household are the fields of one household with why it has its class, and its record as the review had it (nil where
// it has none).
func (s *PaperSet) household(l *reviews.ListShown, it *review.Item) (map[string]string, *household.Household) {
	h := s.named(l, it)
	entry := map[string]string{"chu_ho": h.Head, "ap": l.Hamlet, "so_khau": fmt.Sprint(h.Size), "ma_ho": h.Code,
		"nguoi_ky": l.List.Signer}
	item := s.items[it.Household]
	if item == nil {
		return entry, nil
	}
	entry["dia_chi"] = item.Record.Address
	var e poverty.Explanation
	if std, err := s.o.standardOf(l); err == nil && std.Classifier().Explain(&item.Record, &e) == nil {
		entry["ly_do"] = std.Reason(&item.Record, &e).VI
	}
	return entry, &item.Record
}

// certified are the fields of a certificate with its two lists (Decision 24/2021, form 03): the members, of whom only
// the head's number is asked, masked unless it was opened for a reason; and what the reviews found, year by year. The
// day of the card is left to be written in: the register does not know it.
func (s *PaperSet) certified(l *reviews.ListShown, it *review.Item) (map[string]string, map[string]paper.List) {
	entry, h := s.household(l, it)
	inner := map[string]paper.List{"tv": nil, "kq": s.found(l, it)}
	if h == nil {
		return entry, inner
	}
	var lines []string
	for i := range h.Members {
		m := &h.Members[i]
		if m.Relationship == household.Head {
			entry["dan_toc"], entry["nam_sinh"], entry["gioi_tinh"] = s.o.ethnic(m), bornText(m),
				household.SexWords[m.Text("sex")]
			if entry["cccd"] = m.CitizenID; !s.open {
				entry["cccd"] = household.Mask(m.CitizenID)
			}
		}
		row := s.o.member(m)
		bySex(row, m.Sex)
		inner["tv"] = append(inner["tv"], row)
		lines = append(lines, fmt.Sprintf("%s. %s – %s – %s – %s", row["stt"], m.Name, bornText(m), row["quan_he"],
			row["dan_toc"]))
	}
	entry["thanh_vien"] = strings.Join(lines, "\n") // of offices' own templates from before there was a table
	return entry, inner
}

// bySex puts a member's year of birth in the column of the sex, as form 03 has it; of a sex that is not known it is said
// in the remarks, for neither column would be true.
func bySex(row map[string]string, sex household.Sex) {
	row["nam"], row["nu"], row["ghi_chu"] = blank, blank, blank
	switch born := row["nam_sinh"]; {
	case sex == household.Female:
		row["nu"] = born
	case sex == household.Male:
		row["nam"] = born
	case born != "":
		row["ghi_chu"] = "Sinh năm " + born + "; giới tính chưa ghi"
	default:
		row["ghi_chu"] = "Giới tính chưa ghi"
	}
}

// blank is a cell of a form that stays empty; one without a value would be dotted, to be filled in.
const blank = " "

// member is a row of a list of members: never a citizen number.
func (o *Desk) member(m *household.Member) map[string]string {
	born := bornText(m)
	return map[string]string{"stt": fmt.Sprint(m.No), "ho_ten": m.Name, "dan_toc": o.ethnic(m),
		"nam_sinh": strings.TrimLeft(born[max(0, len(born)-4):], "/"),
		"quan_he":  household.RelationWords[m.Text("relationship")]}
}

// found is what the reviews found of a household, year by year up to this decision; of earlier ones the deprivations
// are not kept beside the decision.
func (s *PaperSet) found(l *reviews.ListShown, it *review.Item) (out paper.List) {
	for _, r := range s.o.reviews.PathOf(it.Household) {
		if r.Superseded != 0 || r.From > l.List.Decided {
			continue
		}
		row := map[string]string{"nam": fmt.Sprint(r.Year), "ngay": r.From.Vietnamese(),
			"phan_loai": s.titles.ClassTitle(r.Class).VI}
		if std, err := s.o.standardOf(l); err == nil && r.From == l.List.Decided && it.Found != nil {
			var lacking []string
			for i := range std.Indicators {
				if it.Found.Deprived>>i&1 == 1 {
					lacking = append(lacking, fmt.Sprintf("%d. %s", i+1, std.Indicators[i].Title.VI))
				}
			}
			if row["thieu_hut"] = strings.Join(lacking, "; "); len(lacking) == 0 {
				row["thieu_hut"] = "không thiếu hụt"
			}
		}
		out = append(out, row)
	}
	return out
}

func (o *Desk) standardOf(l *reviews.ListShown) (*poverty.Standard, error) {
	lib, err := o.library.Law()
	if err != nil {
		return nil, err
	}
	return o.surveys.StandardFor(lib, &l.Campaign)
}

func (s *PaperSet) refusals(d *paper.Data) error {
	for _, l := range s.lists {
		for _, it := range l.List.Items {
			if it.Paper == "" || !it.NeedsRefusal() {
				continue
			}
			entry, _ := s.household(l, it)
			entry["giai_thich"] = entry["ly_do"]
			if it.Unlikely {
				entry["giai_thich"] = "Phiếu A (nhận dạng nhanh): " + strings.Join(s.o.signs(it), "; ")
			}
			entry["giai_thich"] = sentence(entry["giai_thich"])
			entry["so"], entry["ly_do"], entry["ngay_nhan"] = it.Paper, sentence(s.o.reviews.RefusalReason(it)),
				it.Requested.Vietnamese()
			entry["mau_don"] = map[review.Source]string{review.Request01: "Mẫu 01", review.Request04: "Mẫu 04",
				review.Contested: "khiếu nại khi niêm yết"}[it.Source]
			for k, v := range s.common(it.Papered) {
				entry[k] = v
			}
			d.Lists["tc"] = append(d.Lists["tc"], entry)
		}
	}
	if len(d.Lists["tc"]) == 0 {
		return errs.New(errs.Conflict, "there is no refusal")
	}
	return nil
}

// sentence ends a text as one does.
func sentence(s string) string { return strings.TrimRight(s, ". ") + "." }

// signs names the signs by which form A concluded that a household is not poor.
func (o *Desk) signs(it *review.Item) (out []string) {
	lib, err := o.library.Law()
	if err != nil {
		return it.Signs
	}
	form, _ := lib.Form("form_a")
	for _, code := range it.Signs {
		i := slices.IndexFunc(form.Questions, func(q law.Question) bool { return q.Code == code })
		if i >= 0 {
			code = vietnamese.LowerFirst(form.Questions[i].Title.VI)
		}
		out = append(out, code)
	}
	return out
}

func (s *PaperSet) report(d *paper.Data) {
	count := map[string]int{}
	all, complaints := 0, 0
	for _, l := range s.lists {
		all += len(l.List.Items)
		complaints += len(l.List.Complaints)
		tallyItems(l.List, count)
		d.Lists["ap"] = append(d.Lists["ap"], map[string]string{"ten": l.Hamlet, "so_ho": fmt.Sprint(len(l.List.Items)),
			"so_ngheo": fmt.Sprint(l.Poor), "so_can_ngheo": fmt.Sprint(l.NearPoor),
			"so_khieu_nai": fmt.Sprint(len(l.List.Complaints)), "buoc": l.List.Stage.Title().VI})
		if l.List.Signer != "" {
			d.Fields["nguoi_ky"] = l.List.Signer
		}
	}
	for k, v := range count {
		d.Fields[k] = fmt.Sprint(v)
	}
	d.Fields["so_danh_sach"], d.Fields["so_ho"], d.Fields["so_khieu_nai"] = fmt.Sprint(len(s.lists)), fmt.Sprint(all),
		fmt.Sprint(complaints)
	d.Fields["gui"] = d.Fields["cap_tren"]
	d.Fields["ap"] = ""
}

// qrPNG is an address as a QR code.
func qrPNG(text string) ([]byte, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, err
	}
	scaled, err := barcode.Scale(code, 240, 240)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = png.Encode(&b, scaled)
	return b.Bytes(), err
}
