package book

import (
	"sync"

	"giamngheo/internal/date"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
)

// standards are those of any day, compiled once.
type standards struct {
	library *library.Library
	kept    sync.Map // by day
}

// StandardOn is the standard of a day, nil where the law has none.
func (s *standards) StandardOn(on date.Date) (*poverty.Standard, error) {
	if had, ok := s.kept.Load(on); ok {
		return had.(*poverty.Standard), nil
	}
	lib, err := s.library.Law()
	if err != nil {
		return nil, err
	}
	std, err := poverty.Compile(lib, "", on)
	if err != nil {
		return nil, office.IgnoreNotFound(err)
	}
	s.kept.Store(on, std)
	return std, nil
}
