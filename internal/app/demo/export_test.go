package demo

import "context"

// FillMoney puts the money of the demonstration into an office that has none.
func (o *Desk) FillMoney(ctx context.Context) error { return o.fillMoney(ctx) }
