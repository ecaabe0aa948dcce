package outlook

import (
	"io/fs"

	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/target"
)

// Envelope is what a province has of a programme's fund in all its years.
type Envelope struct {
	Programme string      `yaml:"programme"`
	Fund      string      `yaml:"fund"`
	Amount    *money.Dong `yaml:"amount"` // nil: not known
	Cite      string      `yaml:"cite"`
}

// Envelopes are those that an official has filled in.
type Envelopes struct {
	Sample bool       `yaml:"sample"`
	All    []Envelope `yaml:"envelopes"`
}

const envelopeFile = "money/envelope.yaml"

// ReadEnvelopes reads the envelopes of phases strictly. The error (errs.Invalid) carries target.Faults.
func ReadEnvelopes(data fs.FS) (*Envelopes, error) {
	b, err := fs.ReadFile(data, envelopeFile)
	if err != nil {
		return nil, err
	}
	e, src := &Envelopes{}, target.NewSource(envelopeFile)
	faults, ok := src.Decode(b, e)
	had := map[[2]string]bool{}
	for i := range e.All {
		if !ok {
			break
		}
		one := &e.All[i]
		key := [2]string{one.Programme, one.Fund}
		switch {
		case one.Programme == "" || one.Fund == "" || had[key]:
			faults = append(faults, src.Fault(errs.T("an envelope has a programme and a fund, each pair once"), "envelopes", i, "fund"))
		case one.Amount != nil && (*one.Amount <= 0 || *one.Amount > money.Most || one.Cite == ""):
			faults = append(faults, src.Fault(errs.T("an envelope that is known is above 0 and has its article"), "envelopes", i,
				"amount"))
		}
		had[key] = true
	}
	return e, faults.Refuse("tệp vốn cả giai đoạn")
}

// Of is the envelope of a programme's fund, nil where it is not known.
func (e *Envelopes) Of(programme, fund string) *Envelope {
	for i := range e.All {
		if one := &e.All[i]; one.Programme == programme && one.Fund == fund && one.Amount != nil {
			return one
		}
	}
	return nil
}
