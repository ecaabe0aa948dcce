// Package demo fills the demonstration.
package demo

import (
	"sync"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/counts"
	"giamngheo/internal/app/deputies"
	"giamngheo/internal/app/feedbacks"
	"giamngheo/internal/app/notices"
	"giamngheo/internal/app/places"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/privacies"
	"giamngheo/internal/app/publishing"
	"giamngheo/internal/app/receipts"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/results"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/samples"
	"giamngheo/internal/app/shifts"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/app/tasks"
	"giamngheo/internal/app/told"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk fills the demonstration.
type Desk struct {
	office     *office.Office
	library    *library.Library
	accounts   *accounts.Desk
	book       *book.Desk
	register   *register.Desk
	receipts   *receipts.Desk
	reviews    *reviews.Desk
	surveys    *surveys.Desk
	results    *results.Desk
	places     *places.Desk
	plans      *plans.Desk
	shares     *allocations.Desk
	days       *workdays.Desk
	counts     *counts.Desk
	notices    *notices.Desk
	asked      *feedbacks.Desk
	privacies  *privacies.Desk
	publishing *publishing.Desk
	samples    *samples.Frames
	told       *told.Desk
	tasks      *tasks.Desk
	away       *deputies.Desk
	shifts     *shifts.Desk
	clock      sync.Mutex // held while the day is moved on
}

// New makes the desk.
func New(office *office.Office, library *library.Library, accounts *accounts.Desk, book *book.Desk,
	register *register.Desk, receipts *receipts.Desk, reviews *reviews.Desk, surveys *surveys.Desk,
	results *results.Desk, places *places.Desk, plans *plans.Desk, days *workdays.Desk, counts *counts.Desk,
	shares *allocations.Desk, notices *notices.Desk, asked *feedbacks.Desk, law *privacies.Desk,
	publishing *publishing.Desk, drawn *samples.Frames, told *told.Desk, tasks *tasks.Desk,
	deputies *deputies.Desk, moves *shifts.Desk) *Desk {
	return &Desk{office: office, library: library, accounts: accounts, book: book, register: register,
		receipts: receipts, reviews: reviews, surveys: surveys, results: results, places: places, plans: plans,
		days: days, counts: counts, shares: shares, notices: notices, asked: asked, privacies: law,
		publishing: publishing, samples: drawn, told: told, tasks: tasks, away: deputies, shifts: moves}
}
