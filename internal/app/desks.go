package app

import (
	"context"
	"errors"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/allotments"
	"giamngheo/internal/app/averages"
	"giamngheo/internal/app/batches"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/briefs"
	"giamngheo/internal/app/budget"
	"giamngheo/internal/app/calendar"
	"giamngheo/internal/app/checkdemo"
	"giamngheo/internal/app/comparisons"
	"giamngheo/internal/app/contributions"
	"giamngheo/internal/app/corrections"
	"giamngheo/internal/app/counts"
	"giamngheo/internal/app/dashboard"
	"giamngheo/internal/app/deadlines"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/deputies"
	"giamngheo/internal/app/documents"
	"giamngheo/internal/app/duplicates"
	"giamngheo/internal/app/exits"
	"giamngheo/internal/app/exports"
	"giamngheo/internal/app/feedbacks"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/guides"
	"giamngheo/internal/app/hamlets"
	"giamngheo/internal/app/inspections"
	"giamngheo/internal/app/means"
	"giamngheo/internal/app/meter"
	"giamngheo/internal/app/moneypapers"
	"giamngheo/internal/app/narratives"
	"giamngheo/internal/app/norms"
	"giamngheo/internal/app/notices"
	"giamngheo/internal/app/outlooks"
	"giamngheo/internal/app/papers"
	"giamngheo/internal/app/passkeys"
	"giamngheo/internal/app/paste"
	"giamngheo/internal/app/paylists"
	"giamngheo/internal/app/people"
	"giamngheo/internal/app/places"
	"giamngheo/internal/app/plandrafts"
	"giamngheo/internal/app/planfiles"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/privacies"
	"giamngheo/internal/app/programmes"
	"giamngheo/internal/app/public"
	"giamngheo/internal/app/publishing"
	"giamngheo/internal/app/purse"
	"giamngheo/internal/app/quality"
	"giamngheo/internal/app/receipts"
	"giamngheo/internal/app/records"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/reportdemo"
	"giamngheo/internal/app/reportfiles"
	"giamngheo/internal/app/reports"
	"giamngheo/internal/app/requests"
	"giamngheo/internal/app/residents"
	"giamngheo/internal/app/results"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/samples"
	"giamngheo/internal/app/seconds"
	"giamngheo/internal/app/shifts"
	"giamngheo/internal/app/signals"
	"giamngheo/internal/app/sso"
	"giamngheo/internal/app/statements"
	"giamngheo/internal/app/story"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/app/tallies"
	"giamngheo/internal/app/tasks"
	"giamngheo/internal/app/told"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/app/waits"
	"giamngheo/internal/app/whatif"
	"giamngheo/internal/app/work"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/app/yearend"
	"giamngheo/internal/arrange"
	"giamngheo/internal/check"
	"giamngheo/internal/errs"
	"giamngheo/internal/exchange"
	"giamngheo/internal/inspection"
	"giamngheo/internal/office"
	"giamngheo/internal/roster"
)

// Desks are the office's rooms, each with its use cases, on one kernel.
type Desks struct {
	*Tools
	Office *office.Office

	Accounts   *accounts.Desk
	Passkeys   *passkeys.Desk
	SSO        *sso.Desk
	Book       *book.Desk
	Budget     *budget.Desk
	Meter      *meter.Desk
	Workdays   *workdays.Desk
	Averages   *averages.Desk
	Calendar   *calendar.Desk
	Receipts   *receipts.Desk
	People     *people.Desk
	Deputies   *deputies.Desk
	Activities *activities.Desk
	Register   *register.Desk
	Duplicates *duplicates.Desk
	Reviews    *reviews.Desk
	Public     *public.Desk
	Publishing *publishing.Desk
	Records    *records.Desk
	Transfer   *transfer.Desk
	Exports    *exports.Desk
	Paste      *paste.Desk
	Surveys    *surveys.Desk
	Results    *results.Desk
	Places     *places.Desk
	Hamlets    *hamlets.Desk
	Supports   *supports.Desk
	Story      *story.Desk
	Papers     *papers.Desk
	Quality    *quality.Desk
	Whatif     *whatif.Desk
	Programmes *programmes.Desk
	Exits      *exits.Desk
	Plans      *plans.Desk
	PlanFiles  *planfiles.Desk
	PlanDrafts *plandrafts.Desk
	Documents  *documents.Desk
	Funds      *funds.Desk
	Batches    *batches.Desk
	PayLists   *paylists.Desk
	YearEnd    *yearend.Desk
	Statements *statements.Desk
	Reports    *reports.Desk
	Dashboard  *dashboard.Desk
	Briefs     *briefs.Desk
	Work       *work.Desk
	Waits      *waits.Desk
	Deadlines  *deadlines.Desk
	Demo       *demo.Desk

	Corrections   *corrections.Desk
	Allocations   *allocations.Desk
	Comparisons   *comparisons.Desk
	Allotments    *allotments.Desk
	MoneyPapers   *moneypapers.Desk
	Norms         *norms.Desk
	Notices       *notices.Desk
	Tasks         *tasks.Desk
	Feedbacks     *feedbacks.Desk
	Residents     *residents.Desk
	Tallies       *tallies.Desk
	Counts        *counts.Desk
	ReportFiles   *reportfiles.Desk
	Requests      *requests.Desk
	Guides        *guides.Desk
	Narratives    *narratives.Desk
	Outlooks      *outlooks.Desk
	Shifts        *shifts.Desk
	Means         *means.Desk
	Contributions *contributions.Desk
	Signals       *signals.Desk
	Inspections   *inspections.Desk
	Privacies     *privacies.Desk
	Agreements    *agreements.Desk
	Seconds       *seconds.Desk
	Told          *told.Desk
}

