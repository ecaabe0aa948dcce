package snapshot_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
)

// BenchmarkFind is the search of a province's register: 335,886 households with 1.3 million people of some 200,000 names.
// "one" answers, "nearly" has one letter wrong, of "nobody" there is none; suggestions have 50 ms.
func BenchmarkFind(b *testing.B) {
	s, communes := provincial(335_886)
	for name, text := range map[string]string{"one": "thach thi sa ruong", "nearly": "thacj thi sa ruong", "nobody": "qwert zxcvb",
		"address": "khong co ai o day"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s.Find(snapshot.Query{Communes: communes, Text: text, Limit: 7})
			}
		})
	}
}

// provincial is a register of so many households of four, whose people have many names.
func provincial(n int) (*snapshot.Snapshot, []place.Code) {
	r := rand.New(rand.NewPCG(1, 2))
	family := []string{"Thạch", "Sơn", "Lâm", "Nguyễn", "Trần", "Lê", "Kim", "Danh", "Lý", "Huỳnh", "Phạm", "Võ"}
	syllables := []string{"Thị", "Văn", "Sà", "Rương", "Ngọc", "Minh", "Hồng", "Sô", "Pha", "Út", "Bé", "Kim", "Tuấn",
		"Hoàng", "Thanh", "Mỹ", "Phước", "Đức", "Quốc", "Diễm", "Trúc", "Ánh", "Chanh", "Thol", "Vanna", "Rithy"}
	name := func() string {
		return fmt.Sprintf("%s %s %s %s", family[r.IntN(len(family))], syllables[r.IntN(len(syllables))],
			syllables[r.IntN(len(syllables))], syllables[r.IntN(len(syllables))])
	}
	s := snapshot.New(day)
	var communes []place.Code
	var rows []snapshot.Row
	for i := range n {
		commune := fmt.Sprint(31500 + i%108)
		if i < 108 {
			communes = append(communes, place.Code(commune))
		}
		one := row(int64(i+1), commune, name(), household.Member{No: 2, Name: name()},
			household.Member{No: 3, Name: name()}, household.Member{No: 4, Name: name()})
		if i == 0 {
			one.Household.Members[3].Name = "Thạch Thị Sà Rương"
		}
		rows = append(rows, one)
	}
	s.Put(rows...)
	return s, communes
}

// BenchmarkMemory is what a household of four takes, with everything: people, names, codes, tables. Half of the names are of
// one household alone.
func BenchmarkMemory(b *testing.B) {
	const households = 335_886
	for b.Loop() {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begun := time.Now()
		s, _ := provincial(households)
		s.Warm()
		took := time.Since(begun)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/households, "B/household")
		b.ReportMetric(float64(took.Nanoseconds())/households, "ns/household-with-its-making")
		runtime.KeepAlive(s)
	}
}
