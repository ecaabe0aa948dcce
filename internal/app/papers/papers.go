package papers

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/paper"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	reviewrows "giamngheo/internal/store/reviews"
	"giamngheo/internal/vietnamese"
)

// PaperSet is what papers of a commune's lists are written from.
type PaperSet struct {
	o      *Desk
	lists  []*reviews.ListShown
	on     date.Date
	web    string // the office's public address, for the QR codes; "": none is set
	titles *poverty.Standard
	items  map[int64]*reviewrows.ReviewItem // what the review knows of each household
	open   bool                             // certificates bear their heads' citizen numbers; else masked
}

// paperSet gathers lists that the actor may see; all of a commune in one campaign.
func (o *Desk) paperSet(ctx context.Context, a *office.Ask, lists []int64) (*PaperSet, error) {
	if len(lists) == 0 {
		return nil, errs.New(errs.Invalid, "paperSet|choose a list")
	}
	web, err := o.PublicAddress(ctx)
	if err != nil {
		return nil, err
	}
	s := &PaperSet{o: o, on: o.office.Day(), web: web, items: map[int64]*reviewrows.ReviewItem{}}
	for _, id := range lists {
		l, err := o.reviews.ReviewList(ctx, a, id)
		if err != nil {
			return nil, err
		}
		if len(s.lists) > 0 && (l.Commune != s.lists[0].Commune ||
			l.ReviewList.Campaign != s.lists[0].ReviewList.Campaign) {
			return nil, errs.New(errs.Invalid, "the lists are of one commune in one review")
		}
		if s.titles, err = o.standardOf(l); err != nil {
			return nil, err
		}
		s.lists = append(s.lists, l)
		items, err := reviewrows.Items(ctx, o.office.Reader(), l.Province, id)
		if err != nil {
			return nil, err
		}
		for i := range items {
			o.book.Complete(&items[i].Record, surveys.SurveyDay(&l.Campaign))
			s.items[items[i].Household] = &items[i]
		}
	}
	return s, nil
}

// Paper writes one paper of a list. Errors (errs.Conflict): the list has not come so far.
func (o *Desk) Paper(ctx context.Context, a *office.Ask, list int64, name string, w io.Writer) error {
	s, err := o.paperSet(ctx, a, []int64{list})
	if err != nil {
		return err
	}
	return o.writePaper(ctx, a, s, name, w)
}

// OpenCertificates writes a list's certificates with the heads' citizen numbers, as form 03 has them, for a reason that
// is on the record. Errors: errs.Forbidden, errs.Invalid without a reason; errs.Conflict: the list has not come so far.
func (o *Desk) OpenCertificates(ctx context.Context, a *office.Ask, list int64, reason string, w io.Writer) error {
	s, err := o.paperSet(ctx, a, []int64{list})
	if err != nil {
		return err
	}
	commune := s.lists[0].Commune
	if err := o.office.In(a, access.RevealHouseholds, access.ViewReviews, commune); err != nil {
		return err
	}
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	s.open = true
	var b bytes.Buffer
	if err := o.writePaper(ctx, a, s, "chung-nhan", &b); err != nil {
		return err
	}
	deed := &office.Deed{Action: "paper.open", Kind: "list", Subject: office.IDText(list), Place: commune,
		Reason: reason}
	if err := o.office.Do(ctx, a, deed, nil); err != nil { // before anybody has them
		return err
	}
	_, err = b.WriteTo(w)
	return err
}

// Papers writes all papers of a commune in a campaign, as far as its lists have come, as one zip. The reading is on
// the record.
func (o *Desk) Papers(ctx context.Context, a *office.Ask, campaign int64, commune string, w io.Writer) error {
	c, err := o.reviews.Campaign(ctx, a, campaign, "")
	if err != nil {
		return err
	}
	var ids []int64
	for _, l := range c.Lists {
		if string(l.Commune) == commune {
			ids = append(ids, l.ID)
		}
	}
	all, err := o.paperSet(ctx, a, ids)
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
		one.lists = []*reviews.ListShown{l}
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
	for _, name := range []string{"quyet-dinh-02", "bao-cao"} {
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

func (o *Desk) writePaper(ctx context.Context, a *office.Ask, s *PaperSet, name string, w io.Writer) error {
	i := slices.IndexFunc(paperKinds, func(k PaperKind) bool { return k.Name == name })
	if i < 0 {
		return errs.New(errs.NotFound, "there is no such paper")
	}
	for _, l := range s.lists {
		if !l.Reached(paperKinds[i].Stage) && (name != "bien-ban-hop" || len(l.List.Meetings) == 0) {
			return errs.New(errs.Conflict, "list %s has not come so far", l.Hamlet)
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
	if name == "quyet-dinh-02" && len(d.Lists["thoat"]) > 0 &&
		!slices.ContainsFunc(t.Fields(), func(f string) bool { return strings.HasPrefix(f, "thoat.") }) {
		return errs.New(errs.Conflict,
			"the office’s own template of the decision has no list of who escaped ({{thoat.…}}): form 02 has two lists; put it in, or use the shipped template")
	}
	o.office.Saw(a, office.Deed{Action: "paper.write", Kind: "list",
		Subject: office.IDText(s.lists[0].ID), Place: s.lists[0].Commune})
	return t.Fill(w, *d)
}

// RequestForm writes form 01 or 04 for a household, filled in as far as the register knows it: never a citizen number.
func (o *Desk) RequestForm(ctx context.Context, a *office.Ask, id int64, name string, w io.Writer) error {
	if name != "de-nghi-01" && name != "de-nghi-04" {
		return errs.New(errs.NotFound, "there is no such paper")
	}
	v, err := o.book.Peek(ctx, a, id)
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
	h, on := &v.Household, o.office.Day()
	class, _, _ := o.reviews.PathOf(id).Status(on)
	d := paper.Data{Fields: o.placed(h.Commune, on), Lists: map[string][]map[string]string{}}
	for key, said := range map[string]string{"ap": h.Hamlet, "dia_chi": h.Address, "ma_ho": string(h.Code),
		"phan_loai": vietnamese.LowerFirst(o.book.Standard().ClassTitle(class).VI)} {
		d.Fields[key] = said
	}
	for i := range h.Members {
		m := &h.Members[i]
		if i == 0 || m.Relationship == household.Head {
			born := bornText(m)
			d.Fields["chu_ho"], d.Fields["nam_sinh"], d.Fields["dan_toc"] = m.Name,
				strings.TrimLeft(born[max(0, len(born)-4):], "/"), o.ethnic(m)
			d.Fields["gioi_tinh"] = household.SexWords[m.Text("sex")]
		}
		d.Lists["tv"] = append(d.Lists["tv"], map[string]string{"stt": fmt.Sprint(m.No), "ho_ten": m.Name,
			"ngay_sinh": bornText(m),
			"gioi_tinh": household.SexWords[m.Text("sex")], "quan_he": household.RelationWords[m.Text("relationship")],
			"dan_toc":    o.ethnic(m),
			"tinh_trang": doing(m)})
	}
	return t.Fill(w, d)
}
