package app

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
)

// stepActions say which right a step asks for; steps that are not here have a use case of their own.
var stepActions = map[review.Step]access.Action{
	review.RemoveHousehold: access.RunReviews, review.CloseList: access.RunReviews, review.FormA: access.SurveyReviews, review.CloseSurvey: access.RunReviews,
	review.HoldMeeting: access.RunReviews, review.Post: access.RunReviews, review.Complain: access.RunReviews, review.ClosePosting: access.RunReviews,
	review.SendOpinion: access.RunReviews, review.GiveOpinion: access.OpineReviews, review.GoBack: access.RunReviews, review.Answer: access.RunReviews,
}

// TakeStep takes a step of a list. Errors: errs.Forbidden, errs.NotFound, and what the procedure says against it.
func (o *Office) TakeStep(ctx context.Context, a *Actor, list int64, e review.Event) error {
	action, ok := stepActions[e.Step]
	if !ok {
		return errs.New(errs.Invalid, "không có bước này", "there is no such step")
	}
	return o.step(ctx, a, action, list, &e, func(tx *store.Tx, s *ListShown) error {
		switch e.Step {
		case review.RemoveHousehold:
			return tx.DropReviewItem(ctx, s.Province, s.ReviewList.Campaign, e.Household)
		case review.Complain:
			return o.contested(ctx, tx, s, e.Household)
		}
		return nil
	})
}

// contested puts a household that a complaint has brought onto the list among its forms.
func (o *Office) contested(ctx context.Context, tx *store.Tx, s *ListShown, id int64) error {
	if it := s.List.Item(id); it == nil || it.Source != review.Contested || it.Found != nil {
		return nil
	}
	v, err := tx.Household(ctx, s.Province, id)
	if err != nil {
		return err
	}
	if v.Household.Commune != s.Commune {
		return errs.New(errs.Invalid, "hộ bị khiếu nại thuộc xã khác", "the household belongs to another commune")
	}
	return tx.AddReviewItem(ctx, &store.ReviewItem{Province: s.Province, Campaign: s.ReviewList.Campaign, Household: id, List: s.ID, Version: v.Version, Record: v.Household})
}

// Complaint records a complaint about a household given by its code: one on the list, or one that should be on it.
func (o *Office) Complaint(ctx context.Context, a *Actor, list int64, code household.ID, e review.Event) error {
	id, err := o.idOf(ctx, a, code)
	if err != nil {
		return err
	}
	e.Step, e.Household, e.Was = review.Complain, id, o.standing(id)
	return o.TakeStep(ctx, a, list, e)
}

// idOf finds a household that the actor may see by its code. Errors: errs.NotFound.
func (o *Office) idOf(ctx context.Context, a *Actor, code household.ID) (int64, error) {
	id, err := o.store.ByCode(ctx, string(o.cfg.Province), household.ID(strings.TrimSpace(string(code))))
	if err != nil {
		return 0, err
	}
	if id == 0 {
		return 0, errs.New(errs.NotFound, "không có hộ mã “"+string(code)+"”", "there is no household “"+string(code)+"”")
	}
	_, err = o.seen(ctx, a, id)
	return id, err
}

// Request puts a household that filed form 01 or 04 on its hamlet's list; the list is begun where there is none.
func (o *Office) Request(ctx context.Context, a *Actor, campaign int64, code household.ID, source review.Source, day date.Date) (list int64, err error) {
	if source != review.Request01 && source != review.Request04 {
		return 0, errs.New(errs.Invalid, "chọn Mẫu 01 hoặc Mẫu 04", "choose form 01 or 04")
	}
	id, err := o.idOf(ctx, a, code)
	if err != nil {
		return 0, err
	}
	v, err := o.seen(ctx, a, id)
	if err != nil {
		return 0, err
	}
	if err := o.mayReview(a, access.RunReviews, v.Household.Commune); err != nil {
		return 0, err
	}
	c, err := o.openCampaign(ctx, campaign, v.Household.Commune)
	if err != nil {
		return 0, err
	}
	lists, err := o.store.ReviewLists(ctx, c.Province, campaign)
	if err != nil {
		return 0, err
	}
	e := review.Event{Step: review.AddHousehold, Household: id, Source: source, Day: day, Was: o.standing(id), At: o.now(), By: a.Account}
	if day.IsZero() || day > o.Day() {
		return 0, errs.New(errs.Invalid, "ghi ngày nhận giấy đề nghị, không sau hôm nay", "give the day of the request, not after today")
	}
	p, err := o.procedure()
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(lists, func(l store.ReviewList) bool {
		return l.Commune == v.Household.Commune && l.Hamlet == v.Household.Hamlet
	})
	s := &ListShown{ReviewList: store.ReviewList{Province: c.Province, Campaign: campaign, Commune: v.Household.Commune, Hamlet: v.Household.Hamlet}, Campaign: *c,
		List: &review.List{Campaign: &c.Campaign}}
	if i >= 0 {
		if s, p, err = o.list(ctx, a, access.RunReviews, lists[i].ID); err != nil {
			return 0, err
		}
	}
	was := s.Seq
	return s.ID, o.store.Write(ctx, func(tx *store.Tx) error {
		if i < 0 {
			if err := tx.AddReviewList(ctx, &s.ReviewList); err != nil {
				return err
			}
		}
		list = s.ID
		if err := o.putOn(ctx, tx, p, s.List, &s.ReviewList, &e); err != nil {
			return err
		}
		if err := o.setList(ctx, tx, p, s.List, &s.ReviewList, was); err != nil {
			return err
		}
		return tx.Audit(ctx, o.stepEntry(a, s, &e))
	})
}

