package store_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/reviews"
)

// TestReview: campaigns, lists, forms, events, recognitions and certificates come back as they were written, and what
// may be there once is there once.
func TestReview(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c := &reviews.Campaign{Province: "94", State: "open", OpenedBy: 3, Opened: at,
			Campaign: review.Campaign{Kind: review.Annual, Year: 2024, Opens: date.Must(2024, 9, 1),
				Closes: date.Must(2024, 12, 14), Standard: "2022-2025"}}
		write(t, s, func(tx *store.Tx) error { return reviews.OpenCampaign(ctx, tx, c) })
		again := *c
		again.ID = 0
		write(t, s, func(tx *store.Tx) error { return reviews.OpenCampaign(ctx, tx, &again) })
		if again.ID != c.ID {
			t.Errorf("a second campaign of the year: %d, %d", again.ID, c.ID)
		}
		write(t, s, func(tx *store.Tx) error { return reviews.OpenCommune(ctx, tx, c, "31708", 3, at) })
		if err := s.Write(ctx, func(tx *store.Tx) error {
			return reviews.OpenCommune(ctx, tx, c, "31708", 3,
				at)
		}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a commune twice: %v", err)
		}
		l := &reviews.ReviewList{Province: "94", Campaign: c.ID, Commune: "31708", Hamlet: "Ấp Một",
			Due: date.Must(2024, 12, 1)}
		write(t, s, func(tx *store.Tx) error { return reviews.AddList(ctx, tx, l) })
		it := &reviews.ReviewItem{Province: "94", Campaign: c.ID, Household: 5, List: l.ID, Version: 2,
			Record: sample("H5")}
		write(t, s, func(tx *store.Tx) error { return reviews.AddItem(ctx, tx, it) })
		if err := s.Write(ctx, func(tx *store.Tx) error { return reviews.AddItem(ctx, tx, it) }); errs.KindOf(
			err) != errs.Conflict {
			t.Errorf("a household on two lists: %v", err)
		}
		e := review.Event{Seq: 1, At: at, By: 7, Step: review.HoldMeeting, Household: 0, Day: date.Must(2024, 10, 1),
			Chair: "Trưởng ấp", Attendance: 30, Votes: []review.Vote{{Household: 5, Agree: 20, Against: 3}}}
		l.Stage, l.Seq, l.Households = review.Posting, 1, 1
		write(t, s, func(tx *store.Tx) error {
			if err := reviews.AddEvent(ctx, tx, "94", l.ID, &e); err != nil {
				return err
			}
			return reviews.SetList(ctx, tx, l, 0)
		})
		if err := s.Write(ctx, func(tx *store.Tx) error { return reviews.SetList(ctx, tx, l, 0) }); errs.KindOf(
			err) != errs.Conflict {
			t.Errorf("a step that another overtook: %v", err)
		}
		events, err := reviews.Events(ctx, s, "94", l.ID)
		if d := cmp.Diff([]review.Event{e}, events); d != "" || err != nil {
			t.Error(d, err)
		}
		lists, err := reviews.Lists(ctx, s, "94", c.ID)
		if d := cmp.Diff([]reviews.ReviewList{*l}, lists); d != "" || err != nil {
			t.Error(d, err)
		}
		items, err := reviews.Items(ctx, s, "94", l.ID)
		if d := cmp.Diff([]reviews.ReviewItem{*it}, items, cmpopts.EquateEmpty()); d != "" || err != nil {
			t.Error(d, err)
		}
		d := &reviews.Decision{Province: "94", Campaign: c.ID, Commune: "31708", Year: 2024, Number: "12/QĐ-UBND",
			Day: date.Must(2024, 12, 1), Signer: "Chủ tịch", RecordedBy: 9, Recorded: at}
		r := &review.Recognition{Household: 5, Year: 2024, Commune: "31708", Class: poverty.NearPoor, Was: poverty.Poor,
			People: 4, From: date.Must(2024, 12, 1), Newly: date.Must(2027, 12, 1)}
		write(t, s, func(tx *store.Tx) error {
			if err := reviews.AddDecision(ctx, tx, d); err != nil {
				return err
			}
			r.Decision = d.ID
			if err := reviews.AddRecognition(ctx, tx, "94", r); err != nil {
				return err
			}
			return reviews.AddCertificate(ctx, tx, "94", &reviews.Certificate{Token: "abc", Number: "1/GCN",
				Household: 5, Recognition: r.ID, Issued: d.Day})
		})
		if err := s.Write(ctx, func(tx *store.Tx) error {
			return reviews.AddCertificate(ctx, tx, "94", &reviews.Certificate{Token: "abd", Number: "1/GCN",
				Household: 5, Recognition: r.ID, Issued: d.Day})
		}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a certificate's number twice: %v", err)
		}
		write(t, s, func(tx *store.Tx) error { return reviews.SupersedeRecognition(ctx, tx, "94", r.ID, -1) })
		if err := s.Write(ctx, func(tx *store.Tx) error {
			return reviews.SupersedeRecognition(ctx, tx, "94", r.ID,
				-1)
		}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("superseded twice: %v", err)
		}
		r.Superseded = -1
		var path []review.Recognition
		if err := reviews.Recognitions(ctx, s, "94", func(v *review.Recognition) {
			path = append(path,
				*v)
		}); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]review.Recognition{*r}, path); d != "" {
			t.Error(d)
		}
		t.Run("decisions and certificates", func(t *testing.T) {
			if got, err := reviews.FindDecision(ctx, s, "94", d.ID); err != nil || cmp.Diff(d, got) != "" {
				t.Error(got, err)
			}
			if got, err := reviews.CertificateByToken(ctx, s, "94", "abc"); err != nil || got.Recognition != r.ID {
				t.Error(got, err)
			}
			if _, err := reviews.CertificateByToken(ctx, s, "94", "none"); errs.KindOf(err) != errs.NotFound {
				t.Error(err)
			}
		})
		t.Run("results, samples, answers, templates", func(t *testing.T) {
			write(t, s, func(tx *store.Tx) error {
				if err := reviews.AddResult(ctx, tx, "94", &reviews.Result{Year: 2024, Stage: "preliminary", At: at,
					Account: 4, Figures: `{"94":{"poor.h":1}}`}); err != nil {
					return err
				}
				if err := reviews.SetSample(ctx, tx, "94", &reviews.Sample{Campaign: c.ID, Commune: "31708", Seed: "s",
					Population: 9, Households: []int64{5}, DrawnBy: 4, Drawn: at}); err != nil {
					return err
				}
				return reviews.SetTemplate(ctx, tx, "94", &reviews.Template{Name: "chung-nhan", File: "mau.docx",
					Docx: []byte{0, 1, 255}, At: at, By: 4})
			})
			if got, err := reviews.Results(ctx, s, "94", 2024); err != nil || len(got) != 1 ||
				got[0].Stage != "preliminary" {
				t.Error(got, err)
			}
			if got, err := reviews.FindSample(ctx, s, "94", c.ID, "31708"); err != nil || len(got.Households) != 1 ||
				got.Population != 9 {
				t.Error(got, err)
			}
			answer := reviews.Answer{Campaign: c.ID, Commune: "31708", Code: "work/x", Text: "đã xem lại", At: at, By: 4}
			write(t, s, func(tx *store.Tx) error { return reviews.AddAnswer(ctx, tx, "94", &answer) })
			if got, err := reviews.Answers(ctx, s, "94", c.ID, "31708"); err != nil ||
				cmp.Diff([]reviews.Answer{answer}, got) != "" {
				t.Error(got, err)
			}
			write(t, s, func(tx *store.Tx) error { return reviews.CarryQuality(ctx, tx, "94", c.ID, "31708", "31711") })
			if got, err := reviews.Answers(ctx, s, "94", c.ID, "31711"); err != nil || len(got) != 1 ||
				got[0].Text != answer.Text {
				t.Error(got, err)
			}
			if got, err := reviews.FindSample(ctx, s, "94", c.ID, "31711"); err != nil || got.Population != 9 {
				t.Error(got, err)
			}
			if got, err := reviews.Templates(ctx, s, "94"); err != nil || len(got) != 1 ||
				string(got[0].Docx) != "\x00\x01\xff" {
				t.Error(got, err)
			}
		})
	})
}

