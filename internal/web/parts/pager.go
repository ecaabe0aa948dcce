package parts

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// PageRows is how many supports, activities or beneficiaries a page shows.
const PageRows = 50

// Pager leads to the other pages of a list; the address keeps its filters.
type Pager struct {
	path   string
	Filter url.Values
	Number int
	Pages  int
}

// NewPager is the page that an address asks for, of a list of so many rows at path.
func NewPager(r *http.Request, path string, total int) Pager {
	number, _ := strconv.Atoi(r.FormValue("page"))
	return Pager{path, r.URL.Query(), min(max(number, 1), 1<<30), (total + PageRows - 1) / PageRows}
}

// Offset is where the page that an address asks for begins.
func Offset(r *http.Request) int {
	number, _ := strconv.Atoi(r.FormValue("page"))
	return (min(max(number, 1), 1<<30/PageRows) - 1) * PageRows
}

// To is the address of a page.
func (p Pager) To(number int) string { return p.With("page", number) }

// With is the address of the list with one filter changed, on its first page.
func (p Pager) With(key string, value any) string {
	v := url.Values{}
	for k, all := range p.Filter {
		for _, one := range all {
			if one != "" && k != key && k != "page" {
				v.Add(k, one)
			}
		}
	}
	if text := fmt.Sprint(value); text != "" {
		v.Set(key, text)
	}
	return p.path + "?" + v.Encode()
}

// CellsOnPage is how many households a page has of those behind a figure.
const CellsOnPage = 50
