package office

import (
	"context"
)

// NameOf is the name of an account, for histories.
func (o *Office) NameOf(ctx context.Context, id int64) string {
	if id == 0 {
		return "giamngheo"
	}
	acc, err := o.store.Account(ctx, id)
	if err != nil {
		return "#" + IdText(id)
	}
	return acc.FullName
}
