package officetest

import (
	"context"

	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
	"giamngheo/internal/store/documents"
)

// Decision enters a decision of a day by which money is given into the register, and returns its number.
func (s *SmallOffice) Decision(day date.Date) int64 {
	s.t.Helper()
	id, err := s.Documents.Register(context.Background(), s.As("kehoach"), documents.Document{Document: document.Document{
		Direction: document.Received, Kind: document.Decision, Issuer: "Thủ tướng Chính phủ (MẪU)", Number: "147",
		Series: "QĐ-MAU", Day: day, Place: "94", Abstract: "Giao dự toán (MẪU)"}})
	s.must(err)
	return id
}

// Grant gives a place's line for a project recurrent money of the centre for the year of a day, by a decision. It
// returns the line.
func (s *SmallOffice) Grant(node string, at place.Code, day date.Date, amount money.Dong, decision int64) int64 {
	s.t.Helper()
	id, err := s.Funds.Grant(context.Background(), s.As("kehoach"), money.Line{Node: node, Fund: "central_recurrent",
		Origin: day.Year(), Year: day.Year(), Kind: money.AtPlace, Place: at},
		money.Movement{Day: day, Amount: amount, Document: decision}, false)
	s.must(err)
	return id
}
