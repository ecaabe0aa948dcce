package column

import "slices"

// Room is a column that can be made room in, and given back what it does not use.
type Room interface {
	Grow(n int)
	Trim()
}

// Of is a plain column as what makes room in it sees it.
func Of[T any](s *[]T) Room { return plain[T]{s} }

type plain[T any] struct{ s *[]T }

// Grow makes room for n more.
func (p plain[T]) Grow(n int) { *p.s = slices.Grow(*p.s, n) }

// Trim gives back the room that is not used, where it is more than a twentieth.
func (p plain[T]) Trim() {
	if s := *p.s; cap(s)-len(s) > len(s)/20 {
		*p.s = append(make([]T, 0, len(s)), s...)
	}
}
