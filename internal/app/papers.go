package app

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/paper"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
)

// PaperKind is one of the papers that the office writes.
type PaperKind struct {
	Name  string
	Title errs.Text
	Stage review.Stage // from which stage of a list on it can be written
}

// paperKinds are the papers in the order of the procedure. Not to be changed.
var paperKinds = []PaperKind{
	{"de-nghi-01", errs.Text{VI: "Giấy đề nghị rà soát (Mẫu 01)", EN: "Request (form 01)"}, review.Listing},
	{"de-nghi-04", errs.Text{VI: "Giấy đề nghị thoát nghèo (Mẫu 04)", EN: "Request of escape (form 04)"}, review.Listing},
	{"bien-ban-hop", errs.Text{VI: "Biên bản họp dân (2 bản)", EN: "Minutes of the meeting (two sets)"}, review.Meeting},
	{"niem-yet", errs.Text{VI: "Danh sách niêm yết", EN: "Posting list"}, review.Posting},
	{"quyet-dinh-02", errs.Text{VI: "Quyết định công nhận hộ nghèo, cận nghèo", EN: "Decision (form 02)"}, review.Deciding},
	{"quyet-dinh-05", errs.Text{VI: "Quyết định công nhận thoát nghèo, thoát cận nghèo", EN: "Decision of escapes (form 05)"}, review.Deciding},
	{"chung-nhan", errs.Text{VI: "Giấy chứng nhận", EN: "Certificates"}, review.Certifying},
	{"tu-choi", errs.Text{VI: "Văn bản từ chối, nêu lý do", EN: "Written refusals"}, review.Certifying},
	{"bao-cao", errs.Text{VI: "Báo cáo kết quả rà soát", EN: "Covering report"}, review.Listing},
	{planPaper, errs.Text{VI: "Kết quả thực hiện kế hoạch năm", EN: "The year's plan with its results"}, review.Stages}, // of no list
}

// PaperKinds lists the papers.
func (o *Office) PaperKinds() []PaperKind { return paperKinds }

// TemplateShown is a paper's template: the shipped one, or the office's own.
type TemplateShown struct {
	PaperKind
	Own    bool
	File   string
	By     string
	Fields []string
}

// Templates lists the templates of the papers.
func (o *Office) Templates(ctx context.Context, a *Actor) (out []TemplateShown, err error) {
	if !o.May(a, access.ViewReviews) {
		return nil, forbidden()
	}
	own, err := o.store.Templates(ctx, string(o.cfg.Province))
	if err != nil {
		return nil, err
	}
	for _, k := range paperKinds {
		t := TemplateShown{PaperKind: k}
		shipped, err := o.shippedTemplate(k.Name)
		if err != nil {
			return nil, err
		}
		p, err := paper.Parse(shipped)
		if err != nil {
			return nil, err
		}
		t.Fields = p.Fields()
		if i := slices.IndexFunc(own, func(v store.Template) bool { return v.Name == k.Name }); i >= 0 {
			t.Own, t.File, t.By = true, own[i].File, o.nameOf(ctx, own[i].By)
		}
		out = append(out, t)
	}
	return out, nil
}

func (o *Office) shippedTemplate(name string) ([]byte, error) {
	if !slices.ContainsFunc(paperKinds, func(k PaperKind) bool { return k.Name == name }) {
		return nil, errs.New(errs.NotFound, "không có loại giấy này", "there is no such paper")
	}
	return fs.ReadFile(o.App.cfg.Data, "paper/"+name+".docx")
}

// TemplateFile returns the template of a paper in use, to be changed in Word.
func (o *Office) TemplateFile(ctx context.Context, a *Actor, name string) ([]byte, error) {
	if !o.May(a, access.ViewReviews) {
		return nil, forbidden()
	}
	shipped, err := o.shippedTemplate(name)
	if err != nil {
		return nil, err
	}
	own, err := o.store.Templates(ctx, string(o.cfg.Province))
	if i := slices.IndexFunc(own, func(v store.Template) bool { return v.Name == name }); i >= 0 {
		return own[i].Docx, err
	}
	return shipped, err
}

// mostTemplate is how large a template may be.
const mostTemplate = 2 << 20

// SetTemplate puts an office's own template in the place of the one before; an empty one brings the shipped one back. Errors
// (errs.Invalid): no Word document, a field that the paper does not have.
func (o *Office) SetTemplate(ctx context.Context, a *Actor, name, file string, docx []byte) error {
	if !o.May(a, access.AnnounceReviews) {
		return forbidden()
	}
	shipped, err := o.shippedTemplate(name)
	if err != nil {
		return err
	}
	if len(docx) > mostTemplate {
		return errs.New(errs.Invalid, "tệp mẫu quá 2 MB", "the template is larger than 2 MB")
	}
	if len(docx) > 0 {
		if err := checkTemplate(shipped, docx); err != nil {
			return err
		}
	}
	return o.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.SetTemplate(ctx, string(o.cfg.Province), &store.Template{Name: name, File: file, Docx: docx, At: o.now(), By: a.Account}); err != nil {
			return err
		}
		e := o.entry(a, "paper.template", "paper", name, o.cfg.Province)
		e.Detail.Note = map[string]string{"bytes": fmt.Sprint(len(docx))}
		return tx.Audit(ctx, e)
	})
}

