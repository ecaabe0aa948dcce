package planbook

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/sheet"
	"giamngheo/internal/target"
	"giamngheo/internal/vietnamese"
)

// PlanFault is one thing wrong in a plan's file, with its place: sheet, row and column of a workbook, or the line of a
// text.
type PlanFault struct {
	Sheet  string
	Row    int
	Column string // its title in the workbook
	Line   int
	Target int
	Part   string
	Field  string
	Text   errs.Text
}

// SheetCount is how many rows of a sheet were read and how many of them have faults.
type SheetCount struct {
	Sheet          string
	Rows, Rejected int
}

// PlanBook is what was read of a workbook.
type PlanBook struct {
	Plan   target.Plan
	Shares []ShareRow
	Rows   map[string][]int // by sheet: the row of each entry, in the order of the plan
	Faults []PlanFault
	Notes  []PlanFault // what was read otherwise than a program would
	Counts []SheetCount
	Titles map[string]map[string]string // by sheet: columns by name
}

// MostPlan is how large a plan's file may be, and mostPlanRows how many rows a sheet of it may have.
const (
	MostPlan     = 2 << 20
	mostPlanRows = 20_000
)

// Fault notes one thing wrong in a column of a sheet's row.
func (b *PlanBook) Fault(sheet string, row int, column string, text errs.Text) {
	b.Faults = append(b.Faults, PlanFault{Sheet: sheet, Row: row, Column: column, Text: text})
}

// ReadPlanSheet reads the rows of a sheet; b.rows has where each stands.
func ReadPlanSheet[T any](b *PlanBook, book *sheet.Book, name string, columns []planColumn[T]) (out []T) {
	b.Titles[name] = map[string]string{}
	for _, c := range columns {
		b.Titles[name][c.name] = c.title
	}
	if !slices.Contains(book.Sheets(), name) {
		b.Fault(name, 0, "", errs.T("this sheet is missing: download the file and keep its sheets"))
		return nil
	}
	rows, err := book.Rows(name)
	if err != nil {
		b.Fault(name, 0, "", errs.T("%s", err.Error()))
		return nil
	}
	defer func() { _ = rows.Close() }()
	var at []int // by column of the sheet: of columns, −1 where it is none
	read := 0
	for rows.Next() {
		r := rows.Row()
		if r.Bad != nil {
			b.Fault(name, r.Number, "", r.Bad.Text)
			read++
			continue
		}
		cells := make([]string, len(r.Cells))
		blank := true
		for i := range r.Cells {
			cells[i] = planCell(&r.Cells[i])
			if r.Cells[i].Kind == sheet.Number && i < len(at) && at[i] >= 0 && columns[at[i]].number {
				cells[i] = strings.Replace(cells[i], ".", ",", 1) // Excel's own number: its point is before decimals
			}
			blank = blank && cells[i] == ""
		}
		switch {
		case blank:
		case at == nil:
			at = planHeader(b, name, r.Number, columns, cells)
		case read >= mostPlanRows:
			b.Fault(name, r.Number, "", errs.T("this sheet has too many rows"))
			return out
		default:
			read++
			b.Rows[name] = append(b.Rows[name], r.Number)
			out = append(out, readPlanRow(b, name, r.Number, columns, at, cells))
		}
	}
	if err := rows.Err(); err != nil {
		b.Fault(name, 0, "", errs.T("%s", err.Error()))
	}
	if at == nil {
		b.Fault(name, 1, "", errs.T("this sheet is empty: the row of headers is missing"))
	}
	b.Counts = append(b.Counts, SheetCount{Sheet: name, Rows: read})
	return out
}

func planHeader[T any](b *PlanBook, name string, row int, columns []planColumn[T], cells []string) []int {
	at := make([]int, len(cells))
	seen := make([]bool, len(columns))
	for i, text := range cells {
		at[i] = slices.IndexFunc(columns, func(c planColumn[T]) bool {
			return strings.EqualFold(c.title, text) ||
				c.name == text
		})
		switch {
		case text == "":
		case at[i] < 0:
			b.Fault(name, row, sheet.ColumnName(i), errs.T("there is no column “%s”; mend its name or take it out",
				text))
		case seen[at[i]]:
			b.Fault(name, row, sheet.ColumnName(i), errs.T("the column “%s” stands twice", text))
			at[i] = -1
		default:
			seen[at[i]] = true
		}
	}
	for i, c := range columns {
		if !seen[i] && !c.later {
			b.Fault(name, row, "", errs.T("the column “%s” is missing: what it holds would be lost", c.title))
		}
	}
	return at
}

