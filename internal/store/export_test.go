package store

import "context"

// Asked has a function told of every statement that the store runs, before it runs.
func (s *Store) Asked(f func(query string)) { s.asked = f }

// Importing has the store think that an import is claimed, or none.
func (s *Store) Importing(now bool) { s.importing.Store(now) }

// FinishImports is what Migrate does with imports that a stop cut off.
func (s *Store) FinishImports(ctx context.Context) error { return s.finishImports(ctx) }
