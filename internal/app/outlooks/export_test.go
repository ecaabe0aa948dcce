package outlooks

import (
	"giamngheo/internal/money"
	"giamngheo/internal/outlook"
)

// EnvelopeOf is an envelope of an amount.
func EnvelopeOf(amount money.Dong) *outlook.Envelope { return &outlook.Envelope{Amount: &amount} }
