package generate

import (
	"bytes"
	"context"
	"io"
	"runtime"
	"sync"

	"giamngheo/internal/household"
)

// page is the text of one block of homes.
type page struct {
	households, members []byte
	homes               int64
	ready               chan struct{}
}

// WriteCSV writes the two tables of the register, on as many processors as there are; the bytes do not depend on how
// many. It stops with the context's error when that is done. Progress counts households.
func (g *Register) WriteCSV(ctx context.Context, households, members io.Writer,
	progress func(done, total int64)) error {
	if _, err := households.Write(header(household.HouseholdColumns)); err != nil {
		return err
	}
	if _, err := members.Write(header(household.MemberColumns)); err != nil {
		return err
	}
	meter := newMeter(progress, g.Totals().Households)
	return g.pages(ctx, func(p *page) error {
		if _, err := households.Write(p.households); err != nil {
			return err
		}
		if _, err := members.Write(p.members); err != nil {
			return err
		}
		meter.add(p.homes)
		return nil
	})
}

// header is the first line of a table: the columns' identifiers and the label's.
func header(columns []household.Column) (b []byte) {
	for _, c := range columns {
		b = append(append(b, c.Name...), ',')
	}
	return append(b, "synthetic\n"...)
}

// pages makes the text of all blocks, several at a time, and hands them to f in order.
func (g *Register) pages(ctx context.Context, f func(*page) error) error {
	ctx, stop := context.WithCancel(ctx)
	workers := runtime.GOMAXPROCS(0)
	type job struct {
		k int64
		p *page
	}
	jobs, order, free := make(chan job), make(chan *page, 2*workers), make(chan *page, 2*workers)
	for range cap(free) {
		free <- &page{ready: make(chan struct{}, 1)}
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	defer stop()
	wg.Go(func() {
		defer close(order)
		defer close(jobs)
		for k := range g.blocks() {
			select {
			case p := <-free:
				order <- p // never full: it holds as many as there are pages
				select {
				case jobs <- job{k, p}:
				case <-ctx.Done():
					return
				}
			case <-ctx.Done():
				return
			}
		}
	})
	for range workers {
		wg.Go(func() {
			w := new(worker)
			for j := range jobs {
				w.page(g, j.k, j.p)
				j.p.ready <- struct{}{}
			}
		})
	}
	return inOrder(ctx, order, free, f)
}

func inOrder(ctx context.Context, order <-chan *page, free chan<- *page, f func(*page) error) error {
	for p := range order {
		select {
		case <-p.ready:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if err := f(p); err != nil {
			return err
		}
		free <- p
	}
	return ctx.Err()
}

// worker holds what one goroutine needs to make pages.
type worker struct {
	block block
	state state
	line  line
}

// page makes the text of block k.
func (w *worker) page(g *Register, k int64, p *page) {
	p.households, p.members, p.homes = p.households[:0], p.members[:0], 0
	w.each(g, k, func(st *state) {
		w.line.household(st)
		p.households = w.line.appendCSV(p.households)
		for i := range st.n {
			w.line.member(st, i)
			p.members = w.line.appendCSV(p.members)
		}
		p.homes++
	})
}

// each calls f with the state of every household of block k that is in the register.
func (w *worker) each(g *Register, k int64, f func(*state)) {
	w.block.build(g, k)
	for i := range w.block.homes[:w.block.n] {
		if h := &w.block.homes[i]; h.there(g.year) {
			w.state.at(g, h, g.year)
			f(&w.state)
		}
	}
}

// appendCSV appends the row as CSV, with quotes where a text needs them (RFC 4180).
func (l *line) appendCSV(b []byte) []byte {
	if bytes.ContainsAny(l.text, "\",\r\n") {
		return l.appendQuoted(b)
	}
	from := 0
	for _, end := range l.ends {
		b = append(append(b, l.text[from:end]...), ',')
		from = end
	}
	b[len(b)-1] = '\n'
	return b
}

func (l *line) appendQuoted(b []byte) []byte {
	from := 0
	for _, end := range l.ends {
		if cell := l.text[from:end]; bytes.ContainsAny(cell, "\",\r\n") {
			b = append(b, '"')
			b = append(b, bytes.ReplaceAll(cell, []byte(`"`), []byte(`""`))...)
			b = append(b, '"', ',')
		} else {
			b = append(append(b, cell...), ',')
		}
		from = end
	}
	b[len(b)-1] = '\n'
	return b
}

// meter reports progress at every hundredth.
type meter struct {
	report            func(done, total int64)
	done, total, next int64
}

func newMeter(report func(done, total int64), total int64) *meter {
	return &meter{report: report, total: total}
}

func (m *meter) add(n int64) {
	m.done += n
	if m.report != nil && (m.done >= m.next || m.done == m.total) {
		m.report(m.done, m.total)
		m.next = m.done + m.total/100
	}
}
