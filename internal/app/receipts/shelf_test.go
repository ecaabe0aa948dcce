package receipts_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/app/receipts"
	"giamngheo/internal/date"
	"giamngheo/internal/officetest"
	"giamngheo/internal/programme"
)

// shown are the supports that are handed to a function, as text.
func shown(each func(func(*programme.Support))) string {
	var out []string
	each(func(v *programme.Support) {
		out = append(out, fmt.Sprintf("%d %s %s %d %s", v.ID, v.Kind, v.Day, v.Amount, v.State))
	})
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// TestShelf: what is recorded, corrected and withdrawn is on the shelf at once, as reading all of it anew has it.
func TestShelf(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	shelf, department, id := &s.Receipts.Shelf, s.As("canbo.so"), s.ID("H-01")
	of := func() string { return shown(func(do func(*programme.Support)) { shelf.Of(id, do) }) }
	if got := of(); !strings.HasPrefix(got, "1 job_placed 2024-06-03 400000") || strings.Contains(got, ",") {
		t.Fatal(got)
	}
	if got := shown(func(do func(*programme.Support)) { shelf.Of(s.ID("H-02"), do) }); got != "" {
		t.Errorf("who received nothing: %s", got)
	}
	if got := shown(shelf.Loose); got != "" {
		t.Errorf("of no household: %s", got)
	}
	_, epoch, place, ok := shelf.Since(0, 0)
	if changed, _, _, same := shelf.Since(epoch, place); !same || len(changed) != 0 || ok && epoch != 0 {
		t.Errorf("nothing has changed: %v %v", changed, same)
	}
	who := receipts.ReceiverOf(&programme.Support{ID: 1, Household: id})
	if got := shelf.Received(who, 2024); len(got) != 1 || len(shelf.Received(who, 2023)) != 0 {
		t.Errorf("%+v", got)
	}
	if err := s.Supports.WithdrawSupport(ctx, department, 1, "nhập nhầm người"); err != nil {
		t.Fatal(err)
	}
	if changed, _, _, same := shelf.Since(epoch, place); !same || len(changed) == 0 || changed[0] != who ||
		len(shelf.Received(who, 2024)) != 0 {
		t.Errorf("after a withdrawal: %v %v", changed, same)
	}
	if _, err := s.Supports.RecordSupport(ctx, department, officetest.Job(id, 1, date.Must(2024, 7, 3))); err != nil {
		t.Fatal(err)
	}
	before, all := of(), shown(shelf.Each)
	if err := s.Receipts.LoadSupports(ctx); err != nil {
		t.Fatal(err)
	}
	if of() != before || shown(shelf.Each) != all || !strings.Contains(before, "2024-07-03") {
		t.Errorf("read anew: %s, before %s", of(), before)
	}
	if _, now, _, same := shelf.Since(epoch, place); same || now == epoch {
		t.Error("who counted by the shelf does not learn that it was read anew")
	}
}
