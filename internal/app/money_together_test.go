package app_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/store/documents"
)

// TestMoneyTogether: on PostgreSQL, two who spend the same money at once: one has it, the others are told that it is
// gone. On SQLite it is tested in the room of money.
func TestMoneyTogether(t *testing.T) {
	s, ctx := officetest.SmallOn(t, postgrestest.Of(t).Database(t)), context.Background()
	day, planner := date.Must(2024, 3, 1), s.As("kehoach")
	doc, err := s.Documents.Register(ctx, planner, documents.Document{Document: document.Document{
		Direction: document.Received, Kind: document.Decision, Issuer: "MẪU", Number: "1", Series: "QĐ-MAU", Day: day,
		Place: "94", Abstract: "MẪU"}})
	if err != nil {
		t.Fatal(err)
	}
	line, err := s.Funds.Grant(ctx, planner, money.Line{Node: "DA2", Fund: "central_recurrent", Origin: 2024, Year: 2024,
		Kind: money.AtPlace, Place: "31708"}, money.Movement{Day: day, Amount: 1_000_000, Document: doc}, false)
	if err != nil {
		t.Fatal(err)
	}
	failed := make([]error, 4)
	var wait sync.WaitGroup
	for i := range failed {
		who := s.As([]string{"ketoan.xa", "ketoan.so"}[i%2])
		wait.Go(func() {
			_, failed[i] = s.Funds.Record(ctx, who, money.Movement{Kind: money.Advance, Day: day, From: line, Amount: 600_000,
				Voucher: "UNC"})
		})
	}
	wait.Wait()
	had := 0
	for _, err := range failed {
		if err == nil {
			had++
		} else if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "cần thêm 200.000") {
			t.Errorf("refused with %v", err)
		}
	}
	b, err := s.Funds.Board(ctx, s.As("lanhdao"), funds.Query{Year: 2024})
	if err != nil {
		t.Fatal(err)
	}
	if had != 1 || b.Sum.K() != 600_000 {
		t.Errorf("%d had the money: %+v", had, b.Sum)
	}
	if at, err := s.Funds.Verify(ctx); at != 0 || err != nil {
		t.Errorf("%d %v", at, err)
	}
}
