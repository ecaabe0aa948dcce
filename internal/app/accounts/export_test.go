package accounts

import (
	"context"
	"time"
)

// Guess takes a wrong guess ("password" or "code") from the allowances, or says how long to wait.
func (o *Desk) Guess(ctx context.Context, what, account, address string) (time.Duration, error) {
	_, wait, err := o.tries.allow(ctx, tried(what), account, address)
	return wait, err
}

// Right is a right password.
func (o *Desk) Right(ctx context.Context, account, address string) (time.Duration, error) {
	one, wait, err := o.tries.allow(ctx, triesPassword, account, address)
	if err != nil || wait > 0 {
		return wait, err
	}
	return 0, o.tries.succeeded(ctx, one, account, address, o.office.Now())
}
