package cli

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"giamngheo/internal/office"
)

// progressAfter is how long a task runs before its bar shows.
const progressAfter = time.Second

// newProgress returns a progress bar with rate and time left on anything over a second where w is a terminal, and what
// ends it; elsewhere it shows nothing.
func newProgress(w io.Writer, what string) (office.Progress, func()) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	late := gate{w, time.Now().Add(progressAfter)}
	var bar *progressbar.ProgressBar
	show := func(done, total int64) {
		if bar == nil {
			if total <= 0 {
				return
			}
			bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(late),
				progressbar.OptionSetDescription(what), progressbar.OptionSetWidth(30),
				progressbar.OptionShowIts(), progressbar.OptionSetItsString("đv"),
				progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionClearOnFinish())
		}
		if total > bar.GetMax64() {
			bar.ChangeMax64(total)
		}
		_ = bar.Set64(min(done, total)) // a bar that cannot be drawn stops nothing
	}
	return show, func() {
		if bar != nil {
			_ = bar.Clear()
		}
	}
}

// gate passes on what is written once a moment has come and drops it before.
type gate struct {
	w     io.Writer
	opens time.Time
}

// Write implements io.Writer.
func (g gate) Write(b []byte) (int, error) {
	if time.Now().Before(g.opens) {
		return len(b), nil
	}
	return g.w.Write(b)
}
