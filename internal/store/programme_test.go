package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/store"
	"giamngheo/internal/store/exits"
	"giamngheo/internal/store/plans"
	"giamngheo/internal/store/supports"
)

// TestProgramme: activities, documents, supports and exit plans come back as they were written; nothing is overwritten
// unseen.
func TestProgramme(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		a := &supports.Activity{Province: "94", RecordedBy: 3, Recorded: at,
			Activity: programme.Activity{Node: "DA4-TDA1", Kind: "course", Title: "Lớp may công nghiệp", Place: "31708",
				From: date.Must(2024, 5, 1),
				To:   date.Must(2024, 7, 1), Lead: "Sở", Quantity: 30, Unit: "người", Places: 30, Money: 75_000_000,
				Source: "central_recurrent", State: programme.Approved, Revolving: 5, Returned: 1, Note: "n"}}
		write(t, s, func(tx *store.Tx) error { return supports.AddActivity(ctx, tx, a) })
		a.State = programme.Running
		write(t, s, func(tx *store.Tx) error { return supports.SetActivity(ctx, tx, a, 1) })
		if err := s.Write(ctx, func(tx *store.Tx) error { return supports.SetActivity(ctx, tx, a, 1) }); errs.KindOf(
			err) != errs.Conflict {
			t.Errorf("a change that another overtook: %v", err)
		}
		a.Version = 2
		if got, err := supports.Activities(ctx, s, "94"); err != nil || cmp.Diff([]supports.Activity{*a}, got) != "" {
			t.Error(cmp.Diff([]supports.Activity{*a}, got), err)
		}
		doc := &supports.Attachment{Province: "94", Kind: "activity", Subject: a.ID, Name: "qđ.pdf",
			Media: "application/pdf", AddedBy: 3, Added: at, Content: []byte("%PDF Nguyễn")}
		write(t, s, func(tx *store.Tx) error { return supports.AddAttachment(ctx, tx, doc) })
		if got, err := supports.FindAttachment(ctx, s, "94", doc.ID); err != nil || cmp.Diff(doc, got) != "" {
			t.Error(cmp.Diff(doc, got), err)
		}
		if got, err := supports.Attachments(ctx, s, "94", "activity", a.ID); err != nil || len(got) != 1 ||
			got[0].Content != nil || got[0].Size != int64(len(doc.Content)) {
			t.Error(got, err)
		}
		write(t, s, func(tx *store.Tx) error { return supports.RemoveAttachment(ctx, tx, "94", doc.ID) })
		if _, err := supports.FindAttachment(ctx, s, "94", doc.ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("a document taken away: %v", err)
		}

		v := &supports.Support{Province: "94", RecordedBy: 3, Recorded: at,
			Support: programme.Support{Kind: "vocational_course", Household: 7, Member: 2, Commune: "31708",
				Day: date.Must(2024, 6, 1), Quantity: 1,
				Amount: 2_500_000, Source: "central_recurrent", Activity: a.ID,
				Facts: programme.Poor | programme.Disabled, Content: "may", Details: map[string]string{"x": "y"},
				Evidence: "biên nhận",
				Note:     "ghi chú", State: programme.Valid,
				Overruled: []programme.Overrule{{Code: "over_norm", Reason: "lý do", By: 4}}}}
		other := *v
		other.Quantity = 4
		write(t, s, func(tx *store.Tx) error {
			if err := supports.Add(ctx, tx, v); err != nil {
				return err
			}
			return supports.Add(ctx, tx, &other)
		})
		taken := func() (n int64) {
			write(t, s, func(tx *store.Tx) (err error) {
				n, err = supports.Taken(ctx, tx, "94", a.ID)
				return err
			})
			return n
		}
		if n := taken(); n != 5 {
			t.Errorf("%d places taken, want 5", n)
		}
		ended := at.Add(time.Hour)
		write(t, s, func(tx *store.Tx) error {
			return supports.End(ctx, tx, "94", other.ID, programme.Withdrawn, 9, 0, ended)
		})
		if err := s.Write(ctx, func(tx *store.Tx) error {
			return supports.End(ctx, tx, "94", other.ID, programme.Withdrawn, 9, 0, ended)
		}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("withdrawn twice: %v", err)
		}
		other.State, other.EndedBy, other.Ended = programme.Withdrawn, 9, ended
		if n := taken(); n != 1 {
			t.Errorf("%d places taken after one was withdrawn, want 1", n)
		}
		want := []supports.Support{*v, other}
		if got, err := supports.Of(ctx, s, "94", 7); err != nil || cmp.Diff(want, got) != "" {
			t.Error(cmp.Diff(want, got), err)
		}
		if got, err := supports.Under(ctx, s, "94", a.ID); err != nil || len(got) != 2 {
			t.Error(got, err)
		}
		var all []supports.Support
		if err := supports.Each(ctx, s, "94", func(v *supports.Support) { all = append(all, *v) }); err != nil ||
			cmp.Diff(want, all) != "" {
			t.Error(cmp.Diff(want, all), err)
		}
		if _, err := supports.Find(ctx, s, "94", 999); errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}

		t.Run("an exit plan", func(t *testing.T) {
			p := &exits.Plan{Province: "94", Household: 7, Commune: "31708", State: "proposed",
				Due: date.Must(2024, 12, 31), Cost: 3, RecordedBy: 3, Recorded: at,
				Steps: []exits.Step{{Kind: "latrine", Cost: 3, Lead: "UBND xã", Due: date.Must(2024, 9, 1)}},
				Lead:  "Hội Phụ nữ", Note: "n"}
			write(t, s, func(tx *store.Tx) error { return exits.Set(ctx, tx, p, 0) })
			stale := *p
			if err := s.Write(ctx, func(tx *store.Tx) error { return exits.Set(ctx, tx, &stale, 0) }); errs.KindOf(
				err) != errs.Conflict {
				t.Errorf("an exit plan that another overtook: %v", err)
			}
			next := *p
			next.State = "agreed"
			write(t, s, func(tx *store.Tx) error { return exits.Set(ctx, tx, &next, p.Version) })
			if got, err := exits.Find(ctx, s, "94", 7); err != nil || cmp.Diff(&next, got) != "" {
				t.Error(cmp.Diff(&next, got), err)
			}
			if got, err := exits.All(ctx, s, "94", "31708"); err != nil || cmp.Diff([]exits.Plan{next}, got) != "" {
				t.Error(cmp.Diff([]exits.Plan{next}, got), err)
			}
		})
	})
}