// openCampaign returns a campaign that is open in a commune. Errors: errs.Conflict.
func (o *Office) openCampaign(ctx context.Context, id int64, commune place.Code) (*store.Campaign, error) {
	c, err := o.store.Campaign(ctx, string(o.cfg.Province), id)
	if err != nil {
		return nil, err
	}
	taking, err := o.store.CampaignCommunes(ctx, c.Province, id)
	if err != nil {
		return nil, err
	}
	if c.State != "open" || !slices.Contains(taking, commune) {
		return nil, errs.New(errs.Conflict, "đợt rà soát này chưa mở (hoặc đã đóng) ở "+o.unit(commune).FullName, "this review is not open in "+o.unit(commune).FullName)
	}
	return c, nil
}

// GiveList gives a list to an enumerator (an account's user name), or to anybody where it is empty.
func (o *Office) GiveList(ctx context.Context, a *Actor, list int64, username string) error {
	s, p, err := o.list(ctx, a, access.RunReviews, list)
	if err != nil {
		return err
	}
	s.ReviewList.Enumerator = 0
	if username != "" {
		acc, err := o.store.AccountByName(ctx, username)
		if err != nil {
			return errs.New(errs.NotFound, "không có tài khoản “"+username+"”", "there is no account “"+username+"”")
		}
		if scope := access.Where(acc.Grants, access.SurveyReviews, o.Day()); !scope.Covers(s.Commune) {
			return errs.New(errs.Invalid, acc.FullName+" không có quyền khảo sát ở xã này", acc.FullName+" may not survey in this commune")
		}
		s.ReviewList.Enumerator = acc.ID
	}
	return o.store.Write(ctx, func(tx *store.Tx) error {
		if err := o.setList(ctx, tx, p, s.List, &s.ReviewList, s.Seq); err != nil {
			return err
		}
		e := o.entry(a, "review.give", "list", idText(list), s.Commune)
		e.Detail.Note = map[string]string{"to": username}
		return tx.Audit(ctx, e)
	})
}

// DecideInput is a chairman's decision on some of a commune's lists.
type DecideInput struct {
	Lists        []int64
	Day          date.Date
	Number       string
	EscapeNumber string
	Signer       string
}

