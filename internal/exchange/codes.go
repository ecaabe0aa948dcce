package exchange

import (
	"io/fs"

	"giamngheo/internal/reading"
)

// Codes are the code lists that a register's values are read with.
type Codes = reading.Codes

// Ethnic is one ethnic group of the list.
type Ethnic = reading.Ethnic

// ReadCodes reads the code lists and bounds of the folder data/.
func ReadCodes(data fs.FS) (*Codes, error) { return reading.ReadCodes(data) }
