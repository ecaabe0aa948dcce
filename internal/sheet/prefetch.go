package sheet

import (
	"io"
	"sync/atomic"
)

// prefetcher reads ahead in a goroutine of its own, so that unpacking and parsing share the processors.
type prefetcher struct {
	full  chan chunk
	empty chan []byte
	stop  chan struct{}
	done  chan struct{}
	cur   chunk
	rest  []byte
	count *atomic.Int64
	taken int64 // bytes handed on
}

type chunk struct {
	b   []byte
	err error
}

const chunkSize = 256 << 10

func prefetch(r io.Reader, count *atomic.Int64) *prefetcher {
	p := &prefetcher{full: make(chan chunk, 4), empty: make(chan []byte, 6), stop: make(chan struct{}),
		done: make(chan struct{}), count: count}
	for range 6 {
		p.empty <- make([]byte, chunkSize)
	}
	go p.run(r)
	return p
}

func (p *prefetcher) run(r io.Reader) {
	defer close(p.done)
	for {
		var buf []byte
		select {
		case buf = <-p.empty:
		case <-p.stop:
			return
		}
		n, err := io.ReadFull(r, buf[:chunkSize])
		if err == io.ErrUnexpectedEOF {
			err = io.EOF
		}
		select {
		case p.full <- chunk{buf[:n], err}:
		case <-p.stop:
			return
		}
		if err != nil {
			return
		}
	}
}

// Read implements io.Reader.
func (p *prefetcher) Read(b []byte) (int, error) {
	for len(p.rest) == 0 {
		if p.cur.err != nil {
			return 0, p.cur.err
		}
		if p.cur.b != nil {
			p.empty <- p.cur.b[:chunkSize]
		}
		p.cur = <-p.full
		p.rest = p.cur.b
		p.taken += int64(len(p.rest))
		if p.count != nil {
			p.count.Add(int64(len(p.rest)))
		}
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// Close stops the goroutine and waits for it.
func (p *prefetcher) Close() error {
	close(p.stop)
	<-p.done
	return nil
}
