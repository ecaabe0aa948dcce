package contribution

import (
	"giamngheo/internal/money"
	"giamngheo/internal/words"
)

func number(d money.Dong) any { return words.Number(int64(d)) }