func readPlanRow[T any](b *PlanBook, name string, row int, columns []planColumn[T], at []int, cells []string) (out T) {
	in := make([]int, len(columns)) // the cell of each column, −1 where it is none
	for i := range in {
		in[i] = -1
	}
	for i, text := range cells {
		switch {
		case i < len(at) && at[i] >= 0:
			in[at[i]] = i
		case text != "" && i >= len(at):
			b.Fault(name, row, sheet.ColumnName(i), errs.T("this cell is beyond the named columns"))
		}
	}
	for i, c := range columns { // in their own order, however the sheet has them: some are read by what came before
		if in[i] < 0 {
			continue
		}
		text := cells[in[i]]
		if t := c.set(&out, text); t.VI != "" {
			b.Fault(name, row, c.title, t)
		} else if v, ok := PlanNumber(text); c.number && ok && thousands.MatchString(text) {
			b.Notes = append(b.Notes, PlanFault{Sheet: name, Row: row, Column: c.title,
				Text: errs.T("“%s” was read as %s", text, vietnamese.Decimal(*v, -1))})
		}
	}
	return out
}

// planCell is a cell's text: days as they are written in files, whatever the workbook shows.
func planCell(c *sheet.Cell) string {
	text := strings.TrimSpace(norm.NFC.String(string(c.Value)))
	if c.Kind == sheet.Number && c.Date {
		if serial, err := strconv.ParseFloat(text, 64); err == nil && serial > 0 && serial < 1e6 {
			return date.Must(1899, 12, 30).AddDays(int(serial)).String()
		}
	}
	if c.Kind == sheet.Number {
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			return DecimalText(v)
		}
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// ReadLines reads the sheet of the plan itself.
func (b *PlanBook) ReadLines(lines []planLine) {
	p := &b.Plan
	seen := map[string]bool{}
	for i, l := range lines {
		row := b.Rows["plan"][i]
		key := l.key
		for _, k := range planKeys() {
			if strings.EqualFold(k[1], l.key) {
				key = k[0]
			}
		}
		if seen[key] && key != "open" {
			b.Fault("plan", row, "Mục", errs.T("“%s” stands twice", l.key))
			continue
		}
		seen[key] = true
		text := errs.Text{VI: l.vi, EN: l.en}
		switch key {
		case "number":
			p.Number = l.vi
		case "date":
			d, ok := planDay(l.vi)
			if p.Date = d; !ok {
				b.Fault("plan", row, "Nội dung", errs.T("“%s” is no day; write 2024-02-27", l.vi))
			}
		case "year":
			n, err := strconv.Atoi(l.vi)
			if p.Year = n; err != nil {
				b.Fault("plan", row, "Nội dung", errs.T("“%s” is no year", l.vi))
			}
		case "province":
			p.Province = l.vi
		case "issuer":
			p.Issuer = text
		case "signer":
			p.Signer = l.vi
		case "title":
			p.Title = text
		case "goal":
			p.Goal = text
		case "beneficiaries":
			p.Beneficiaries = text
		case "source":
			p.Source = text
		case "open":
			p.Open = append(p.Open, text)
		default:
			b.Fault("plan", row, "Mục", errs.T("there is no “%s”", l.key))
		}
	}
}

// ReadTargets puts the parts under their targets.
func (b *PlanBook) ReadTargets(targets []targetRow, parts []partRow) {
	at := map[int]int{}
	for i, t := range targets {
		n, err := strconv.Atoi(t.number)
		if err != nil {
			b.Fault("targets", b.Rows["targets"][i], "Số mục tiêu", errs.T("“%s” is no number", t.number))
			continue
		}
		if _, twice := at[n]; !twice {
			at[n] = len(b.Plan.Targets)
		}
		b.Plan.Targets = append(b.Plan.Targets, target.Target{Number: n, Text: t.text})
	}
	for i := range parts {
		t, ok := at[parts[i].target]
		if !ok {
			b.Fault("parts", b.Rows["parts"][i], "Số mục tiêu",
				errs.T("no target %d stands on the sheet targets", parts[i].target))
			continue
		}
		b.Plan.Targets[t].Parts = append(b.Plan.Targets[t].Parts, parts[i].part())
	}
	order := make([]int, len(parts)) // the plan has the parts by target; so must their rows
	for i := range order {
		order[i] = i
	}
	order = slices.DeleteFunc(order, func(i int) bool { _, ok := at[parts[i].target]; return !ok })
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(at[parts[x].target], at[parts[y].target]) })
	rows := make([]int, len(order))
	for i, from := range order {
		rows[i] = b.Rows["parts"][from]
	}
	b.Rows["parts"] = rows
}

