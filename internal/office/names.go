package office

import (
	"context"

	"giamngheo/internal/store/accounts"
)

// NameOf is the name of an account, for histories.
func (o *Office) NameOf(ctx context.Context, id int64) string {
	if id == 0 {
		return "giamngheo"
	}
	acc, err := accounts.Find(ctx, o.store, id)
	if err != nil {
		return "#" + IDText(id)
	}
	return acc.FullName
}
