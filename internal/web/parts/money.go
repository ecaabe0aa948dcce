package parts

import (
	"net/url"
	"strconv"

	"giamngheo/internal/app/funds"
)

// MoneyQuery is the query of an address that asks for what is given.
func MoneyQuery(q funds.Query) string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			v.Set(name, value)
		}
	}
	set("year", strconv.Itoa(q.Year))
	set("place", string(q.Place))
	set("node", q.Node)
	set("fund", q.Fund)
	set("origin", strconv.Itoa(q.Origin))
	set("line", strconv.FormatInt(q.Line, 10))
	set("by", string(q.By))
	if !q.On.IsZero() {
		set("on", q.On.Vietnamese())
	}
	return v.Encode()
}

// MoneyBoard is the address of the board of what is asked for.
func MoneyBoard(q funds.Query) string { return "/money?" + MoneyQuery(q) }