func checkTemplate(shipped, docx []byte) error {
	had, err := paper.Parse(shipped)
	if err != nil {
		return err
	}
	t, err := paper.Parse(docx)
	if err != nil {
		return err
	}
	var unknown []string
	for _, f := range t.Fields() {
		if !slices.Contains(had.Fields(), f) && !slices.Contains(common, f) {
			unknown = append(unknown, "{{"+f+"}}")
		}
	}
	if len(unknown) > 0 {
		return errs.New(errs.Invalid, "mẫu có trường không dùng được cho giấy này: "+strings.Join(unknown, ", ")+"; các trường dùng được: "+strings.Join(had.Fields(), ", "),
			"fields that this paper does not have: "+strings.Join(unknown, ", ")+"; there are: "+strings.Join(had.Fields(), ", "))
	}
	return nil
}

// common are the fields that every paper has.
var common = []string{"xa", "xa_hoa", "tinh", "co_quan", "noi", "ngay", "thang", "nam", "dot", "dot_thuong", "mau", "so", "nguoi_ky", "xa_thuong", "tinh_thuong"}

// sampleNote stands under every paper: the annexed forms were not read.
const sampleNote = "MẪU tham khảo theo thể thức Nghị định 30/2020/NĐ-CP; đối chiếu phụ lục Quyết định 24/2021/QĐ-TTg trước khi dùng chính thức."

// PaperSet is what papers of a commune's lists are written from.
type PaperSet struct {
	o      *Office
	lists  []*ListShown
	on     date.Date
	web    string // the office's address, for the QR codes
	titles *poverty.Standard
}

// paperSet gathers lists that the actor may see; all of a commune in one campaign.
func (o *Office) paperSet(ctx context.Context, a *Actor, lists []int64, web string) (*PaperSet, error) {
	if len(lists) == 0 {
		return nil, errs.New(errs.Invalid, "chọn danh sách", "choose a list")
	}
	s := &PaperSet{o: o, on: o.Day(), web: web, titles: o.Standard()}
	for _, id := range lists {
		l, err := o.ReviewList(ctx, a, id)
		if err != nil {
			return nil, err
		}
		if len(s.lists) > 0 && (l.Commune != s.lists[0].Commune || l.ReviewList.Campaign != s.lists[0].ReviewList.Campaign) {
			return nil, errs.New(errs.Invalid, "các danh sách phải cùng một xã, một đợt", "the lists are of one commune in one review")
		}
		s.lists = append(s.lists, l)
	}
	return s, nil
}

// Paper writes one paper of a list. Errors (errs.Conflict): the list has not come so far.
func (o *Office) Paper(ctx context.Context, a *Actor, list int64, name, web string, w io.Writer) error {
	s, err := o.paperSet(ctx, a, []int64{list}, web)
	if err != nil {
		return err
	}
	return o.writePaper(ctx, a, s, name, w)
}

// Papers writes all papers of a commune in a campaign, as far as its lists have come, as one zip. The reading is on the record.
func (o *Office) Papers(ctx context.Context, a *Actor, campaign int64, commune string, web string, w io.Writer) error {
	c, err := o.Campaign(ctx, a, campaign, "")
	if err != nil {
		return err
	}
	var ids []int64
	for _, l := range c.Lists {
		if string(l.Commune) == commune {
			ids = append(ids, l.ID)
		}
	}
	all, err := o.paperSet(ctx, a, ids, web)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	add := func(path string, s *PaperSet, name string) error {
		var b bytes.Buffer
		err := o.writePaper(ctx, a, s, name, &b)
		if errs.KindOf(err) == errs.Conflict && err != nil {
			return nil // not so far yet, or nobody to name
		}
		if err != nil {
			return err
		}
		f, err := z.Create(path)
		if err != nil {
			return err
		}
		_, err = f.Write(b.Bytes())
		return err
	}
	for i, l := range all.lists {
		one := *all
		one.lists = []*ListShown{l}
		for _, k := range paperKinds {
			if k.Name == "bao-cao" || strings.HasPrefix(k.Name, "de-nghi") || strings.HasPrefix(k.Name, "quyet-dinh") {
				continue
			}
			if err := add(fmt.Sprintf("%02d-%s/%s.docx", i+1, fileWord(l.Hamlet), k.Name), &one, k.Name); err != nil {
				return err
			}
		}
	}
	decided := *all
	decided.lists = nil
	for _, l := range all.lists {
		if l.Reached(review.Deciding) {
			decided.lists = append(decided.lists, l)
		}
	}
	for _, name := range []string{"quyet-dinh-02", "quyet-dinh-05", "bao-cao"} {
		s := &decided
		if name == "bao-cao" {
			s = all
		}
		if len(s.lists) == 0 {
			continue
		}
		if err := add(name+".docx", s, name); err != nil {
			return err
		}
	}
	return z.Close()
}