// Deeds are what every room does that goes on the record. Not to be changed.
var Deeds = []office.Titles{
	accounts.Deeds,
	people.Deeds,
	activities.Deeds,
	agreements.Deeds,
	allocations.Deeds,
	book.Deeds,
	averages.Deeds,
	batches.Deeds,
	calendar.Deeds,
	checkdemo.Deeds,
	contributions.Deeds,
	dashboard.Deeds,
	demo.Deeds,
	corrections.Deeds,
	deadlines.Deeds,
	deputies.Deeds,
	documents.Deeds,
	exits.Deeds,
	exports.Deeds,
	funds.Deeds,
	hamlets.Deeds,
	inspections.Deeds,
	meter.Deeds,
	moneypapers.Deeds,
	norms.Deeds,
	notices.Deeds,
	feedbacks.Deeds,
	residents.Deeds,
	outlooks.Deeds,
	papers.Deeds,
	passkeys.Deeds,
	paylists.Deeds,
	places.Deeds,
	plandrafts.Deeds,
	planfiles.Deeds,
	plans.Deeds,
	programmes.Deeds,
	publishing.Deeds,
	purse.Deeds,
	quality.Deeds,
	register.Deeds,
	duplicates.Deeds,
	reportdemo.Deeds,
	reportfiles.Deeds,
	narratives.Deeds,
	privacies.Deeds,
	reports.Deeds,
	results.Deeds,
	reviews.Deeds,
	sso.Deeds,
	shifts.Deeds,
	statements.Deeds,
	supports.Deeds,
	surveys.Deeds,
	tasks.Deeds,
	transfer.Deeds,
	whatif.Deeds,
	yearend.Deeds,
}

// filesKept is how long uploads and results are kept.
const filesKept = 30 * 24 * time.Hour

// Open opens an office on a store that is migrated; it loads the register into memory. Close it after use.
func Open(ctx context.Context, t *Tools, cfg office.Config) (_ *Desks, err error) {
	defer errs.Wrap(&err, "app.Open")
	if cfg.Places, err = t.Library.ShippedPlaces(); err != nil {
		return nil, err
	}
	if cfg.Codes, err = exchange.ReadCodes(t.Library.Data()); err != nil {
		return nil, err
	}
	cfg.Codes.Home = cfg.Province // local words are those of the office's province
	if cfg.Store.Postgres() {
		if cfg.Law, err = t.Library.Digest(); err != nil {
			return nil, err
		}
	}
	o, err := office.Open(cfg)
	if err != nil {
		return nil, err
	}
	d, err := wire(t, o)
	if err != nil {
		return nil, err
	}
	if err := o.Meet(ctx); err != nil {
		return nil, err
	}
	if err := o.FinishImports(ctx); err != nil {
		return nil, err
	}
	if err := o.Follow(ctx); err != nil { // before anything is read into memory
		return nil, err
	}
	if err := d.Places.LoadMergers(ctx); err != nil {
		return nil, err
	}
	if err := errors.Join(d.Demo.LoadDay(ctx), o.CheckProvince()); err != nil {
		return nil, err
	}
	if err := errors.Join(d.Workdays.Load(ctx), d.Book.LoadHamlets(ctx), d.Book.Reload(ctx), d.Reviews.LoadPaths(ctx),
		d.Receipts.LoadSupports(ctx)); err != nil {
		return nil, err
	}
	if err := o.Join(ctx); err != nil {
		return nil, err
	}
	o.Start(ctx)
	d.Plans.CountPlans()
	return d, nil
}

