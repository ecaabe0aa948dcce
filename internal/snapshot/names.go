package snapshot

import (
	"runtime"
	"sync"
)

// namesAtOnce is how many names one processor is given at least.
const namesAtOnce = 4096

// named tells of every name whether it answers; the processors share them. It reports whether any does.
func named(said []bool, names []string, answers func(name string) bool) bool {
	workers := min(runtime.GOMAXPROCS(0), len(names)/namesAtOnce+1)
	found := make([]bool, workers)
	failed := make([]any, workers)
	size := (len(names) + workers - 1) / workers
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			defer func() { failed[w] = recover() }() // the caller has it: in a goroutine it would end the process
			for i := w * size; i < min((w+1)*size, len(names)); i++ {
				said[i] = answers(names[i])
				found[w] = found[w] || said[i]
			}
		})
	}
	wg.Wait()
	one := false
	for w := range workers {
		if failed[w] != nil {
			panic(failed[w])
		}
		one = one || found[w]
	}
	return one
}
