package store

// Asked has a function told of every statement that the store runs, before it runs.
func (s *Store) Asked(f func(query string)) { s.asked = f }
