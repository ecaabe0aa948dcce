// Package witness keeps a signature of every row that people decide on, and a signed head over all of them and over
// the record of deeds: whoever changes, deletes, adds, swaps or puts back rows without the office's key is found by
// Verify. It hears of what the program writes by the statements themselves, so that no room can forget it. See
// DESIGN.md.
package witness

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// keys are the tables that are witnessed, each with the columns of its primary key. Not to be changed.
var keys = map[string][]string{
	"account":           {"id"},
	"account_role":      {"id"},
	"activity":          {"province", "id"},
	"allocation":        {"province", "id"},
	"allocation_change": {"province", "allocation", "version"},
	"attachment":        {"province", "id"},
	"average_request":   {"province", "id"},
	"batch":             {"province", "id"}, "batch_line": {"province", "batch", "support"},
	"batch_movement":   {"province", "movement"},
	"boundary":         {"province", "layer"},
	"calendar_change":  {"province", "id"},
	"campaign":         {"province", "id"},
	"campaign_commune": {"province", "campaign", "commune"},
	"cell":             {"province", "review", "stage", "n"}, "cell_sheet": {"province", "review", "stage"},
	"certificate":  {"province", "token"},
	"contribution": {"province", "id"}, "contribution_end": {"province", "contribution"}, "decision": {"province", "id"},
	"document":          {"province", "id"},
	"document_relation": {"province", "document", "other", "kind"},
	"duplicate":         {"province", "id"},
	"exit_plan":         {"province", "household", "version"},
	"feedback":          {"province", "id"}, "feedback_event": {"province", "feedback", "seq"},
	"hamlet":            {"province", "id"},
	"household":         {"province", "id"},
	"household_version": {"province", "id", "version"},
	"inspection_event":  {"province", "visit", "seq"},
	"inspection_plan":   {"province", "year"},
	"inspection_refund": {"province", "movement"},
	"inspection_visit":  {"province", "id"},
	"money_contract":    {"province", "id"},
	"money_item":        {"province", "id"},
	"money_line":        {"province", "id"},
	"money_movement":    {"province", "id"},
	"norm_set":          {"province", "code", "version"},
	"notice":            {"province", "id"},
	"paper_template":    {"province", "name"},
	"place_change":      {"province", "id"},
	"plan":              {"province", "year", "version"}, "plan_draft": {"province", "year", "version"},
	"plan_share":       {"province", "year", "part", "version"},
	"privacy_case":     {"province", "id"},
	"proposal":         {"province", "id"},
	"publication":      {"province", "id"},
	"publication_step": {"province", "publication", "n"},
	"recognition":      {"province", "id"},
	"money_shift":      {"province", "id"}, "money_shift_change": {"province", "shift", "version"},
	"money_snooze": {"province", "line", "rule", "version"},
	"report":       {"province", "id"}, "report_event": {"province", "report", "seq"},
	"report_known":     {"province", "round", "unit"},
	"report_round":     {"province", "id"},
	"report_text":      {"province", "report", "n"},
	"reported_figure":  {"province", "id"},
	"reserved_number":  {"province", "issuer_key", "series", "year", "number"},
	"resident_key":     {"province", "id"},
	"review":           {"province", "year"},
	"review_answer":    {"province", "id"},
	"review_event":     {"province", "list", "seq"},
	"review_item":      {"province", "campaign", "household"},
	"review_list":      {"province", "id"},
	"review_result":    {"province", "year", "stage", "at"},
	"review_sample":    {"province", "campaign", "commune"},
	"standing":         {"id"},
	"statement":        {"province", "id"},
	"statement_answer": {"province", "statement", "subject", "version"},
	"statement_row":    {"province", "statement", "row"},
	"support":          {"province", "id"},
	"task":             {"province", "id"}, "task_event": {"province", "task", "seq"},
	"passkey": {"province", "id"}, "sso_link": {"province", "id"},
	"treasury_account": {"province", "place", "holder"},
	"yearend_choice":   {"province", "line", "version"},
}

