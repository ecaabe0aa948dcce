package supports

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/supports"
)

// Receiver names who received a support: a person, a household, or nobody of the register.
func (s *SupportShown) Receiver() string {
	switch {
	case s.Person != "":
		return s.Person
	case s.Head != "":
		return s.Head
	}
	return ""
}

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

// factsOn is what is so of a household and of a member on a day, with the first day of the recognition that makes it
// so.
func (o *Desk) factsOn(h *household.Household, m *household.Member, path review.Path,
	on date.Date) (f programme.Facts, since date.Date) {
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
	return programme.FactsOf(h, m, on, class, newly, o.office.Coastal(h.Commune, on)), since
}

// asked gathers what the rules look at. The record is that of the support's day.
func (o *Desk) asked(ctx context.Context, from store.Reader, a *office.Ask,
	in *SupportInput) (*programme.Asked, error) {
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	kind := c.Kind(in.Kind)
	if kind == nil {
		return nil, errs.New(errs.Invalid, "choose a kind of support from the list (there is no “%s”)", in.Kind)
	}
	if in.Day.IsZero() {
		return nil, errs.New(errs.Invalid, "give the day of the support")
	}
	ask := &programme.Asked{Kind: kind, Support: &in.Support, Today: o.office.Day()}
	if in.Household == 0 {
		if in.Commune == "" {
			return nil, errs.New(errs.Invalid, "choose the commune of the support")
		}
		in.Facts = 0
		if o.office.Coastal(in.Commune, in.Day) {
			in.Facts = programme.Coastal
		}
		return ask, o.office.In(a, access.RecordSupports, access.ViewSupports, in.Commune)
	}
	v, err := o.book.SeenBy(ctx, from, a, in.Household)
	if err != nil {
		return nil, err
	}
	if err := o.office.In(a, access.RecordSupports, access.ViewSupports, v.Household.Commune); err != nil {
		return nil, err
	}
	then := v
	if in.Day < v.ValidFrom {
		if old, err := book.VersionOn(ctx, from, v, in.Day); err == nil {
			then = old
		}
	}
	ask.Record = &then.Household
	if in.Member != 0 {
		ask.Member = then.Household.Member(in.Member)
	}
	in.Commune = then.Household.Commune
	in.Facts, ask.Recognised = o.factsOn(ask.Record, ask.Member, o.reviews.PathOf(in.Household), in.Day)
	return ask, nil
}

// unlikely asks about an amount that hardly any household gets: who may overrule lets it pass, with a reason.
func (o *Desk) unlikely(in *SupportInput) []programme.Finding {
	if in.Household == 0 {
		return nil
	}
	d := o.office.Codes().Bounds.Value("amount", float64(in.Amount))
	if d == nil {
		return nil
	}
	return []programme.Finding{{Code: programme.UnlikelyAmount, Overrulable: true,
		Text: errs.T("the amount of %s", d.Reason)}}
}

// find returns the reasons against a support that stay after what its recorder may and does overrule. The supports
// before it are held to be recorded, beside those that the reader sees.
func (o *Desk) find(ctx context.Context, from store.Reader, a *office.Ask, in *SupportInput, ask *programme.Asked,
	before ...programme.Support) ([]programme.Finding, error) {
	rules, err := o.library.RulesOn(in.Day)
	if err != nil {
		return nil, err
	}
	ask.Given, ask.Activity, ask.Taken = nil, nil, 0
	var was *supports.Support // the one that is corrected
	if in.Replaces != 0 {
		if was, err = o.replaced(ctx, from, in); err != nil {
			return nil, err
		}
	}
	if in.Household != 0 {
		all, err := supports.Of(ctx, from, string(o.office.ProvinceCode()), in.Household)
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
		act, err := o.activities.For(ctx, from, a, in.Activity, in.Commune)
		if err != nil {
			return nil, err
		}
		ask.Activity = &act.Activity
		if ask.Taken, err = supports.Taken(ctx, from, string(o.office.ProvinceCode()), in.Activity); err != nil {
			return nil, err
		}
		for i := range before {
			if before[i].Activity == in.Activity {
				ask.Taken += before[i].Quantity
			}
		}
		if was != nil && was.State == programme.Valid && was.Activity == in.Activity { // it gives its place to this one
			ask.Taken -= was.Quantity
		}
	}
	found := append(rules.Check(ask), o.unlikely(in)...)
	in.Overruled = nil
	if len(in.Overrules) > 0 && o.office.In(a, access.OverruleSupports, access.ViewSupports, in.Commune) == nil {
		for _, f := range found {
			if reason := strings.TrimSpace(in.Overrules[f.Code]); f.Overrulable && reason != "" {
				if err := office.NeedReason(reason); err != nil {
					return nil, err
				}
				in.Overruled = append(in.Overruled, programme.Overrule{Code: f.Code, Reason: reason, By: a.Account})
			}
		}
	}
	return rules.Allowed(found, in.Overruled), nil
}