// fileWord makes a hamlet's name part of a file's name.
func fileWord(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|.`, r) || r < ' ' {
			return '-'
		}
		return r
	}, s)
	if s == "" {
		return "chua-ghi-ap"
	}
	return s
}

func (o *Office) writePaper(ctx context.Context, a *Actor, s *PaperSet, name string, w io.Writer) error {
	i := slices.IndexFunc(paperKinds, func(k PaperKind) bool { return k.Name == name })
	if i < 0 {
		return errs.New(errs.NotFound, "không có loại giấy này", "there is no such paper")
	}
	for _, l := range s.lists {
		if !l.Reached(paperKinds[i].Stage) && (name != "bien-ban-hop" || len(l.List.Meetings) == 0) {
			return errs.New(errs.Conflict, "danh sách "+l.Hamlet+" chưa đến bước này", "list "+l.Hamlet+" has not come so far")
		}
	}
	docx, err := o.TemplateFile(ctx, a, name)
	if err != nil {
		return err
	}
	t, err := paper.Parse(docx)
	if err != nil {
		return err
	}
	d, err := s.data(ctx, name)
	if err != nil {
		return err
	}
	o.reads.add(o.entry(a, "paper.write", "list", idText(s.lists[0].ID), s.lists[0].Commune))
	return t.Fill(w, *d)
}

// RequestForm writes form 01 or 04 for a household, filled in as far as the register knows it: never a citizen number.
func (o *Office) RequestForm(ctx context.Context, a *Actor, id int64, name string, w io.Writer) error {
	if name != "de-nghi-01" && name != "de-nghi-04" {
		return errs.New(errs.NotFound, "không có loại giấy này", "there is no such paper")
	}
	v, err := o.Peek(ctx, a, id)
	if err != nil {
		return err
	}
	docx, err := o.TemplateFile(ctx, a, name)
	if err != nil {
		return err
	}
	t, err := paper.Parse(docx)
	if err != nil {
		return err
	}
	h, on := &v.Household, o.Day()
	class, _, _ := o.paths.get(id).Status(on)
	d := paper.Data{Fields: map[string]string{"xa": o.unit(h.Commune).FullName, "tinh": o.Province().FullName, "noi": o.unit(h.Commune).Name, "ap": h.Hamlet, "dia_chi": h.Address, "ma_ho": string(h.Code),
		"ngay": fmt.Sprintf("%02d", on.Day()), "thang": fmt.Sprintf("%02d", on.Month()), "nam": fmt.Sprint(on.Year()), "phan_loai": lowerFirst(o.Standard().ClassTitle(class).VI), "mau": sampleNote,
		"xa_thuong": lowerFirst(o.unit(h.Commune).FullName), "tinh_thuong": lowerFirst(o.Province().FullName)},
		Lists: map[string][]map[string]string{}}
	for i := range h.Members {
		m := &h.Members[i]
		born := ""
		if m.Birth.Exact() {
			born = m.Birth.Earliest.Vietnamese()
		} else if m.Birth.Known() {
			born = fmt.Sprint(m.Birth.Earliest.Year())
		}
		group := ""
		for _, g := range o.codes.Groups {
			if g.Code == m.Ethnicity {
				group = g.Name
			}
		}
		if i == 0 || m.Relationship == 1 {
			d.Fields["chu_ho"], d.Fields["nam_sinh"], d.Fields["dan_toc"] = m.Name, strings.TrimLeft(born[max(0, len(born)-4):], "/"), group
		}
		d.Lists["tv"] = append(d.Lists["tv"], map[string]string{"stt": fmt.Sprint(m.No), "ho_ten": m.Name, "ngay_sinh": born, "gioi_tinh": sexWords[m.Text("sex")], "quan_he": relationWords[m.Text("relationship")], "dan_toc": group})
	}
	return t.Fill(w, d)
}

var sexWords = map[string]string{"male": "Nam", "female": "Nữ"}

var relationWords = map[string]string{"head": "Chủ hộ", "spouse": "Vợ/chồng", "child": "Con", "parent": "Cha/mẹ", "grandparent": "Ông/bà", "grandchild": "Cháu", "other": "Khác"}
