// Package giamngheo embeds what the program ships with: the law as data and the country's places, code lists and
// official figures. It holds no logic; the command wires these files into the packages that read them.
package giamngheo

import "embed"

// Law holds law/: one folder a legal instrument, one YAML file an article or annex.
//
//go:embed all:law
var Law embed.FS

// Data holds data/: administrative units, code lists and official statistics.
//
//go:embed all:data
var Data embed.FS