// replaced is the support that another one corrects, which is one of the same household; of anybody else's nobody is
// told that it exists. Errors: errs.NotFound.
func (o *Desk) replaced(ctx context.Context, from store.Reader, in *SupportInput) (*supports.Support, error) {
	was, err := supports.Find(ctx, from, string(o.office.ProvinceCode()), in.Replaces)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || was.Household != in.Household || was.Household == 0 && was.Commune != in.Commune {
		return nil, office.NotYours()
	}
	return was, nil
}

// CheckSupport says what stands against a support and records nothing.
func (o *Desk) CheckSupport(ctx context.Context, a *office.Ask,
	in SupportInput) (found []programme.Finding, err error) {
	// it is asked while somebody types: it waits for nobody's save
	err = o.office.Look(ctx, func(from store.Reader) error {
		ask, err := o.asked(ctx, from, a, &in)
		if err == nil {
			found, err = o.find(ctx, from, a, &in, ask)
		}
		return err
	})
	return found, err
}

// RecordSupport records a support that nothing stands against. Errors: *Refusal with every reason; *agreements.Waits
// where a second person has to agree; errs.NotFound, errs.Forbidden.
func (o *Desk) RecordSupport(ctx context.Context, a *office.Ask, in SupportInput) (*supports.Support, error) {
	ask, err := o.asked(ctx, o.office.Reader(), a, &in) // before its turn to write is waited for
	if err == nil {
		err = o.stands(ctx, o.office.Reader(), a, &in, ask, true)
	}
	if err != nil {
		return nil, err
	}
	var v *supports.Support
	err = o.office.Each(ctx, a, func(tx *office.Tx) error {
		ask, err := o.asked(ctx, tx, a, &in)
		if err == nil {
			err = o.stands(ctx, tx, a, &in, ask, false) // what was recorded meanwhile counts
		}
		if err == nil {
			v, err = o.recordIn(ctx, tx, a, &in)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return v, nil
}

// stands is what stands against a support: a *Refusal, or that it needs a second person.
func (o *Desk) stands(ctx context.Context, from store.Reader, a *office.Ask, in *SupportInput, ask *programme.Asked,
	alone bool, before ...programme.Support) error {
	found, err := o.find(ctx, from, a, in, ask, before...)
	switch {
	case err != nil:
		return err
	case len(found) > 0:
		return &Refusal{found}
	}
	return o.Second(ctx, a, in, ask.Given, alone)
}

// RecordIn records a support within a transaction, whoever has to agree to it. Errors: as RecordSupport's.
func (o *Desk) RecordIn(ctx context.Context, tx *office.Tx, a *office.Ask,
	in *SupportInput) (*supports.Support, error) {
	ask, err := o.asked(ctx, tx, a, in)
	if err != nil {
		return nil, err
	}
	found, err := o.find(ctx, tx, a, in, ask)
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return nil, &Refusal{found}
	}
	return o.recordIn(ctx, tx, a, in)
}

// recordIn writes a support that nothing stands against within the same transaction.
func (o *Desk) recordIn(ctx context.Context, tx *office.Tx, a *office.Ask,
	in *SupportInput) (*supports.Support, error) {
	province := string(o.office.ProvinceCode())
	v := &supports.Support{Province: province, Support: in.Support, RecordedBy: a.Account, Recorded: o.office.Now()}
	v.ID, v.State = 0, programme.Valid
	if err := supports.Add(ctx, tx, v); err != nil {
		return nil, err
	}
	action := "support.record"
	if in.Replaces != 0 {
		was, err := o.replaced(ctx, tx, in)
		if err != nil {
			return nil, err
		}
		if was.Kind != in.Kind {
			return nil,
				errs.New(errs.Invalid,
					"a correction is of the same household and kind; otherwise withdraw the old one and enter a new one")
		}
		if err := supports.End(ctx, tx, province, in.Replaces, programme.Superseded, a.Account, v.ID,
			o.office.Now()); err != nil {
			return nil, err
		}
		action = "support.correct"
		tx.Changed(office.TopicSupport, in.Replaces)
	}
	tx.Changed(office.TopicSupport, v.ID)
	tx.After(func() {
		o.receipts.Shelf.Put(&v.Support)
		if in.Replaces != 0 {
			o.receipts.Shelf.End(in.Replaces, programme.Superseded)
		}
	})
	return v, tx.Note(ctx, supportDeed(action, v))
}

// supportDeed is what the record of deeds keeps of a support.
func supportDeed(action string, v *supports.Support) office.Deed {
	d := office.Deed{Action: action, Kind: "support", Subject: office.IDText(v.ID), Place: v.Commune,
		Note: map[string]string{"kind": v.Kind, "household": office.IDText(v.Household), "day": v.Day.String(),
			"quantity": office.IDText(v.Quantity), "amount": office.IDText(int64(v.Amount))}}
	for _, r := range v.Overruled {
		d.Note["overruled."+r.Code] = r.Reason
	}
	return d
}

// WithdrawSupport takes a support back: it stays on the record and does not count any more.
func (o *Desk) WithdrawSupport(ctx context.Context, a *office.Ask, id int64, reason string) error {
	v, err := o.supportSeen(ctx, a, id)
	if err != nil {
		return err
	}
	if err := o.office.In(a, access.RecordSupports, access.ViewSupports, o.nowCommune(v)); err != nil {
		return err
	}
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	return o.office.Each(ctx, a, func(tx *office.Tx) error { return o.withdrawIn(ctx, tx, a, v, reason) })
}

func (o *Desk) withdrawIn(ctx context.Context, tx *office.Tx, a *office.Ask, v *supports.Support, reason string) error {
	if err := supports.End(ctx, tx, v.Province, v.ID, programme.Withdrawn, a.Account, 0, o.office.Now()); err != nil {
		return err
	}
	tx.Changed(office.TopicSupport, v.ID)
	tx.After(func() { o.receipts.Shelf.End(v.ID, programme.Withdrawn) })
	deed := supportDeed("support.withdraw", v)
	deed.Reason = reason
	return tx.Note(ctx, deed)
}

// supportSeen returns a support that an actor may see.
func (o *Desk) supportSeen(ctx context.Context, a *office.Ask, id int64) (*supports.Support, error) {
	v, err := supports.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
	if err != nil {
		return nil, err
	}
	return v, o.office.In(a, access.ViewSupports, access.ViewSupports, o.nowCommune(v))
}

// nowCommune is the commune whose people look after a support: that of its household today, or the one that its
// commune has become.
func (o *Desk) nowCommune(v *supports.Support) place.Code {
	if v.Household != 0 {
		if c := o.book.View().Snap.CommuneOf(v.Household); c != "" {
			return place.Code(c)
		}
	}
	return o.office.Today(v.Commune)
}

// SupportShown is a support with what its page shows beside it.
type SupportShown struct {
	supports.Support
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
func (o *Desk) ruled(s *SupportShown) error {
	c, err := o.library.Catalogue()
	if err != nil || s.KindOf == nil {
		return err
	}
	rules, err := o.library.RulesOn(s.Day)
	if err != nil {
		return err
	}
	s.Norms = normsUnder(rules, s.KindOf, c.NodeOf(s.KindOf, &s.Support.Support, nil))
	return nil
}

// Support shows one support. Errors: errs.NotFound.
func (o *Desk) Support(ctx context.Context, a *office.Ask, id int64) (*SupportShown, error) {
	v, err := o.supportSeen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	o.office.Saw(a, office.Deed{Action: "support.view", Kind: "support",
		Subject: office.IDText(id), Place: v.Commune})
	s, err := o.supportShown(ctx, v, nil)
	if err == nil {
		err = o.ruled(s)
	}
	if err != nil || v.State == programme.Valid {
		return s, err
	}
	s.Ender = o.office.NameOf(ctx, v.EndedBy)
	entries, err := o.office.Entries(ctx, store.AuditQuery{Province: v.Province, Kind: "support",
		Subject: office.IDText(id), Limit: 500})
	for _, e := range entries {
		if e.Action == "support.withdraw" {
			s.Reason = e.Detail.Reason
		}
	}
	return s, err
}

func (o *Desk) supportShown(ctx context.Context, v *supports.Support, h *household.Household) (*SupportShown, error) {
	c, err := o.library.Catalogue()
	if err != nil {
		return nil, err
	}
	s := &SupportShown{Support: *v, KindOf: c.Kind(v.Kind), Unit: o.office.Unit(v.Commune), Now: o.nowCommune(v),
		Recorder: o.office.NameOf(ctx, v.RecordedBy)}
	if v.Household == 0 {
		return s, nil
	}
	if h == nil {
		now, err := households.Find(ctx, o.office.Reader(), v.Province, v.Household)
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
func (o *Desk) SupportsOf(ctx context.Context, a *office.Ask, id int64) (out []SupportShown, err error) {
	h, err := o.book.Seen(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if err := o.office.In(a, access.ViewSupports, access.ViewSupports, h.Household.Commune); err != nil {
		return nil, err
	}
	all, err := supports.Of(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
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