// Locate finds the sheet, row and column of faults that were found in the plan's text, and drops those of rows that
// have a fault of reading already: what could not be read is missing too.
func (b *PlanBook) Locate(text []byte, faults target.Faults) {
	var root yaml.Node
	if yaml.Unmarshal(text, &root) != nil {
		return
	}
	bad := map[string]map[int]bool{}
	for _, f := range b.Faults {
		if bad[f.Sheet] == nil {
			bad[f.Sheet] = map[int]bool{}
		}
		bad[f.Sheet][f.Row] = true
	}
	for _, f := range faults {
		name, i := entryAt(&root, f.Line)
		row := 0
		switch {
		case name == "plan":
			row = b.lineOf(f.Field)
		case i < len(b.Rows[name]):
			row = b.Rows[name][i]
		}
		if bad[name][row] && row > 0 || bad[name][0] {
			continue
		}
		column := b.Titles[name][f.Field]
		if column == "" {
			column = b.Titles[name][f.Field+".vi"]
		}
		if column == "" && strings.Contains(f.Field, ".") {
			column = b.Titles[name][f.Field+".over"]
		}
		b.Faults = append(b.Faults, PlanFault{Sheet: name, Row: row, Column: column, Target: f.Target, Part: f.Part,
			Field: f.Field, Text: f.Text})
	}
}

func (b *PlanBook) lineOf(field string) int {
	i := slices.IndexFunc(planKeys(), func(k [2]string) bool { return k[0] == field })
	if i < len(b.Rows["plan"]) && i >= 0 {
		return b.Rows["plan"][i]
	}
	return 0
}

// entryAt says which entry of which list of a plan's text stands on a line. Parts are numbered through all targets.
func entryAt(root *yaml.Node, line int) (name string, index int) {
	if root.Kind == yaml.DocumentNode && len(root.Content) > 0 {
		root = root.Content[0]
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Line > line {
			break
		}
		name, index = root.Content[i].Value, 0
		parts := 0
		for j, item := range root.Content[i+1].Content {
			if root.Content[i+1].Kind != yaml.SequenceNode {
				break
			}
			if item.Line <= line {
				index = j
			}
			if name != "targets" && root.Content[i].Value != "targets" {
				continue
			}
			for k := 0; k+1 < len(item.Content); k += 2 {
				if item.Content[k].Value != "parts" {
					continue
				}
				for _, p := range item.Content[k+1].Content {
					if p.Line <= line && item.Line <= line {
						name, index = "parts", parts
					}
					parts++
				}
			}
			if item.Line <= line && lastLine(item) < line {
				name, index = "targets", j
			}
		}
	}
	return name, index
}

func lastLine(n *yaml.Node) int {
	line := n.Line
	for _, c := range n.Content {
		line = max(line, lastLine(c))
	}
	return line
}

// Tally counts the rows with faults.
func (b *PlanBook) Tally() {
	for i := range b.Counts {
		rows := map[int]bool{}
		for _, f := range b.Faults {
			if f.Sheet == b.Counts[i].Sheet && slices.Contains(b.Rows[f.Sheet], f.Row) {
				rows[f.Row] = true
			}
		}
		b.Counts[i].Rejected = len(rows)
	}
}

// Accepted is how many rows have no fault.
func (c SheetCount) Accepted() int { return c.Rows - c.Rejected }
