package papers

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"giamngheo/internal/app/averages"
	"giamngheo/internal/app/book"
	"giamngheo/internal/average"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/paper"
	"giamngheo/internal/store/households"
)

// The papers that answer a request for average living standard.
const (
	averageDecision = "mstb-quyet-dinh"
	averageRefusal  = "mstb-tu-choi"
)

// AveragePaper writes what answers a request for average living standard: the decision or the written refusal; name is
// that of the paper. Errors: errs.NotFound; errs.Conflict where the request is not answered.
func (o *Desk) AveragePaper(ctx context.Context, a *office.Ask, id int64) (name string, docx []byte, err error) {
	r, err := o.averages.Request(ctx, a, id)
	if err != nil {
		return "", nil, err
	}
	switch r.Stage {
	case average.Recognised:
		name = averageDecision
	case average.Refused:
		name = averageRefusal
	default:
		return "", nil, errs.New(errs.Conflict, "the request is not answered yet: it waits for %s", r.Stage.Title())
	}
	file, err := o.TemplateFile(ctx, a, name)
	if err != nil {
		return "", nil, err
	}
	t, err := paper.Parse(file)
	if err != nil {
		return "", nil, err
	}
	d, err := o.averageData(ctx, r)
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	o.office.Saw(a, office.Deed{Action: "paper.write", Kind: "household", Subject: office.IDText(r.Household),
		Place: r.Unit.Code})
	err = t.Fill(&b, d)
	return name, b.Bytes(), err
}

// averageData are the fields of an answer, of its own day: the household, its commune and the law as they were then.
func (o *Desk) averageData(ctx context.Context, r *averages.Shown) (paper.Data, error) {
	last := r.Last()
	v, err := households.Find(ctx, o.office.Reader(), r.Province, r.Household)
	if err != nil {
		return paper.Data{}, err
	}
	then, err := book.VersionOn(ctx, o.office.Reader(), v, last.Day)
	switch {
	case err == nil:
		v = then
	case errs.KindOf(err) != errs.NotFound: // entered with a later day than the answer's: there is nothing older
		return paper.Data{}, err
	}
	h := &v.Household
	d := paper.Data{Fields: o.placed(h.Commune, last.Day), Lists: map[string]paper.List{}}
	head := ""
	if m := h.Head(); m != nil {
		head = m.Name
	}
	for key, said := range map[string]string{"so": last.Number, "nguoi_ky": last.Signer, "chu_ho": head,
		"ap": h.Hamlet, "ma_ho": string(h.Code), "so_khau": fmt.Sprint(len(h.Members)),
		"ngay_nhan": r.Received.Vietnamese(), "hieu_luc": last.Day.Vietnamese(), "ly_do": sentence(last.Reason)} {
		d.Fields[key] = said
	}
	if r.Found != nil && r.Found.Own != nil {
		d.Fields["can_cu_phap_ly"] += "\nCăn cứ " + strings.TrimRight(r.Found.Own.By, ";. ") + ";"
	}
	for _, sample := range r.Samples {
		d.Fields["mau"] += " " + sample.VI
	}
	for i := range h.Members {
		d.Lists["tv"] = append(d.Lists["tv"], o.member(&h.Members[i]))
	}
	return d, nil
}
