package accounts

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// clock is a throttle's clock that a test moves.
type clock struct{ at time.Time }

func throttle() (*Tries, *clock) {
	c := &clock{time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)}
	t := &Tries{}
	t.Init(func() time.Time { return c.at })
	return t, c
}

// TestClassSignsIn: forty people behind one address sign in within a minute, each at the first try; right passwords
// take nothing from the address.
func TestClassSignsIn(t *testing.T) {
	tries, c := throttle()
	for round := range 5 {
		for i := range 40 {
			one, wait := tries.allow(triesPassword, fmt.Sprintf("canbo.%d", i), "10.0.0.1")
			if wait > 0 {
				t.Fatalf("round %d, person %d waits %s", round, i, wait)
			}
			tries.Succeeded(fmt.Sprintf("canbo.%d", i), "10.0.0.1")
			one.right()
			c.at = c.at.Add(time.Second / 2)
		}
	}
}

// TestStrangersGuess: wrong passwords are slowed down by account and by address, and do not shut the owner out where
// he is known.
func TestStrangersGuess(t *testing.T) {
	tries, c := throttle()
	tries.Succeeded("chu", "10.0.0.2")
	for i := range 200 {
		tries.allow(triesPassword, "chu", fmt.Sprintf("203.0.113.%d", i))
	}
	if _, wait := tries.allow(triesPassword, "chu", "203.0.113.250"); wait == 0 {
		t.Error("the account can be guessed from ever new addresses")
	}
	if one, wait := tries.allow(triesPassword, "chu", "10.0.0.2"); wait > 0 || one == nil {
		t.Errorf("the owner waits %s at the address where he is known", wait)
	}
	for i := range 200 {
		tries.allow(triesPassword, fmt.Sprint("ai ", i), "198.51.100.1")
	}
	if _, wait := tries.allow(triesPassword, "khac", "198.51.100.1"); wait == 0 {
		t.Error("an address can guess at ever new accounts")
	}
	if c.at = c.at.Add(time.Hour); len(tries.by) == 0 {
		t.Error("nothing was counted")
	}
	if _, wait := tries.allow(triesPassword, "khac", "198.51.100.1"); wait > 0 {
		t.Errorf("an hour later the address waits %s", wait)
	}
}

// TestLongNames: what strangers type takes no memory that grows with it, however many and however long their names are.
func TestLongNames(t *testing.T) {
	tries, c := throttle()
	long := strings.Repeat("0", 1<<20)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range 300 {
		tries.allow(triesPassword, fmt.Sprint(i)+long, fmt.Sprint("192.0.2.", i))
	}
	for i := range 3 * mostTries {
		tries.allow(triesPassword, fmt.Sprint("ten ", i), fmt.Sprint("dia chi ", i))
		c.at = c.at.Add(time.Millisecond)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if len(tries.by) > mostTries+1 {
		t.Errorf("%d throttles are kept", len(tries.by))
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 16<<20 {
		t.Errorf("the throttles hold %d MB", grown>>20)
	}
	runtime.KeepAlive(tries)
}

// TestApartAllowances: wrong codes of one take nothing from the passwords of another, whatever he is called.
func TestApartAllowances(t *testing.T) {
	tries, _ := throttle()
	for i := range 30 { // who guesses at codes has the password, and may have signed in with it from many addresses
		from := fmt.Sprintf("203.0.113.%d", i)
		tries.Succeeded("an", from)
		if _, wait := tries.allow(triesCode, "an", from); (wait > 0) != (i >= accountBurst) {
			t.Errorf("guess %d, from %s: wait %s", i, from, wait)
		}
	}
	for _, name := range []string{"an", "code of an", "code", "code\x00an"} {
		if _, wait := tries.allow(triesPassword, name, "10.0.0.1"); wait > 0 {
			t.Errorf("%q waits %s for what was guessed of codes", name, wait)
		}
	}
	tries.Succeeded("an", "10.0.0.1")
	for _, from := range []string{"10.0.0.1", "10.0.0.2"} {
		if _, wait := tries.allow(triesCode, "an", from); wait == 0 {
			t.Errorf("codes can be guessed from %s after they were from others", from)
		}
	}
}
