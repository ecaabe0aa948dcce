package office

// StillRuns has a job held for one that runs, as it is for a moment after what it found was written.
func (o *Office) StillRuns(id int64) {
	o.jobs.mu.Lock()
	defer o.jobs.mu.Unlock()
	o.jobs.running[id] = func(error) {}
}