// DecideReview recognises what the lists have found: one decision, all its households, their register records and their
// recognitions in one transaction. Errors: errs.Forbidden for who surveyed, and what the procedure says against it.
func (o *Office) DecideReview(ctx context.Context, a *Actor, in DecideInput) (*store.Decision, error) {
	if len(in.Lists) == 0 {
		return nil, errs.New(errs.Invalid, "chọn ít nhất một danh sách", "choose a list")
	}
	if in.Day > o.Day() {
		return nil, errs.New(errs.Invalid, "ngày quyết định sau hôm nay", "the decision lies after today")
	}
	var shown []*ListShown
	var p *review.Procedure
	var steps []*review.Event
	for _, id := range in.Lists {
		s, q, err := o.list(ctx, a, access.DecideReviews, id)
		if err != nil {
			return nil, err
		}
		if p = q; s.Campaign.State != "open" {
			return nil, errs.New(errs.Conflict, "đợt rà soát này đã đóng", "this review is closed")
		}
		e := &review.Event{Step: review.Decide, Day: in.Day, Number: in.Number, EscapeNumber: in.EscapeNumber, Signer: in.Signer, By: a.Account, At: o.now()}
		if err := s.List.Apply(p, e); err != nil {
			return nil, inHamlet(err, s)
		}
		if len(shown) > 0 && (shown[0].Commune != s.Commune || shown[0].ReviewList.Campaign != s.ReviewList.Campaign) {
			return nil, errs.New(errs.Invalid, "một quyết định chỉ gồm danh sách của một xã trong một đợt", "a decision is of one commune in one review")
		}
		shown, steps = append(shown, s), append(steps, e)
	}
	year, err := o.yearOf(p, &shown[0].Campaign.Campaign, in.Day)
	if err != nil {
		return nil, err
	}
	d := &store.Decision{Province: string(o.cfg.Province), Campaign: shown[0].ReviewList.Campaign, Commune: shown[0].Commune, Year: year, Number: strings.TrimSpace(in.Number),
		EscapeNumber: strings.TrimSpace(in.EscapeNumber), Day: in.Day, Signer: strings.TrimSpace(in.Signer), RecordedBy: a.Account, Recorded: o.now()}
	err = o.store.Write(ctx, func(tx *store.Tx) error {
		tx.Long()
		if err := tx.AddDecision(ctx, d); err != nil {
			return err
		}
		for i, s := range shown {
			if err := o.stepped(ctx, tx, a, p, s, steps[i], nil); err != nil {
				return err
			}
			for _, it := range s.List.Items {
				if err := o.recognise(ctx, tx, a, p, s, it, d); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return d, err
}

// inHamlet says which list an error is of.
func inHamlet(err error, s *ListShown) error {
	var e *errs.Error
	if errors.As(err, &e) {
		return errs.New(e.Kind, s.Hamlet+": "+e.Text.VI, s.Hamlet+": "+e.Text.EN)
	}
	return err
}

// yearOf is the yearly review whose balance a decision on a day belongs to: a yearly campaign's own, however late it is; what a
// monthly one decides after a year's review has ended moves in the next one.
func (o *Office) yearOf(p *review.Procedure, of *review.Campaign, day date.Date) (int, error) {
	if of.Kind == review.Annual {
		return of.Year, nil
	}
	c, err := p.Campaign(review.Annual, day.Year(), 0)
	if err != nil {
		return 0, err
	}
	if day > c.Closes {
		return day.Year() + 1, nil
	}
	return day.Year(), nil
}

// recognise writes what a decision makes of one household.
func (o *Office) recognise(ctx context.Context, tx *store.Tx, a *Actor, p *review.Procedure, s *ListShown, it *review.Item, d *store.Decision) error {
	var newly date.Date
	class := it.Class()
	switch it.Outcome {
	case review.Refused, review.Unchanged:
		return nil
	case review.Escaped, review.EscapedNear:
		var err error
		if newly, err = p.EscapedUntil(d.Day); err != nil {
			return err
		}
	}
	if it.Outcome == review.Escaped || it.Outcome == review.EscapedNearPoor {
		class = poverty.None
	}
	people := it.Was.People
	if it.Found != nil {
		people = it.Found.People
	}
	r := review.Recognition{Household: it.Household, Year: d.Year, Commune: s.Commune, Class: class, Was: it.Was.Class, People: people, From: d.Day, Newly: newly, Decision: d.ID}
	if err := tx.AddRecognition(ctx, s.Province, &r); err != nil {
		return err
	}
	tx.After(func() {
		o.paths.put(r)
		o.facts.forget()
	})
	return o.intoRegister(ctx, tx, a, s, it, d)
}

// intoRegister puts what form B found into the register: the answers that the survey changed, on top of what the register
// holds today, so that nothing entered since is lost.
func (o *Office) intoRegister(ctx context.Context, tx *store.Tx, a *Actor, s *ListShown, it *review.Item, d *store.Decision) error {
	item, err := tx.ReviewItem(ctx, s.Province, s.ReviewList.Campaign, it.Household)
	if err != nil {
		return err
	}
	was, err := tx.Household(ctx, s.Province, it.Household)
	if err != nil {
		return err
	}
	if was.State != store.Active {
		return nil // it left the register since: the decision is kept, and the balance counts it as gone
	}
	base, err := o.baseOf(ctx, item, was)
	if err != nil {
		return err
	}
	v := o.next(a, was, "review", max(d.Day, was.ValidFrom))
	if err := carryChanges(base, &item.Record, &v.Household); err != nil {
		return err
	}
	if s.Campaign.Kind == review.Annual {
		v.Prior = it.Was.Class
	}
	return o.supersedeIn(ctx, tx, a, v, was, "household.review", "QĐ "+d.Number)
}

// baseOf is the record that a survey began from.
func (o *Office) baseOf(ctx context.Context, item *store.ReviewItem, now *store.Version) (*household.Household, error) {
	if now.Version == item.Version {
		return &now.Household, nil
	}
	all, err := o.store.History(ctx, now.Province, now.ID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Version == item.Version {
			return &all[i].Household, nil
		}
	}
	return &now.Household, nil
}

// carryChanges sets in a record what differs between two others. Members who are not in it any more are passed over.
func carryChanges(base, surveyed, into *household.Household) error {
	for _, c := range household.Changes(base, surveyed) {
		var err error
		if c.Member == 0 {
			err = into.Set(c.Column, surveyed.Text(c.Column))
		} else if m, n := into.Member(c.Member), surveyed.Member(c.Member); m != nil && n != nil {
			err = m.Set(c.Column, n.Text(c.Column))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// token is the random word of a certificate's QR code: 130 bits.
func token() string {
	b := make([]byte, 20)
	_, _ = rand.Read(b)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))[:26]
}

// Certify gives every household of a decided list its certificate or its written refusal, numbered in the commune's series.
// It returns how many of each were made out.
func (o *Office) Certify(ctx context.Context, a *Actor, list int64, day date.Date) (certificates, refusals int, err error) {
	s, p, err := o.list(ctx, a, access.RunReviews, list)
	if err != nil {
		return 0, 0, err
	}
	if day > o.Day() {
		return 0, 0, errs.New(errs.Invalid, "ngày cấp sau hôm nay", "the day lies after today")
	}
	if s.List.Stage != review.Certifying {
		return 0, 0, errs.New(errs.Conflict, "danh sách chưa có quyết định, hoặc đã cấp xong giấy", "the list is not decided, or its papers are done")
	}
	err = o.store.Write(ctx, func(tx *store.Tx) error {
		certificates, refusals = 0, 0
		for _, it := range s.List.Items {
			if it.Paper != "" || !it.NeedsCertificate() && !it.NeedsRefusal() {
				continue
			}
			e := &review.Event{Step: review.Certify, Household: it.Household, Day: day, At: o.now(), By: a.Account}
			if it.NeedsRefusal() {
				e.Step, e.Reason = review.Refuse, o.refusalReason(it)
				refusals++
			} else {
				certificates++
			}
			if err := o.paperOf(ctx, tx, a, p, s, e); err != nil {
				return err
			}
		}
		return nil
	})
	return certificates, refusals, err
}

// paperOf makes out one certificate or refusal.
func (o *Office) paperOf(ctx context.Context, tx *store.Tx, a *Actor, p *review.Procedure, s *ListShown, e *review.Event) error {
	n, err := tx.NextNumber(ctx, s.Province, fmt.Sprintf("%s/%d/%s", e.Step, e.Day.Year(), s.Commune))
	if err != nil {
		return err
	}
	if e.Number, err = p.PaperNumber(e.Step, e.Day, n, s.Commune); err != nil {
		return err
	}
	if err := s.List.Apply(p, e); err != nil {
		return err
	}
	return o.stepped(ctx, tx, a, p, s, e, func(tx *store.Tx, s *ListShown) error {
		if e.Step != review.Certify {
			return nil
		}
		r := o.paths.get(e.Household).By(s.List.Decided, s.List.Item(e.Household).Class())
		if r == nil {
			return fmt.Errorf("app.Certify: household %d is not recognised", e.Household)
		}
		return tx.AddCertificate(ctx, s.Province, &store.Certificate{Token: token(), Number: e.Number, Household: e.Household, Recognition: r.ID, Issued: e.Day})
	})
}

// refusalReason tells why a request was refused, from what the survey found.
func (o *Office) refusalReason(it *review.Item) string {
	switch {
	case it.Unlikely:
		return fmt.Sprintf("Phiếu A: hộ có %d dấu hiệu không thuộc diện hộ có khả năng nghèo, cận nghèo", len(it.Signs))
	case it.EscapeRefused():
		return "Kết quả Phiếu B: hộ vẫn thuộc diện " + lowerFirst(o.Standard().ClassTitle(it.Class()).VI)
	}
	return "Kết quả Phiếu B: " + lowerFirst(o.Standard().ClassTitle(it.Class()).VI) + ", không đủ điều kiện công nhận hộ nghèo, hộ cận nghèo"
}

func lowerFirst(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// CertificateState is what a certificate's page tells anybody: nothing personal.
type CertificateState struct {
	State  string // valid, superseded, unknown
	Number string
	Issued date.Date
	Class  poverty.Class
	Unit   place.Unit
}

// CheckCertificate answers a QR code. It asks no rights and tells nothing personal. Errors: the store cannot be read – of a
// certificate of which nothing is known just then nobody may be told that it does not exist.
func (o *Office) CheckCertificate(ctx context.Context, word string) (CertificateState, error) {
	c, err := o.store.CertificateByToken(ctx, string(o.cfg.Province), word)
	if err != nil && errs.KindOf(err) == errs.NotFound {
		return CertificateState{State: "unknown"}, nil
	}
	if err != nil {
		return CertificateState{}, err
	}
	s := CertificateState{State: "superseded", Number: c.Number, Issued: c.Issued}
	path := o.paths.get(c.Household)
	if r := path.On(o.Day()); r != nil {
		s.Unit = o.unit(r.Commune)
		if r.ID == c.Recognition {
			s.State, s.Class = "valid", r.Class
		}
	}
	return s, nil
}

// CorrectionInput changes what a decision recognised. Withdrawn, the recognition ends on the day; corrected, another one
// stands in its place from its first day on. Neither overwrites it.
type CorrectionInput struct {
	Household   int64
	Recognition int64
	Correct     bool          // false: withdrawn
	Class       poverty.Class // of the one in its place
	Number      string        // of the decision that does it
	Day         date.Date
	Reason      string
}

// CorrectRecognition withdraws or corrects a recognition. Errors: errs.Forbidden, errs.NotFound, errs.Invalid.
func (o *Office) CorrectRecognition(ctx context.Context, a *Actor, in CorrectionInput) error {
	v, err := o.seen(ctx, a, in.Household)
	if err != nil {
		return err
	}
	if err := o.mayReview(a, access.DecideReviews, v.Household.Commune); err != nil {
		return err
	}
	if err := needReason(in.Reason); err != nil {
		return err
	}
	path := o.paths.get(in.Household)
	i := slices.IndexFunc(path, func(r review.Recognition) bool { return r.ID == in.Recognition && r.Superseded == 0 })
	if i < 0 {
		return errs.New(errs.NotFound, "không có kết quả công nhận này, hoặc đã được thay thế", "there is no such recognition, or it was superseded")
	}
	was := path[i]
	switch {
	case strings.TrimSpace(in.Number) == "" || in.Day < was.From || in.Day > o.Day():
		return errs.New(errs.Invalid, "ghi số và ngày quyết định (từ ngày công nhận đến hôm nay)", "give the number and day of the decision (from the recognition to today)")
	case in.Correct && (in.Class == was.Class || in.Class != poverty.Poor && in.Class != poverty.NearPoor && in.Class != poverty.None):
		return errs.New(errs.Invalid, "chọn phân loại đúng: nghèo, cận nghèo hoặc không thuộc diện, khác với kết quả cũ", "choose the right class: poor, near-poor or neither, other than before")
	}
	d := &store.Decision{Province: v.Province, Commune: v.Household.Commune, Year: was.Year, Number: in.Number, Day: in.Day, Signer: a.FullName, Note: in.Reason, RecordedBy: a.Account, Recorded: o.now()}
	now := review.Recognition{Household: in.Household, Year: was.Year, Commune: was.Commune, Class: poverty.None, Was: was.Class, People: was.People, From: in.Day}
	if in.Correct {
		now.Class, now.Was, now.From = in.Class, was.Was, was.From
	}
	return o.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.AddDecision(ctx, d); err != nil {
			return err
		}
		now.Decision = d.ID
		if err := tx.AddRecognition(ctx, v.Province, &now); err != nil {
			return err
		}
		if in.Correct {
			if err := tx.SupersedeRecognition(ctx, v.Province, was.ID, now.ID); err != nil {
				return err
			}
			was.Superseded = now.ID
		}
		e := o.entry(a, map[bool]string{true: "review.correct", false: "review.withdraw"}[in.Correct], "household", idText(in.Household), v.Household.Commune)
		e.Detail.Reason, e.Detail.Note = in.Reason, map[string]string{"number": in.Number, "class": was.Class.String() + " → " + now.Class.String()}
		tx.After(func() {
			o.paths.put(was, now)
			o.facts.forget()
		})
		return tx.Audit(ctx, e)
	})
}

// Certificates are those of a household, the oldest first. Errors: errs.NotFound where it may not be seen.
func (o *Office) Certificates(ctx context.Context, a *Actor, id int64) ([]store.Certificate, error) {
	if _, err := o.seen(ctx, a, id); err != nil {
		return nil, err
	}
	return o.store.CertificatesOf(ctx, string(o.cfg.Province), id)
}
