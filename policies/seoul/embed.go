package seoul

import "embed"

// FS holds the files of the pack, in the form pack.Load reads.
//
//go:embed *.yaml *.json *.cedar *.cedarschema
var FS embed.FS
