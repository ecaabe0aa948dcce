package publication

import (
	"io/fs"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/errs"
)

// Site is what stands at the foot of a province's public site: who answers for it. What nobody has filled in is empty.
type Site struct {
	Office      string `yaml:"office"` // whose site it is, named as the source where its content is published again
	Address     string `yaml:"address"`
	Phone       string `yaml:"phone"`
	Mail        string `yaml:"mail"`
	Responsible string `yaml:"responsible"` // for the content
	Source      string `yaml:"source"`      // where this was read
}

// siteFile holds the sites of the provinces, by their codes.
const siteFile = "public/site.yaml"

// ReadSite reads what is known of a province's site; nothing of it may be known.
func ReadSite(data fs.FS, province string) (_ Site, err error) {
	defer errs.Wrap(&err, "publication.ReadSite")
	f, err := data.Open(siteFile)
	if err != nil {
		return Site{}, err
	}
	defer func() { _ = f.Close() }() // read only
	all := map[string]Site{}
	read := yaml.NewDecoder(f)
	read.KnownFields(true)
	err = read.Decode(&all)
	return all[province], err
}
