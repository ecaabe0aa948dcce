package publishing

import (
	"context"
	"maps"
	"slices"

	"giamngheo/internal/store"
	"giamngheo/internal/store/witness"
)

// AuditStore audits every publication of a database beside its program, of each province whose record of deeds it
// holds. It returns how many there are. Errors: those of AuditAll.
func AuditStore(ctx context.Context, st *store.Store) (all int, err error) {
	heads, err := witness.Heads(ctx, st)
	if err != nil {
		return 0, err
	}
	for _, province := range slices.Sorted(maps.Keys(heads)) {
		n, err := AuditAll(ctx, st, province)
		all += n
		if err != nil {
			return all, err
		}
	}
	return all, nil
}