// wire makes the desks, the lowest first, and has each say what it handles, tends and hears.
func wire(t *Tools, o *office.Office) (d *Desks, err error) {
	d = &Desks{Tools: t, Office: o, Budget: budget.New(o)}
	for _, deeds := range Deeds {
		o.Entitle(deeds)
	}
	duties, err := access.ReadDuties(t.Library.Data())
	if err != nil {
		return nil, err
	}
	d.Agreements = agreements.New(o, duties)
	if d.Accounts, err = accounts.New(o, d.Budget, duties, d.Agreements); err != nil {
		return nil, err
	}
	d.Passkeys = passkeys.New(o, d.Accounts, d.Budget, d.Agreements)
	d.SSO = sso.New(o, d.Accounts, d.Budget, d.Agreements)
	d.Meter = meter.New(o, duties)
	listed, err := roster.ReadWords(t.Library.Data())
	if err != nil {
		return nil, err
	}
	d.People = people.New(o, d.Accounts, listed)
	d.Deputies = deputies.New(o, d.Accounts, d.Agreements)
	d.Book = book.New(o, t.Library)
	d.Receipts = receipts.New(o)
	d.Activities = activities.New(o, t.Library, d.Receipts)
	d.Register = register.New(o, d.Book, d.Budget, d.Agreements)
	d.Duplicates = duplicates.New(o, d.Book)
	d.Workdays = workdays.New(o, t.Library)
	d.Reviews = reviews.New(o, t.Library, d.Book, d.Workdays)
	d.Corrections = corrections.New(o, d.Book, d.Reviews)
	d.Averages = averages.New(o, d.Workdays, d.Book)
	d.Calendar = calendar.New(o, d.Workdays, d.Reviews)
	d.Records = records.New(o, d.Book)
	words, err := arrange.ReadWords(t.Library.Data())
	if err != nil {
		return nil, err
	}
	d.Transfer = transfer.New(o, words, d.Book, d.Register, d.Duplicates)
	d.Exports = exports.New(o, d.Book, d.Register)
	d.Paste = paste.New(o, d.Book, d.Register)
	d.Surveys = surveys.New(o, t.Library, d.Book, d.Reviews)
	d.Results = results.New(o, d.Book, d.Reviews)
	d.Places = places.New(o, t.Library, d.Book, d.Reviews)
	d.Hamlets = hamlets.New(o, d.Book, d.Reviews)
	d.Supports = supports.New(o, t.Library, d.Book, d.Receipts, d.Activities, d.Reviews, d.Exports)
	d.Seconds = seconds.New(o, t.Library, d.Book, d.Agreements, d.Transfer, d.Supports)
	d.Story = story.New(o, d.Book)
	d.Residents = residents.New(o, d.Budget, d.Book, d.Register, d.Reviews, d.Supports, d.Story)
	d.Papers = papers.New(o, t.Library, d.Book, d.Reviews, d.Surveys, d.Averages)
	rules, err := check.ReadFilingRules(t.Library.Data())
	if err != nil {
		return nil, err
	}
	d.Quality = quality.New(o, t.Library, d.Book, d.Reviews, d.Surveys, rules)
	d.Whatif = whatif.New(o, t.Library, d.Book, t.Files, d.Reviews, d.Results)
	d.Programmes = programmes.New(o, t.Library, d.Book, d.Receipts, d.Reviews, d.Supports)
	d.Exits = exits.New(o, t.Library, d.Book, d.Receipts, d.Reviews, d.Supports)
	d.Plans = plans.New(o, t.Library, d.Book, d.Receipts, d.Reviews, d.Results, d.Supports)
	d.PlanFiles = planfiles.New(o, t.Library, d.Plans, d.Papers)
	d.PlanDrafts = plandrafts.New(o, t.Library, d.Book, d.Results, d.Plans, d.PlanFiles)
	d.Documents = documents.New(o)
	if d.Tasks, err = tasks.New(o, t.Library, d.Plans); err != nil {
		return nil, err
	}
	d.Notices = notices.New(o)
	if d.Feedbacks, err = feedbacks.New(o, t.Library, d.Budget, d.Workdays, d.Reviews); err != nil {
		return nil, err
	}
	d.Funds = funds.New(o, t.Library)
	d.MoneyPapers = moneypapers.New(o, t.Library, d.Funds)
	d.Norms = norms.New(o, t.Library)
	d.Privacies = privacies.New(o, t.Library, d.Book, d.Workdays, d.Reviews)
	d.Outlooks = outlooks.New(o, t.Library, d.Funds)
	d.Shifts = shifts.New(o, t.Library, d.Funds, d.Outlooks)
	d.Means = means.New(o, t.Library, d.Funds)
	d.Contributions = contributions.New(o, t.Library, d.Funds)
	d.Tallies = tallies.New(o, t.Library, d.Reviews)
	d.Allocations = allocations.New(o, t.Library, d.Funds, d.Norms, d.Tallies)
	d.Publishing = publishing.New(o, t.Library, d.Results, d.Plans, d.Funds, d.Documents)
	d.Told = told.New(o, t.Library, d.Book, d.Results)
	d.Comparisons = comparisons.New(o, d.Norms, d.Allocations)
	d.Allotments = allotments.New(o, d.Library, d.Funds, d.Allocations)
	d.Batches = batches.New(o, t.Library, d.Book, d.Activities, d.Supports, d.Funds)
	d.PayLists = paylists.New(o, d.Batches, d.Supports)
	d.Statements = statements.New(o, d.Funds)
	if d.YearEnd, err = yearend.New(o, t.Library, d.Funds); err != nil {
		return nil, err
	}
	d.Counts = counts.New(o, t.Library, d.Book, d.Plans, d.Funds)
	d.Reports = reports.New(o, t.Library, d.Workdays, d.Counts)
	d.Requests = requests.New(o, d.Reports)
	d.Narratives = narratives.New(o, t.Library, d.Reports, d.Papers)
	d.ReportFiles = reportfiles.New(o, d.Reports)
	d.Guides = guides.New(o, t.Library, d.Workdays, d.Plans, d.Reports)
	if err := d.inspect(t); err != nil {
		return nil, err
	}
	d.Dashboard = dashboard.New(o, t.Library, d.Book, d.Activities, d.Register, d.Reviews, d.Results, d.Exits, d.Plans)
	d.Briefs = briefs.New(o, d.Plans, d.Activities, d.Workdays)
	d.Work = work.New(o, d.Accounts, d.Book, d.Workdays, d.Duplicates, d.Reviews, d.Corrections, d.Agreements,
		d.Papers, d.Plans,
		d.Batches, d.Statements, d.Inspections,
		d.Reports, d.Allocations, d.Meter, d.Notices, d.Feedbacks, d.Privacies, d.Publishing, d.Tasks, d.Shifts)
	d.Waits = waits.New(o, d.Workdays, d.Reviews, d.Reports, d.Tasks, d.Batches, d.Allocations, d.Notices, d.Publishing,
		d.Feedbacks, d.Inspections, d.Agreements)
	d.Deadlines = deadlines.New(o, d.Budget, d.Work)
	d.Demo = demo.New(o, t.Library, d.Accounts, d.Book, d.Register, d.Receipts, d.Reviews, d.Surveys,
		d.Results, d.Places, d.Plans,
		d.Workdays, d.Counts, d.Allocations, d.Notices, d.Feedbacks, d.Privacies, d.Publishing,
		samples.New(o, d.Book, d.Funds), d.Told, d.Tasks, d.Deputies, d.Shifts)
	if d.Public, err = public.New(o, t.Library); err != nil {
		return nil, err
	}
	d.Budget.Begin()
	d.Meter.Begin()
	d.Accounts.Begin()
	d.Passkeys.Begin()
	d.Book.Begin()
	d.Workdays.Begin()
	d.Receipts.Begin()
	d.Reviews.Begin()
	d.Results.Begin()
	d.Told.Begin()
	d.Transfer.Begin()
	d.Exports.Begin()
	d.Duplicates.Begin()
	d.Places.Begin()
	d.Plans.Begin()
	d.Funds.Begin()
	d.Reports.Begin()
	d.Work.Begin()
	d.Public.Begin(o)
	d.Tallies.Begin()
	d.Signals.Begin()
	o.Tending("files", func(context.Context) error { return o.SweepFiles(filesKept) })
	return d, nil
}

// inspect makes the desks of checks.
func (d *Desks) inspect(t *Tools) error {
	set, err := t.Library.Signals()
	if err != nil {
		return err
	}
	rules, err := inspection.Read(t.Library.Data())
	if err != nil {
		return err
	}
	d.Signals = signals.New(d.Office, d.Book, d.Receipts, d.Funds, d.Quality, set)
	d.Inspections = inspections.New(d.Office, d.Workdays, d.Signals, samples.New(d.Office, d.Book, d.Funds), rules)
	return nil
}

// Close finishes what runs and writes what is still to be written; the store stays open.
func (d *Desks) Close() error {
	d.Plans.Stop()
	return d.Office.Close()
}