// unwitnessed are the other tables, and why a change of theirs needs no signature of its own. Not to be changed.
var unwitnessed = map[string]string{
	"audit":          "the chain, whose ends the head signs",
	"audit_head":     "the chain's ends, which the head signs",
	"calendar_key":   "whose deadlines are subscribed to: a token that nobody gave opens kinds and days, and no words",
	"change":         "what processes tell each other, swept after a while",
	"column_match":   "how the columns of a file were named the last time",
	"counter":        "numbers that were given out",
	"file_piece":     "pieces of files, each sealed to its place in the file",
	"import_batch":   "an import on its way",
	"import_row":     "rows on their way into the register, which witnesses them there",
	"import_written": "which versions an import wrote: who takes it back looks at the households, which are witnessed",
	"job":            "how far long work has come",
	"reading_day":    "how much each was shown on a day: each reading is on the record",
	"passkey_asked":  "what passkeys are asked within five minutes, each answered once",
	"row_seal":       "the signatures themselves, whose sums the head signs",
	"seal_head":      "the head itself",
	"allowance":      "how much is left of what is bounded, which time gives back",
	"account_choice": "how people like their own lists and files",
	"sending":        "the keys of forms of a day, so that one that is sent twice is one deed",
	"visit_count":    "how often public pages were asked for",
	"server":         "which programs are there, each saying so every few seconds",
	"session":        "who is signed in: a token that nobody gave opens an account that is witnessed",
	"setting":        "what the program remembers of itself",
}

// Witnessed reports whether the rows of a table are witnessed, and if not why, "" where nothing is known of the table.
func Witnessed(table string) (bool, string) {
	_, ok := keys[table]
	return ok, unwitnessed[table]
}

// Key is the primary key of a witnessed table.
func Key(table string) []string { return keys[table] }

// Statement is a statement that writes into a witnessed table, and what is asked beside it.
type Statement struct {
	Table     string
	Returning string // the statement, which then returns the rows as they are
	Before    string // what reads the rows as they were, "" where the statement changes none
	deletes   bool
	args      []int // which of the statement's arguments Before takes
}

// returning makes a statement return the rows as they are.
const returning = " RETURNING *"

var (
	writes    = regexp.MustCompile(`^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+([a-z_]+)\s`)
	condition = regexp.MustCompile(`(?s)\sWHERE\s.*$`)
	upsert    = regexp.MustCompile(`(?s)\(([^)]*)\)\s*(?:VALUES\s*\((.*)\)|(SELECT\s.*))\s+ON CONFLICT \(([^)]*)\) DO UPDATE\s`)
	parameter = regexp.MustCompile(`\$(\d+)`)
	apiece    = regexp.MustCompile(`\s*,\s*`)
	known     sync.Map // text → *Statement, nil where it writes into no witnessed table
)

// Of reads a statement; nil where it writes into no witnessed table.
func Of(query string) *Statement {
	if had, ok := known.Load(query); ok {
		return had.(*Statement)
	}
	s := read(query)
	known.Store(query, s)
	return s
}

func read(query string) *Statement {
	m := writes.FindStringSubmatch(query)
	if m == nil || keys[m[2]] == nil {
		return nil
	}
	s := &Statement{Table: m[2], Returning: query + returning, deletes: m[1] == "DELETE FROM"}
	switch m[1] {
	case "UPDATE": // the rows that it will change, by its own condition
		s.before("SELECT * FROM " + s.Table + condition.FindString(query))
	case "INSERT INTO": // those that it finds there already
		if m := upsert.FindStringSubmatch(query); m != nil {
			s.before(found(s.Table, apiece.Split(m[1], -1), apiece.Split(m[2], -1), m[3], apiece.Split(m[4], -1)))
		}
	}
	return s
}

// found is what reads the rows that an insertion finds there: its columns with their values, or what selects them, and
// the key by which it finds.
func found(table string, columns, values []string, selects string, key []string) string {
	if selects == "" {
		parts := make([]string, len(key))
		for i, k := range key {
			parts[i] = k + " = " + values[slices.Index(columns, k)]
		}
		return "SELECT * FROM " + table + " WHERE " + strings.Join(parts, " AND ")
	}
	parts := make([]string, len(key))
	for i, k := range key {
		parts[i] = "old." + k + " = fresh." + k
	}
	return "SELECT old.* FROM (" + selects + ") AS fresh JOIN " + table + " AS old ON " + strings.Join(parts, " AND ")
}

// before takes a statement that reads, with the arguments that it needs, numbered anew.
func (s *Statement) before(query string) {
	number := map[string]int{}
	s.Before = parameter.ReplaceAllStringFunc(query, func(p string) string {
		if number[p] == 0 {
			n, _ := strconv.Atoi(strings.TrimPrefix(p, "$"))
			s.args = append(s.args, n-1)
			number[p] = len(s.args)
		}
		return "$" + strconv.Itoa(number[p])
	})
}

// BeforeArgs are the arguments of Before, out of those of the statement.
func (s *Statement) BeforeArgs(args []any) []any {
	out := make([]any, len(s.args))
	for i, n := range s.args {
		out[i] = args[n]
	}
	return out
}
