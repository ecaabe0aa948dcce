package app

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
)

// Refusal is a support that was not recorded: every reason against it, with its article.
type Refusal struct{ Findings []programme.Finding }

// Error names the first reason.
func (r *Refusal) Error() string {
	if len(r.Findings) == 0 {
		return "khoản hỗ trợ bị từ chối"
	}
	return r.Findings[0].Text.VI
}

// Overrulable reports whether somebody who may could let all of it pass.
func (r *Refusal) Overrulable() bool {
	return !slices.ContainsFunc(r.Findings, func(f programme.Finding) bool { return !f.Overrulable })
}

// SupportInput is a support to be recorded. Replaces is the one that it corrects; 0: none.
type SupportInput struct {
	programme.Support
	Replaces  int64
	Overrules map[string]string // reasons by the finding's code
}

// catalogue is the programme as data, read once.
func (o *Office) catalogue() (*programme.Catalogue, error) { return o.programmes() }

// Catalogue is the programme as data: its trees, kinds of support, funds.
func (o *Office) Catalogue() (*programme.Catalogue, error) { return o.catalogue() }

// rulesOn are the catalogue's rules with the law of a day; they are kept.
func (o *Office) rulesOn(on date.Date) (*programme.Rules, error) {
	if had, ok := o.rules.Load(on); ok {
		return had.(*programme.Rules), nil
	}
	c, err := o.catalogue()
	if err != nil {
		return nil, err
	}
	lib, err := o.Law()
	if err != nil {
		return nil, err
	}
	r, err := c.Compile(lib, on)
	if err == nil {
		o.rules.Store(on, r)
	}
	return r, err
}

// coastal reports whether a commune is known to be an especially difficult coastal one on a day.
func (o *Office) coastal(commune place.Code, on date.Date) bool {
	is, _ := o.reg().CoastalDifficult(commune, on)
	return is == place.CoastalYes
}

// factsOn is what is so of a household and of a member on a day, with the first day of the recognition that makes it so.
func (o *Office) factsOn(h *household.Household, m *household.Member, path review.Path, on date.Date) (f programme.Facts, since date.Date) {
	class, newly, _ := path.Status(on)
	low := func(r *review.Recognition) bool {
		return r.Class == poverty.Poor || r.Class == poverty.NearPoor || !r.Newly.IsZero()
	}
	if r := path.On(on); r != nil && low(r) {
		since = r.From
	}
	for i := range path { // else the next one, so that a support before it can be told from one to nobody's household
		if r := &path[i]; since.IsZero() && r.Superseded == 0 && r.From > on && low(r) {
			since = r.From
		}
	}
	return programme.FactsOf(h, m, on, class, newly, o.coastal(h.Commune, on)), since
}

// asked gathers what the rules look at. The record is that of the support's day.
func (o *Office) asked(ctx context.Context, from store.Reader, a *Actor, in *SupportInput) (*programme.Asked, error) {
	c, err := o.catalogue()
	if err != nil {
		return nil, err
	}
	kind := c.Kind(in.Kind)
	if kind == nil {
		return nil, errs.New(errs.Invalid, "chọn loại hỗ trợ trong danh mục (không có “"+in.Kind+"”)", "choose a kind of support from the list (there is no “"+in.Kind+"”)")
	}
	if in.Day.IsZero() {
		return nil, errs.New(errs.Invalid, "ghi ngày hỗ trợ", "give the day of the support")
	}
	ask := &programme.Asked{Kind: kind, Support: &in.Support, Today: o.Day()}
	if in.Household == 0 {
		if in.Commune == "" {
			return nil, errs.New(errs.Invalid, "chọn xã nơi hỗ trợ", "choose the commune of the support")
		}
		in.Facts = 0
		if o.coastal(in.Commune, in.Day) {
			in.Facts = programme.Coastal
		}
		return ask, o.maySupport(a, access.RecordSupports, in.Commune)
	}
	v, err := o.seenBy(ctx, from, a, in.Household)
	if err != nil {
		return nil, err
	}
	if err := o.maySupport(a, access.RecordSupports, v.Household.Commune); err != nil {
		return nil, err
	}
	then := v
	if in.Day < v.ValidFrom {
		if old, err := versionOn(ctx, from, v, in.Day); err == nil {
			then = old
		}
	}
	ask.Record = &then.Household
	if in.Member != 0 {
		ask.Member = then.Household.Member(in.Member)
	}
	in.Commune = then.Household.Commune
	in.Facts, ask.Recognised = o.factsOn(ask.Record, ask.Member, o.paths.get(in.Household), in.Day)
	return ask, nil
}