// TestPlan: a plan, its shares and reported figures are superseded and kept.
func TestPlan(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		p := &plans.Plan{Province: "94", Year: 2024, Number: "35/KH-UBND", Content: "plan: x", Reason: "ban hành",
			RecordedBy: 3, Recorded: at}
		write(t, s, func(tx *store.Tx) error { return plans.Add(ctx, tx, p, 0) })
		late := *p
		if err := s.Write(ctx, func(tx *store.Tx) error { return plans.Add(ctx, tx, &late, 0) }); errs.KindOf(
			err) != errs.Conflict {
			t.Errorf("a plan that another overtook: %v", err)
		}
		next := *p
		write(t, s, func(tx *store.Tx) error { return plans.Add(ctx, tx, &next, 1) })
		if got, err := plans.All(ctx, s, "94"); err != nil || cmp.Diff([]plans.Plan{next, *p}, got) != "" {
			t.Error(cmp.Diff([]plans.Plan{next, *p}, got), err)
		}
		shares := &plans.PlanShares{Year: 2024, Part: "jobs", Rule: "proportional",
			Shares: map[place.Code]float64{"947": 600.5, "948": 3}, Reason: "r", RecordedBy: 3, Recorded: at}
		write(t, s, func(tx *store.Tx) error { return plans.AddShares(ctx, tx, "94", shares, 0) })
		again := *shares
		again.Rule = "manual"
		write(t, s, func(tx *store.Tx) error { return plans.AddShares(ctx, tx, "94", &again, 1) })
		if got, err := plans.SharesOf(ctx, s, "94", 2024); err != nil ||
			cmp.Diff(map[string]plans.PlanShares{"jobs": again}, got) != "" {
			t.Error(cmp.Diff(map[string]plans.PlanShares{"jobs": again}, got), err)
		}
		one := &plans.Reported{Figure: "legal_aid_known", Place: "94", AsOf: date.Must(2024, 6, 30), Numerator: 930,
			Denominator: 1000, Value: 93, Source: "Sở Tư pháp", Note: "khảo sát", RecordedBy: 3, Recorded: at}
		two := *one
		two.Value, two.Numerator = 93.5, 935
		write(t, s, func(tx *store.Tx) error { return plans.AddReported(ctx, tx, "94", one) })
		write(t, s, func(tx *store.Tx) error { return plans.AddReported(ctx, tx, "94", &two) })
		one.Superseded = two.ID
		if got, err := plans.AllReported(ctx, s, "94"); err != nil || cmp.Diff([]plans.Reported{*one, two}, got) != "" {
			t.Error(cmp.Diff([]plans.Reported{*one, two}, got), err)
		}
	})
}
