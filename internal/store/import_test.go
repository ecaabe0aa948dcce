package store_test

import (
	"context"
	"fmt"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/sealed"
)

// fresh is how many households of an import are new: more than a piece.
const fresh int64 = 1500

// stage lays down an import of a household that is there and of many that are not.
func stage(t *testing.T, s *store.Store, had *households.Version) {
	t.Helper()
	ctx := context.Background()
	write(t, s, func(tx *store.Tx) error {
		if err := households.BeginImport(ctx, tx, "94", 7); err != nil {
			return err
		}
		first, err := households.Reserve(ctx, tx, "94", fresh)
		for i := range fresh + 1 {
			v := &households.Version{Province: "94", ID: first + i - 1, Version: 1, State: households.Active,
				ValidFrom: date.Must(2024, 6, 1), RecordedAt: at,
				Deed: "import", Household: sample(fmt.Sprintf("N%d", i))}
			was := int64(0)
			if i == 0 {
				v.ID, v.Version, was, v.Household.Code = had.ID, had.Version+1, had.Version, had.Household.Code
			}
			if err == nil {
				err = households.Stage(ctx, tx, 7, i+1, v, was)
			}
		}
		return err
	})
}

// register returns how many households there are, and how many versions one of them has.
func register(t *testing.T, s *store.Store, id int64) (counted, versions int) {
	t.Helper()
	ctx := context.Background()
	if err := households.Each(ctx, s, "94", 0, func(*households.Version) error { counted++; return nil }); err != nil {
		t.Fatal(err)
	}
	all, err := households.History(ctx, s, "94", id)
	if err != nil {
		t.Fatal(err)
	}
	return counted, len(all)
}

// TestImportAllOrNothing: of an import that is not decided nothing is in the register, whenever the program stops; of
// one that is, everything, after a stop too; nobody changes its households in between, and what changed before is not
// overwritten.
func TestImportAllOrNothing(t *testing.T) {
	engines(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		had := &households.Version{Province: "94", State: households.Active, ValidFrom: date.Must(2024, 1, 1),
			RecordedAt: at, Deed: "create", Household: sample("H")}
		write(t, s, func(tx *store.Tx) error { return households.Create(ctx, tx, had) })
		is := func(when string, households, versions int) {
			t.Helper()
			if h, v := register(t, s, had.ID); h != households || v != versions {
				t.Fatalf("%s: %d households and %d versions, not %d and %d", when, h, v, households, versions)
			}
		}
		finish := func() {
			t.Helper()
			if err := households.FinishImports(ctx, s, nil); err != nil {
				t.Fatal(err)
			}
		}
		stage(t, s, had)
		is("staged", 1, 1)
		finish()
		is("a stop before the decision", 1, 1)

		stage(t, s, had)
		edited := *had
		write(t, s, func(tx *store.Tx) error { return households.Supersede(ctx, tx, &edited, 1) })
		if err := households.ClaimImport(ctx, s, "94", 7); errs.KindOf(err) != errs.Conflict {
			t.Fatalf("somebody was there before: %v", err)
		}
		if err := households.DropImport(ctx, s, "94", 7); err != nil {
			t.Fatal(err)
		}
		had = &edited
		stage(t, s, had)
		taken := &households.Version{Province: "94", State: households.Active, ValidFrom: date.Must(2024, 1, 1),
			RecordedAt: at, Household: sample("N9")}
		write(t, s, func(tx *store.Tx) error { return households.Create(ctx, tx, taken) })
		if err := households.ClaimImport(ctx, s, "94", 7); errs.KindOf(err) != errs.Conflict {
			t.Fatalf("a code was taken before: %v", err)
		}
		finish()
		other := *taken
		other.Household.Code = "T"
		write(t, s, func(tx *store.Tx) error { return households.Supersede(ctx, tx, &other, 1) })

		stage(t, s, had)
		if err := households.ClaimImport(ctx, s, "94", 7); err != nil {
			t.Fatal(err)
		}
		late := *had
		if err := s.Write(ctx, func(tx *store.Tx) error {
			return households.Supersede(ctx, tx, &late,
				2)
		}); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a household of the import is changed: %v", err)
		}
		n9 := &households.Version{Province: "94", State: households.Active, ValidFrom: at10, RecordedAt: at,
			Household: sample("N9")}
		if err := s.Write(ctx, func(tx *store.Tx) error { return households.Create(ctx, tx, n9) }); errs.KindOf(
			err) != errs.Conflict {
			t.Errorf("a code of the import is taken: %v", err)
		}
		again := other
		// one that the import is not about
		write(t, s, func(tx *store.Tx) error { return households.Supersede(ctx, tx, &again, 2) })
		write(t, s, func(tx *store.Tx) error { return households.DecideImport(ctx, tx, "94", 7) })
		is("decided", 2, 2)
		finish()
		is("a stop after the decision", int(fresh)+2, 3)
		if r, err := sealed.Verify(ctx, s, nil, nil); r.Households != fresh+2 || len(r.Faults) > 0 || err != nil {
			t.Errorf("%+v %v", r, err)
		}
		write(t, s, func(tx *store.Tx) error { return households.Supersede(ctx, tx, &late, 3) })
	})
}

var at10 = date.Must(2024, 1, 10)