// maySupport is may for supports: what may not be seen does not exist.
func (o *Office) maySupport(a *Actor, action access.Action, commune place.Code) error {
	if communes, err := o.scope(a, action, 0); err == nil && slices.Contains(communes, commune) {
		return nil
	}
	if communes, err := o.scope(a, access.ViewSupports, 0); err == nil && slices.Contains(communes, commune) {
		return forbidden()
	}
	return notYours()
}

// find returns the reasons against a support that stay after what its recorder may and does overrule. The supports
// before it are held to be recorded, beside those that the reader sees.
func (o *Office) find(ctx context.Context, from store.Reader, a *Actor, in *SupportInput, ask *programme.Asked, before ...programme.Support) ([]programme.Finding, error) {
	rules, err := o.rulesOn(in.Day)
	if err != nil {
		return nil, err
	}
	ask.Given, ask.Activity, ask.Taken = nil, nil, 0
	if in.Household != 0 {
		all, err := from.SupportsOf(ctx, string(o.cfg.Province), in.Household)
		if err != nil {
			return nil, err
		}
		for i := range all {
			if s := &all[i].Support; s.State == programme.Valid && s.ID != in.Replaces {
				ask.Given = append(ask.Given, *s)
			}
		}
		for i := range before {
			if before[i].Household == in.Household {
				ask.Given = append(ask.Given, before[i])
			}
		}
	}
	if in.Activity != 0 {
		act, err := from.Activity(ctx, string(o.cfg.Province), in.Activity)
		if err != nil {
			return nil, err
		}
		ask.Activity = &act.Activity
		if ask.Taken, err = from.Taken(ctx, string(o.cfg.Province), in.Activity); err != nil {
			return nil, err
		}
		for i := range before {
			if before[i].Activity == in.Activity {
				ask.Taken += before[i].Quantity
			}
		}
		if in.Replaces != 0 { // the one that is corrected gives its place to this one
			was, err := from.Support(ctx, string(o.cfg.Province), in.Replaces)
			if err != nil {
				return nil, err
			}
			if was.State == programme.Valid && was.Activity == in.Activity {
				ask.Taken -= was.Quantity
			}
		}
	}
	found := rules.Check(ask)
	in.Overruled = nil
	if len(in.Overrules) > 0 && o.maySupport(a, access.OverruleSupports, in.Commune) == nil {
		for _, f := range found {
			if reason := strings.TrimSpace(in.Overrules[f.Code]); f.Overrulable && reason != "" {
				if err := needReason(reason); err != nil {
					return nil, err
				}
				in.Overruled = append(in.Overruled, programme.Overrule{Code: f.Code, Reason: reason, By: a.Account})
			}
		}
	}
	return rules.Allowed(found, in.Overruled), nil
}

// CheckSupport says what stands against a support and records nothing.
func (o *Office) CheckSupport(ctx context.Context, a *Actor, in SupportInput) (found []programme.Finding, err error) {
	err = o.store.View(ctx, func(from store.Reader) error { // it is asked while somebody types: it waits for nobody's save
		ask, err := o.asked(ctx, from, a, &in)
		if err == nil {
			found, err = o.find(ctx, from, a, &in, ask)
		}
		return err
	})
	return found, err
}

