package batches

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"giamngheo/internal/app/batches"
	"giamngheo/internal/app/paylists"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/payout"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/web/page"
)

type batchPage struct {
	page.Page
	*batches.Shown
	States  []payout.LineState
	Reasons []payout.Reason
	Way     []payout.State // the way of a batch
	Citable []documents.Document
	Today   string
	Error   string
}

// Passed reports whether a batch has come to a state or beyond.
func (p *batchPage) Passed(s payout.State) bool {
	for _, one := range p.Way {
		if one == p.Batch.State {
			return s == one
		}
		if s == one {
			return true
		}
	}
	return false
}

// Due is how many lines there are of which nothing is known yet.
func (p *batchPage) Due() int { return p.Sums.Of(payout.Due).N }

// Next is where the lines that follow are.
func (p *batchPage) Next() string {
	v := url.Values{"after": {strconv.FormatInt(p.More, 10)}}
	if p.State != "" {
		v.Set("state", string(p.State))
	}
	return fmt.Sprintf("/money/batches/%d?%s#lines", p.ID, v.Encode())
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error { return h.batchPage(w, r, nil) }

func (h *handlers) batchPage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	after, state := int64(0), payout.LineState("")
	if r.Method == http.MethodGet {
		if after, err = page.FormID(r, "after"); err != nil {
			return err
		}
		state = payout.LineState(r.FormValue("state"))
	}
	p := &batchPage{States: payout.LineStates(), Reasons: payout.Reasons(),
		Way: []payout.State{payout.Drafted, payout.Approved, payout.Sent, payout.PartlyPaid, payout.Reconciled,
			payout.Closed},
		Today: h.desks.Office.Day().Vietnamese()}
	if p.Shown, err = h.desks.Batches.Show(r.Context(), page.Actor(r), id, state, after); err != nil {
		return err
	}
	if p.Can.Approve {
		if p.Citable, err = h.desks.Funds.Citable(r.Context(), page.Actor(r)); err != nil {
			return err
		}
	}
	p.Error = h.shell.Told(w, r, failed)
	p.Nav = "money/batches"
	h.shell.Render(w, r, "batch", errs.T("Payment list no. %d", id), p)
	return nil
}

// step is what a form says of a step.
func (h *handlers) step(r *http.Request) (s batches.Step, err error) {
	if s.Batch, err = page.PathID(r); err != nil {
		return s, err
	}
	if s.Version, err = page.FormID(r, "version"); err != nil {
		return s, err
	}
	if s.Document, err = page.FormID(r, "document"); err != nil {
		return s, err
	}
	s.Reason, s.Voucher = text(r, "reason"), text(r, "voucher")
	s.Day, err = page.FormDay(r, "day")
	return s, err
}

// do does a step, and shows the page again where it is refused.
func (h *handlers) do(w http.ResponseWriter, r *http.Request, said errs.Text, do func(s batches.Step) error) error {
	s, err := h.step(r)
	if err == nil {
		err = do(s)
	}
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return h.batchPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/batches/%d", s.Batch), "", said)
}

func (h *handlers) approve(w http.ResponseWriter, r *http.Request) error {
	return h.do(w, r, errs.T("The payment list is approved."), func(s batches.Step) error {
		return h.desks.Batches.Approve(r.Context(), page.Actor(r), s)
	})
}

func (h *handlers) reject(w http.ResponseWriter, r *http.Request) error {
	return h.do(w, r, errs.T("The payment list is rejected; its supports may be put on another."),
		func(s batches.Step) error {
			return h.desks.Batches.Reject(r.Context(), page.Actor(r), s)
		})
}

func (h *handlers) send(w http.ResponseWriter, r *http.Request) error {
	return h.do(w, r, errs.T("The list is sent to be paid; the payment is in the ledger."),
		func(s batches.Step) error {
			return h.desks.Batches.Send(r.Context(), page.Actor(r), s)
		})
}

func (h *handlers) giveBack(w http.ResponseWriter, r *http.Request) error {
	return h.do(w, r, errs.T("What was not received is back on its line of money."), func(s batches.Step) error {
		support, err := page.FormID(r, "support")
		if err != nil {
			return err
		}
		return h.desks.Batches.GiveBack(r.Context(), page.Actor(r), s, support)
	})
}

func (h *handlers) recover(w http.ResponseWriter, r *http.Request) error {
	return h.do(w, r, errs.T("What was recovered is back on its line of money."), func(s batches.Step) error {
		support, err := page.FormID(r, "support")
		if err != nil {
			return err
		}
		if err := h.desks.Batches.MayRecover(r.Context(), page.Actor(r), s.Batch); err != nil {
			return err
		}
		amount, err := money.Parse(r.FormValue("amount"))
		if err != nil {
			return err
		}
		return h.desks.Batches.Recover(r.Context(), page.Actor(r), s, support, amount)
	})
}

