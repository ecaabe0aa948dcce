package publication

import (
	"io/fs"
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
func ReadSite(data fs.FS, province string) (Site, error) {
	all := map[string]Site{}
	err := read(data, siteFile, &all)
	return all[province], err
}
