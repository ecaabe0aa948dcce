package cli_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers lists the packages from the ground up; a package may import only packages of lower layers.
var layers = [][]string{
	{"words", "datafile", "least", "fmthtml", "floors"},
	{"vietnamese"},
	{"errs"},
	{"column", "tlscert", "date", "vault", "credential", "signtest", "postgrestest", "sheet/charset", "sheet/xmlscan", "apportion"},
	{"place", "sheet", "paper", "workday", "suppress"},
	{"household", "access", "hamlet", "boundary", "tablepaper"},
	{"rule/value", "amend", "mpi", "question", "stead"},
	{"rule/tree"},
	{"rule/field"},
	{"doubt"},
	{"reading", "arrange"},
	{"rule", "exchange", "audit", "roster"},
	{"rule/parse"},
	{"law", "forecast"},
	{"poverty", "generate/tally"},
	{"average", "cause", "check", "generate", "review"},
	{"sampling"},
	{"signal", "inspection"},
	{"programme"},
	{"publication", "cells"},
	{"nation", "generate/country"},
	{"target", "exitplan", "condition", "money", "document", "notice", "feedback", "task"},
	{"privacy", "listing", "planbook", "panel", "cascade", "published", "planning", "norm", "form"},
	{"outlook"},
	{"allocation", "shift", "contribution", "payout", "report", "statement", "guide"},
	{"narrative"},
	{"normbook", "allotment", "payfile"},
	{"store/away", "store/migrations", "store/witness"},
	{"store", "snapshot", "library"},
	{"store/accounts", "store/allocations", "store/allowances", "store/averages", "store/batches", "store/statements", "store/yearends", "store/shifts", "store/snoozes", "store/calendar", "store/contributions", "store/documents", "store/exits", "store/funds",
		"store/hamlets", "store/households", "store/jobs",
		"store/narratives", "store/passkeys", "store/pieces", "store/places", "store/plans", "store/privacies", "store/proposals", "store/publications", "store/readings", "store/reports", "store/reviews", "store/sendings", "store/servers", "store/sso",
		"store/feedbacks", "store/notices", "store/tasks",
		"store/residents",
		"store/supports", "store/told"},
	{"store/inspections"},
	{"store/foreign"},
	{"store/public", "store/sealed", "filing", "sending"},
	{"result", "asjson"},
	{"reads"},
	{"office"},
	// the desks, floor by floor
	{"app/agreements", "app/budget", "app/meter", "app/public"},
	{"app/files", "app/ledgers", "app/matrix", "app/sharing", "app/accounts", "app/book", "app/receipts", "app/workdays"},
	{"app/activities", "app/duplicates", "app/passkeys", "app/sso", "app/people", "app/deputies", "app/register", "app/reviews", "app/records"},
	{"app/averages", "app/calendar", "app/corrections", "app/documents", "app/notices", "app/feedbacks", "app/transfer", "app/exports", "app/paste", "app/surveys",
		"app/results", "app/places", "app/hamlets"},
	{"app/privacies", "app/tallies", "app/norms", "app/funds", "app/supports", "app/papers", "app/quality", "app/whatif"},
	{"app/contributions", "app/means", "app/seconds", "app/moneypapers", "app/outlooks", "app/allocations", "app/batches", "app/statements", "app/yearend", "app/programmes", "app/exits", "app/plans", "app/story"},
	{"app/counts", "app/shifts", "app/publishing", "app/told", "app/tasks"},
	{"app/nation", "app/purse"},
	{"app/signals", "app/samples"},
	{"app/inspections", "app/checkdemo"},
	{"app/reports", "app/reportdemo"},
	{"app/residents"},
	{"app/publishdemo", "app/taskdemo", "app/telldemo"},
	{"app/comparisons", "app/allotments", "app/briefs", "app/guides", "app/narratives", "app/paylists", "app/dashboard", "app/demo", "app/planfiles", "app/reportfiles", "app/requests", "app/work"},
	{"app/plandrafts", "app/waits", "app/deadlines"},
	{"app"},
	{"settings"},
	{"demotest"},
	{"officetest"},
	{"web/answer", "web/parts"},
	{"web/page", "web/nation"},
	{"web/site"},
	{"web/accounts", "web/deputies", "web/waits", "web/deadlines", "web/agreements", "web/batches", "web/statements", "web/yearend", "web/shifts", "web/contributions", "web/activities", "web/allocations", "web/averages", "web/calendar", "web/certificate", "web/corrections", "web/dashboard", "web/demo",
		"web/documents", "web/duplicates", "web/exits", "web/find", "web/funds", "web/hamlets",
		"web/papers", "web/places", "web/plandrafts", "web/public", "web/publications", "web/plans", "web/privacies", "web/programmes", "web/quality", "web/records", "web/reports",
		"web/notices", "web/tasks", "web/feedbacks", "web/communication", "web/voices",
		"web/residents",
		"web/ownpage",
		"web/register", "web/results",
		"web/told", "web/reviews", "web/supports", "web/surveys", "web/transfer", "web/whatif"},
	{"web/inspections"},
	{"web"},
	{"cli/tell"},
	{"cli"},
	{"house"},
}

// domain are the packages that decide; they may import no adapter and nothing that does input or output.
var domain = []string{"sampling", "signal", "inspection", "errs", "date", "place", "household", "hamlet", "question", "doubt", "workday", "rule",
	"rule/field",
	"rule/tree", "rule/value", "law", "mpi", "poverty", "amend", "forecast", "target", "published", "planning",
	"condition", "average", "panel", "cascade", "apportion", "suppress", "norm", "allocation", "payout", "statement",
	"review", "check", "cause",
	"programme", "exitplan", "access", "audit", "stead", "money", "contribution", "document", "publication", "form", "report", "guide", "narrative",
	"notice", "outlook", "shift", "feedback", "privacy", "cells", "nation", "task"}

var forbiddenInDomain = []string{"giamngheo/internal/sheet", "giamngheo/internal/exchange", "giamngheo/internal/result",
	"net/http", "database/sql", "html/template", "log", "log/slog", "os", "os/exec"}

// TestLayers reads every package's imports and refuses one that points upward, sideways or from the domain to an
// adapter.
func TestLayers(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`,
		"giamngheo/internal/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		pkg, ok := strings.CutPrefix(fields[0], "giamngheo/internal/")
		if !ok {
			continue
		}
		seen++
		here := layerOf(pkg)
		if here < 0 {
			t.Errorf("package %s has no layer: add it to layers", pkg)
			continue
		}
		for _, imp := range fields[1:] {
			if slices.Contains(domain, pkg) && slices.Contains(forbiddenInDomain, imp) {
				t.Errorf("domain package %s imports %s", pkg, imp)
			}
			if below, ok := strings.CutPrefix(imp, "giamngheo/internal/"); ok && layerOf(below) >= here {
				t.Errorf("%s (layer %d) imports %s (layer %d)", pkg, here, below, layerOf(below))
			}
		}
	}
	if seen < 10 {
		t.Errorf("looked at %d packages only", seen)
	}
}

func layerOf(pkg string) int {
	return slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, pkg) })
}