func (h *handlers) reconcile(w http.ResponseWriter, r *http.Request) error {
	return h.do(w, r, errs.T("The payment list is reconciled."), func(s batches.Step) error {
		return h.desks.Batches.Reconcile(r.Context(), page.Actor(r), s)
	})
}

func (h *handlers) close(w http.ResponseWriter, r *http.Request) error {
	return h.do(w, r, errs.T("The payment list is closed."), func(s batches.Step) error {
		return h.desks.Batches.Close(r.Context(), page.Actor(r), s)
	})
}

func (h *handlers) off(w http.ResponseWriter, r *http.Request) error {
	return h.do(w, r, errs.T("It is taken off the list."), func(s batches.Step) error {
		support, err := page.FormID(r, "support")
		if err != nil {
			return err
		}
		return h.desks.Batches.TakeOff(r.Context(), page.Actor(r), s.Batch, support)
	})
}

// mostTicked is how many lines a form ticks at most.
const mostTicked = 1000

func (h *handlers) results(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	taken, err := h.recorded(r, id)
	if err == nil && len(taken.Back) > 0 {
		for _, why := range taken.Back {
			err = errs.Of(errs.Invalid, errs.T("%d lines were not taken: %s", len(taken.Back), why))
			break
		}
	}
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return h.batchPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/batches/%d#lines", id), "",
		errs.N(taken.New, "%d line is recorded.", "%d lines are recorded."))
}

func (h *handlers) recorded(r *http.Request, id int64) (*batches.Taken, error) {
	ctx, a := r.Context(), page.Actor(r)
	if err := h.desks.Batches.MayRecord(ctx, a, id); err != nil {
		return nil, err
	}
	result := payout.Result{State: payout.LineState(r.FormValue("state")), Detail: payout.Detail{Receipt: text(r,
		"receipt"),
		Reason: payout.Reason(r.FormValue("why")), Person: text(r, "person"), Paper: text(r, "paper")}}
	var err error
	if result.Day, err = page.FormDay(r, "day"); err != nil {
		return nil, err
	}
	if r.FormValue("all") != "" {
		return h.desks.Batches.RecordDue(ctx, a, id, result)
	}
	ticked := r.PostForm["support"]
	if len(ticked) == 0 || len(ticked) > mostTicked {
		return nil, errs.New(errs.Invalid, "tick the lines of which this is so, at most %d", mostTicked)
	}
	all := make([]payout.Result, len(ticked))
	for i, one := range ticked {
		all[i] = result
		if all[i].Support, err = strconv.ParseInt(one, 10, 64); err != nil {
			return nil, page.NotThere()
		}
	}
	return h.desks.Batches.Record(ctx, a, id, all)
}

func (h *handlers) file(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	make, name := h.desks.PayLists.Paper, "danh-sach-chi-tra-%d.xlsx"
	if r.FormValue("kind") == "service" {
		make, name = h.desks.PayLists.ServiceFile, "gui-don-vi-chi-tra-%d.xlsx"
	}
	write, err := make(r.Context(), page.Actor(r), id, r.FormValue("open") != "", text(r, "reason"))
	if k := errs.KindOf(err); err != nil && k == errs.Invalid {
		return h.batchPage(w, r, err)
	}
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := write(&out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, fmt.Sprintf(name, id), out.Bytes())
}

type readPage struct {
	page.Page
	Batch int64
	*batches.Filed
	Left string // the rows that come back, with tabs between their cells
}

func (h *handlers) read(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err := h.desks.Batches.MayRecord(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	name, src, err := upload(r)
	if err == nil {
		defer func() { _ = src.Close(); _ = r.MultipartForm.RemoveAll() }()
		p := &readPage{Batch: id}
		if p.Filed, err = h.desks.Batches.ReadFile(r.Context(), page.Actor(r), id, name, src); err == nil {
			p.Nav, p.Left = "money/batches", paylists.Left(p.Filed)
			h.shell.Render(w, r, "batch_read", errs.T("Results read"), p)
			return nil
		}
	}
	if k := errs.KindOf(err); k == errs.Invalid || k == errs.Conflict {
		return h.batchPage(w, r, err)
	}
	return err
}

// upload is the file of a form. Errors (errs.Invalid): there is none, or it was cut off.
func upload(r *http.Request) (name string, src io.ReadCloser, err error) {
	if err := r.ParseMultipartForm(8 << 20); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return "", nil, errs.New(errs.Invalid, "the file is too large")
		}
		return "", nil, errs.New(errs.Invalid, "the upload was cut off; check the connection and send it again")
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		return "", nil, errs.New(errs.Invalid, "no file chosen: choose an .xlsx")
	}
	return head.Filename, file, nil
}

func (h *handlers) returned(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err := h.desks.Batches.MayRecord(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := paylists.BackFile(r.FormValue("left"), &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, fmt.Sprintf("bi-tra-lai-%d.xlsx", id), out.Bytes())
}