// TestReviewItemRevision: forms are written in the place of the revision that was read, never over another.
func TestReviewItemRevision(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		it := &reviews.ReviewItem{Province: "94", Campaign: 3, Household: 5, List: 2, Version: 1, Record: sample("H5")}
		write(t, s, func(tx *store.Tx) error { return reviews.AddItem(ctx, tx, it) })
		got, err := reviews.FindItem(ctx, s, "94", 3, 5)
		if err != nil || got.Revision != 1 || len(got.Answered) != 0 {
			t.Fatalf("%+v %v", got, err)
		}
		got.Done, got.Answered = 4, map[string]int64{"floor_area": 2, "1/disability": 2}
		write(t, s, func(tx *store.Tx) error { return reviews.SetItem(ctx, tx, got, 1) })
		stale := *it
		if err := s.Write(ctx, func(tx *store.Tx) error { return reviews.SetItem(ctx, tx, &stale, 1) }); errs.KindOf(
			err) != errs.Conflict {
			t.Errorf("over a newer revision: %v", err)
		}
		now, err := reviews.FindItem(ctx, s, "94", 3, 5)
		if err != nil || now.Revision != 2 || now.Done != 4 || now.Answered["1/disability"] != 2 ||
			now.Answered["floor_area"] != 2 {
			t.Errorf("%+v %v", now, err)
		}
		write(t, s, func(tx *store.Tx) error { return reviews.DropItem(ctx, tx, "94", 3, 5) })
		if err := s.Write(ctx, func(tx *store.Tx) error { return reviews.SetItem(ctx, tx, now, 2) }); errs.KindOf(
			err) != errs.Conflict {
			t.Errorf("off the list: %v", err)
		}
	})
}
