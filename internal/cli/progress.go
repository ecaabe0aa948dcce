package cli

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"giamngheo/internal/app"
)

// progressAfter is how long a task runs before its bar shows.
const progressAfter = time.Second

// newProgress returns a progress bar with rate and time left on anything over a second where w is a terminal, and what
// ends it; elsewhere it shows nothing.
func newProgress(w io.Writer, what string) (app.Progress, func()) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	start := time.Now()
	var bar *progressbar.ProgressBar
	show := func(done, total int64) {
		if bar == nil {
			if time.Since(start) < progressAfter || total <= 0 {
				return
			}
			bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(what),
				progressbar.OptionShowIts(), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
		}
		bar.ChangeMax64(max(total, done))
		_ = bar.Set64(done) // a bar that cannot be drawn stops nothing
	}
	return show, func() {
		if bar != nil {
			_ = bar.Clear()
		}
	}
}
