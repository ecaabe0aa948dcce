package papers

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/vietnamese"
)

// paramBases is the parameter of the law with the instruments that a paper of a day is based on.
const paramBases = "paper_bases"

// bases are the instruments that a paper of a day is based on, a line each, and the mark of a procedure used after its
// period.
func (o *Desk) bases(on date.Date) (lines, mark string) {
	lib, err := o.library.Law()
	if err != nil {
		return "", ""
	}
	for _, p := range lib.Parameters {
		if v, ok := p.At(on); ok && p.Name == paramBases {
			all, _ := v.Value.([]string) // law.Load checked the type
			lines = "Căn cứ " + strings.Join(all, ";\nCăn cứ ") + ";"
		}
	}
	if t := review.NewProcedure(lib).Mark(on); t.VI != "" {
		mark = " " + vietnamese.UpperFirst(t.VI) + "."
	}
	return lines, mark
}

// placed are the fields that every paper of a commune has, by the names and the law of a day.
func (o *Desk) placed(commune place.Code, on date.Date) map[string]string {
	unit, province := o.office.UnitOn(commune, on), o.office.UnitOn(o.office.ProvinceCode(), on)
	bases, mark := o.bases(on)
	return map[string]string{"xa": unit.FullName, "xa_hoa": strings.ToUpper(unit.FullName),
		"xa_thuong": vietnamese.LowerFirst(unit.FullName), "co_quan": strings.ToUpper(unit.FullName),
		"noi":  unit.Spoken(),
		"tinh": province.FullName, "tinh_thuong": vietnamese.LowerFirst(province.FullName),
		"ngay": fmt.Sprintf("%02d", on.Day()), "thang": fmt.Sprintf("%02d", on.Month()), "nam": fmt.Sprint(on.Year()),
		"mau": sampleNote + mark, "can_cu_phap_ly": bases, "cap_tren": o.above(commune, on)}
}

// above is the body to which a commune reports on a day: its district's People's Committee while there was one, then
// the province's.
func (o *Desk) above(commune place.Code, on date.Date) string {
	if u, ok := o.office.Places().At(commune, on); ok {
		if d, ok := o.office.Places().At(u.Parent, on); ok {
			return "Ủy ban nhân dân " + vietnamese.LowerFirst(d.FullName)
		}
	}
	return "Ủy ban nhân dân " + vietnamese.LowerFirst(o.office.UnitOn(o.office.ProvinceCode(), on).FullName)
}

// ethnic is the name of a member's ethnic group.
func (o *Desk) ethnic(m *household.Member) string {
	for _, g := range o.office.Codes().Groups {
		if g.Code == m.Ethnicity {
			return g.Name
		}
	}
	return ""
}

// bornText is a member's day of birth, or as much of it as is known.
func bornText(m *household.Member) string {
	switch {
	case m.Birth.Exact():
		return m.Birth.Earliest.Vietnamese()
	case m.Birth.Known():
		return fmt.Sprint(m.Birth.Earliest.Year())
	}
	return ""
}

// doing is what form 01 asks of each member: at work, without work, at school. Empty where the register does not tell.
func doing(m *household.Member) string {
	switch {
	case m.Attending > household.AttendsNone:
		return "đang đi học"
	case m.Work == 0:
		return ""
	case m.Work == household.NotWorking:
		return "không có việc làm"
	}
	return "có việc làm"
}

// publicAddress is the setting with the address at which certificates are looked up by anybody.
const publicAddress = "public.address"

// PublicAddress is the address that QR codes name, as somebody has set it; "" where nobody has: a paper then names no
// host.
func (o *Desk) PublicAddress(ctx context.Context) (string, error) {
	return o.office.Setting(ctx, publicAddress)
}

// SetPublicAddress sets the address that QR codes name; "" takes it away. Errors: errs.Forbidden, errs.Invalid.
func (o *Desk) SetPublicAddress(ctx context.Context, a *office.Ask, address string) error {
	if !o.office.May(a, access.AnnounceReviews) {
		return office.Forbidden()
	}
	address = strings.TrimRight(strings.TrimSpace(address), "/")
	u, err := url.Parse(address)
	if address != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" ||
		office.TooLong(address)) {
		return errs.New(errs.Invalid,
			"write the whole address at which people reach the office, for example https://giamngheo.tinh.gov.vn")
	}
	deed := &office.Deed{Action: "paper.address", Kind: "setting", Subject: publicAddress,
		Place: o.office.ProvinceCode(),
		Note:  map[string]string{"address": address}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error { return tx.SetSetting(ctx, publicAddress, address) })
}