// RecordSupport records a support that nothing stands against. Errors: *Refusal with every reason; errs.NotFound, errs.Forbidden.
func (o *Office) RecordSupport(ctx context.Context, a *Actor, in SupportInput) (*store.Support, error) {
	if _, err := o.asked(ctx, o.store, a, &in); err != nil { // before its turn to write is waited for
		return nil, err
	}
	var v *store.Support
	err := o.store.Write(ctx, func(tx *store.Tx) error {
		ask, err := o.asked(ctx, tx, a, &in)
		if err == nil {
			v, err = o.recordIn(ctx, tx, a, &in, ask)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return v, nil
}

// recordIn is RecordSupport within a transaction.
func (o *Office) recordIn(ctx context.Context, tx *store.Tx, a *Actor, in *SupportInput, ask *programme.Asked) (*store.Support, error) {
	found, err := o.find(ctx, tx, a, in, ask)
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return nil, &Refusal{found}
	}
	province := string(o.cfg.Province)
	v := &store.Support{Province: province, Support: in.Support, RecordedBy: a.Account, Recorded: o.now()}
	v.ID, v.State = 0, programme.Valid
	if err := tx.AddSupport(ctx, v); err != nil {
		return nil, err
	}
	action := "support.record"
	if in.Replaces != 0 {
		was, err := tx.Support(ctx, province, in.Replaces)
		if err != nil {
			return nil, err
		}
		if was.Household != in.Household || was.Kind != in.Kind {
			return nil, errs.New(errs.Invalid, "khoản được sửa phải cùng hộ và cùng loại hỗ trợ; nếu nhầm hộ hoặc loại, hãy rút khoản cũ rồi nhập khoản mới",
				"a correction is of the same household and kind; otherwise withdraw the old one and enter a new one")
		}
		if err := tx.EndSupport(ctx, province, in.Replaces, programme.Superseded, a.Account, v.ID, o.now()); err != nil {
			return nil, err
		}
		action = "support.correct"
	}
	tx.After(func() {
		o.supports.put(&v.Support)
		if in.Replaces != 0 {
			o.supports.end(in.Replaces, programme.Superseded)
		}
	})
	return v, tx.Audit(ctx, o.supportEntry(a, action, v))
}

// supportEntry is the audit entry of a support.
func (o *Office) supportEntry(a *Actor, action string, v *store.Support) *audit.Entry {
	e := o.entry(a, action, "support", idText(v.ID), v.Commune)
	e.Detail.Note = map[string]string{"kind": v.Kind, "household": idText(v.Household), "day": v.Day.String(), "quantity": idText(v.Quantity), "amount": idText(int64(v.Amount))}
	for _, r := range v.Overruled {
		e.Detail.Note["overruled."+r.Code] = r.Reason
	}
	return e
}

// WithdrawSupport takes a support back: it stays on the record and does not count any more.
func (o *Office) WithdrawSupport(ctx context.Context, a *Actor, id int64, reason string) error {
	v, err := o.supportSeen(ctx, a, id)
	if err != nil {
		return err
	}
	if err := o.maySupport(a, access.RecordSupports, o.nowCommune(v)); err != nil {
		return err
	}
	if err := needReason(reason); err != nil {
		return err
	}
	return o.store.Write(ctx, func(tx *store.Tx) error { return o.withdrawIn(ctx, tx, a, v, reason) })
}

func (o *Office) withdrawIn(ctx context.Context, tx *store.Tx, a *Actor, v *store.Support, reason string) error {
	if err := tx.EndSupport(ctx, v.Province, v.ID, programme.Withdrawn, a.Account, 0, o.now()); err != nil {
		return err
	}
	tx.After(func() { o.supports.end(v.ID, programme.Withdrawn) })
	e := o.supportEntry(a, "support.withdraw", v)
	e.Detail.Reason = reason
	return tx.Audit(ctx, e)
}

// supportSeen returns a support that an actor may see.
func (o *Office) supportSeen(ctx context.Context, a *Actor, id int64) (*store.Support, error) {
	v, err := o.store.Support(ctx, string(o.cfg.Province), id)
	if err != nil {
		return nil, err
	}
	return v, o.maySupport(a, access.ViewSupports, o.nowCommune(v))
}

// nowCommune is the commune whose people look after a support: that of its household today, or the one that its commune has
// become.
func (o *Office) nowCommune(v *store.Support) place.Code {
	if v.Household != 0 {
		if c := o.current.Load().snap.CommuneOf(v.Household); c != "" {
			return place.Code(c)
		}
	}
	return o.today(v.Commune)
}

// today is the unit that a commune is now: itself, or the one that it has become.
func (o *Office) today(c place.Code) place.Code {
	if _, ok := o.reg().At(c, o.Day()); ok {
		return c
	}
	all := o.reg().Find(c)
	if len(all) == 0 {
		return c
	}
	if to, why := o.reg().Target(c, all[len(all)-1].From, o.Day()); why.VI == "" && to != "" {
		return to
	}
	return c
}

// SupportShown is a support with what its page shows beside it.
type SupportShown struct {
	store.Support
	KindOf   *programme.Kind
	Unit     place.Unit
	Now      place.Code // the commune whose people look after it now
	Recorder string
	Person   string // the member's name
	Head     string
	Code     household.ID
	Ender    string              // who withdrew or replaced it
	Reason   string              // why it was withdrawn, from the record of deeds; on its own page only
	Norms    []programme.NormNow // of its day; on its own page only
}

// ruled fills in the norms that a support was held against.
func (o *Office) ruled(s *SupportShown) error {
	c, err := o.catalogue()
	if err != nil || s.KindOf == nil {
		return err
	}
	rules, err := o.rulesOn(s.Day)
	if err != nil {
		return err
	}
	s.Norms = normsUnder(rules, s.KindOf, c.NodeOf(s.KindOf, &s.Support.Support, nil))
	return nil
}

// Support shows one support. Errors: errs.NotFound.
func (o *Office) Support(ctx context.Context, a *Actor, id int64) (*SupportShown, error) {
	v, err := o.supportSeen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	o.reads.add(o.entry(a, "support.view", "support", idText(id), v.Commune))
	s, err := o.supportShown(ctx, v, nil)
	if err == nil {
		err = o.ruled(s)
	}
	if err != nil || v.State == programme.Valid {
		return s, err
	}
	s.Ender = o.nameOf(ctx, v.EndedBy)
	entries, err := o.store.Audit(ctx, store.AuditQuery{Province: v.Province, Kind: "support", Subject: idText(id), Limit: 500})
	for _, e := range entries {
		if e.Action == "support.withdraw" {
			s.Reason = e.Detail.Reason
		}
	}
	return s, err
}

func (o *Office) supportShown(ctx context.Context, v *store.Support, h *household.Household) (*SupportShown, error) {
	c, err := o.catalogue()
	if err != nil {
		return nil, err
	}
	s := &SupportShown{Support: *v, KindOf: c.Kind(v.Kind), Unit: o.unit(v.Commune), Now: o.nowCommune(v), Recorder: o.nameOf(ctx, v.RecordedBy)}
	if v.Household == 0 {
		return s, nil
	}
	if h == nil {
		now, err := o.store.Household(ctx, v.Province, v.Household)
		if err != nil {
			return nil, err
		}
		h = &now.Household
	}
	s.Code = h.Code
	if m := h.Head(); m != nil {
		s.Head = m.Name
	}
	if m := h.Member(v.Member); m != nil && v.Member != 0 {
		s.Person = m.Name
	}
	return s, nil
}

// SupportsOf shows all that a household received, the newest first. Errors: errs.NotFound where it may not be seen.
func (o *Office) SupportsOf(ctx context.Context, a *Actor, id int64) (out []SupportShown, err error) {
	h, err := o.seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if err := o.maySupport(a, access.ViewSupports, h.Household.Commune); err != nil {
		return nil, err
	}
	all, err := o.store.SupportsOf(ctx, string(o.cfg.Province), id)
	if err != nil {
		return nil, err
	}
	for i := len(all) - 1; i >= 0; i-- {
		s, err := o.supportShown(ctx, &all[i], &h.Household)
		if err != nil {
			return nil, err
		}
		out = append(out, *s)
	}
	return out, nil
}
