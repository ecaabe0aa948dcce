package transfer

import (
	"context"
	"io"
)

// WriteBook writes an export without its permission, for the benchmark.
func (o *Desk) WriteBook(ctx context.Context, w io.Writer, ids []int64) error {
	return o.writeBook(ctx, w, ids, ExportInput{}, nil)
}
