package files

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"giamngheo/internal/date"
	"giamngheo/internal/exchange"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/result"
)

// openedRegister is a register being read, with the file that its rejected rows go to.
type openedRegister struct {
	*exchange.Reader
	rejected *exchange.RejectedWriter
	doubts   *result.DoubtWriter
}

// openRegister opens a register for the review of a day; rejected names the file for rows that go back, doubts that
// for what is taken with a note; either may be empty.
func (a *Desk) openRegister(path string, on date.Date, rejected, doubts string, how Reading) (*openedRegister, error) {
	places, err := a.library.ShippedPlaces()
	if err != nil {
		return nil, err
	}
	codes, err := exchange.ReadCodes(a.library.Data())
	if err != nil {
		return nil, err
	}
	if how.Marks != "" {
		if err := codes.AddMarks(os.DirFS(filepath.Dir(how.Marks)), filepath.Base(how.Marks)); err != nil {
			return nil, err
		}
	}
	o := &openedRegister{}
	cfg := exchange.Config{On: on, Places: places, Codes: codes, Answers: how.Answers}
	if rejected != "" {
		if _, err := exchange.RejectedFormat(rejected); err != nil { // before anything is read
			return nil, err
		}
		cfg.Rejects = func(row exchange.RejectedRow) error { return o.reject(rejected, row) }
	}
	if o.Reader, err = exchange.Open(path, cfg); err != nil || doubts == "" {
		return o, err
	}
	if o.doubts, err = result.NewDoubtWriter(doubts); err != nil {
		return nil, errors.Join(err, o.Close())
	}
	o.Doubts(o.doubts.Write)
	return o, nil
}

// reject writes a row that goes back; the file is made with the first.
func (o *openedRegister) reject(path string, row exchange.RejectedRow) (err error) {
	if o.rejected == nil {
		if o.rejected, err = exchange.NewRejectedWriter(path, o.Headers); err != nil {
			return err
		}
	}
	return o.rejected.Reject(row)
}

// close ends the reading and the file of rejected rows.
func (o *openedRegister) close(before error) error {
	err := o.Close()
	if o.rejected != nil {
		err = errors.Join(err, o.rejected.Close())
	}
	if o.doubts != nil {
		err = errors.Join(err, o.doubts.Close())
	}
	if before != nil { // already on its way
		return nil
	}
	return err
}

// batchSize is how many households travel together.
const batchSize = 256

// inOrder reads a register's households in batches, has workers (one a processor) work on them and takes the batches in
// the order of reading. At most a few batches a worker exist at a time, whatever the register's size.
func inOrder(ctx context.Context, r *exchange.Reader, progress office.Progress, worker func() func(*batch) error,
	take func(*batch) error) error {
	n := runtime.GOMAXPROCS(0)
	reading, stop := context.WithCancel(ctx)
	defer stop()
	work, order, free := make(chan *batch, n), make(chan *batch, 4*n), make(chan *batch, 4*n)
	for range 4 * n {
		free <- &batch{households: make([]household.Household, 0, batchSize), done: make(chan error, 1)}
	}
	for range n {
		go func() {
			do := worker()
			for b := range work {
				b.done <- do(b)
			}
		}()
	}
	go func() {
		defer close(order)
		defer close(work)
		for fill(reading, r, free, work, order) {
		}
	}()
	var failed error
	for b := range order {
		err := <-b.done
		if err == nil && failed == nil {
			err = take(b)
		}
		if err != nil && failed == nil {
			failed = err
			stop()
		}
		free <- b
		if progress != nil {
			progress(r.Read())
		}
	}
	return errors.Join(failed, ctx.Err(), r.Err())
}

// fill reads one batch and sends it on; false at the end.
func fill(ctx context.Context, r *exchange.Reader, free, work, order chan *batch) bool {
	if ctx.Err() != nil {
		return false
	}
	b := <-free
	b.households = b.households[:0]
	for len(b.households) < batchSize {
		b.households = b.households[:len(b.households)+1]
		if !r.Next(&b.households[len(b.households)-1]) {
			b.households = b.households[:len(b.households)-1]
			break
		}
	}
	if len(b.households) == 0 {
		return false
	}
	order <- b
	work <- b
	return len(b.households) == batchSize
}
