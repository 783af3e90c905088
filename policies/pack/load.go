package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"gyeol/policies"
)

// Load reads, checks and compiles the pack at the root of fsys. With any fault there is no pack.
func Load(fsys fs.FS) (*Pack, Faults) {
	files, faults := readFiles(fsys)
	if len(faults) > 0 {
		return nil, faults.sorted()
	}
	return FromFiles(files)
}

// FromFiles is Load for files already in memory, by name.
func FromFiles(files map[string][]byte) (*Pack, Faults) {
	if faults := checkFiles(files); len(faults) > 0 {
		return nil, faults.sorted()
	}
	l := newLoader(files)
	for _, step := range []func(){l.decode, l.index, l.compile, l.cross} {
		if step(); len(l.faults) > 0 {
			return nil, l.faults.sorted()
		}
	}
	return l.p, nil
}

// loader carries one loading from files to pack and gathers the faults on the way.
type loader struct {
	p      *Pack
	docs   map[string]*document
	faults Faults

	cycles     []cycleFile
	authority  authorityFile
	bodies     bodiesFile
	notices    noticesFile
	forms      formsFile
	awards     awardsFile
	groups     groupsFile
	checks     checksFile
	overlaps   overlapsFile
	privacy    privacyFile
	terms      termsFile
	inconsists inconsistenciesFile
}

type (
	cycleFile struct {
		name string
		rule policies.CycleRule
	}
	authorityFile struct {
		Facts    []policies.FactRule         `yaml:"facts"`
		Metadata []policies.MetadataRule     `yaml:"metadata"`
		Records  []policies.RecordRule       `yaml:"records"`
		Numbers  []policies.PolicyNumberRule `yaml:"policy_numbers"`
		Rows     []policies.AuthorityRow     `yaml:"rows"`
	}
	bodiesFile struct {
		Bodies []policies.BodyRule `yaml:"bodies"`
	}
	noticesFile struct {
		Quiet   []policies.QuietRule  `yaml:"quiet_hours"`
		Notices []policies.NoticeRule `yaml:"notices"`
		Ladders []policies.LadderRule `yaml:"ladders"`
	}
	formsFile struct {
		Forms []policies.FormRule `yaml:"forms"`
	}
	awardsFile struct {
		Facts      []policies.FactRule  `yaml:"facts"`
		Programmes []policies.AwardRule `yaml:"programmes"`
	}
	groupsFile struct {
		Groups []policies.GroupRule `yaml:"groups"`
		Duties []policies.DutyRule  `yaml:"duties"`
	}
	overlapsFile struct {
		Overlaps []policies.OverlapRule `yaml:"overlaps"`
	}
	privacyFile struct {
		Privacy  []policies.PrivacyRule `yaml:"privacy"`
		Purposes []policies.PurposeRule `yaml:"purposes"`
		Copies   []policies.CopyRule    `yaml:"copies"`
		Masks    []policies.MaskRule    `yaml:"masks"`
	}
	termsFile struct {
		Audit []policies.AuditTermRule `yaml:"audit"`
	}
	inconsistenciesFile struct {
		Source          string          `json:"source"`
		Inconsistencies []Inconsistency `json:"inconsistencies"`
	}
)

func newLoader(files map[string][]byte) *loader {
	l := &loader{docs: map[string]*document{}}
	kept := make(map[string][]byte, len(files))
	for name, data := range files {
		kept[name] = slices.Clone(data)
		l.docs[name] = newDocument(name, kept[name])
	}
	l.p = &Pack{Hash: sha256.Sum256(archive(kept)), files: kept}
	return l
}

// fault adds a fault at a place.
func (l *loader) fault(where place, rule, format string, args ...any) {
	if len(where.path) > 0 {
		where.line = l.docs[where.file].line(where.path...)
	}
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", "; ")
	l.faults = append(l.faults, Fault{where.file, where.line, rule, text})
}

// decode reads every file into its type.
func (l *loader) decode() {
	l.yaml("manifest.yaml", "manifest", &l.p.Manifest, true)
	l.yaml("authority.yaml", "authority", &l.authority, true)
	l.yaml("bodies.yaml", "bodies", &l.bodies, true)
	l.yaml("notices.yaml", "notices", &l.notices, true)
	l.yaml("forms.yaml", "forms", &l.forms, true)
	l.yaml("groups.yaml", "groups", &l.groups, true)
	l.yaml("awards.yaml", "awards", &l.awards, false)
	l.yaml(checksFileName, "checks", &l.checks, false)
	l.yaml("overlaps.yaml", "overlaps", &l.overlaps, false)
	l.yaml(privacyFileName, "privacy", &l.privacy, false)
	l.yaml(termsFileName, "terms", &l.terms, false)
	if l.json("organisation.json", &l.p.Org, true) {
		l.faults = append(l.faults, l.docs["organisation.json"].validate("organisation")...)
	}
	l.json("basic-plan.json", &l.p.Plan, false)
	l.json("agreements.json", &l.p.Agreements, false)
	l.json("inconsistencies.json", &l.inconsists, false)
	l.json(referencesFile, &l.p.References, false)
	for _, name := range slices.Sorted(maps.Keys(l.docs)) {
		l.byName(name)
	}
	if len(l.cycles) == 0 {
		l.fault(in("cycle.yaml"), "file/missing", "연간 업무를 적은 cycle*.yaml 파일이 하나도 없습니다.")
	}
}

// byName reads what may occur under several names and refuses names that no part of gyeol reads.
func (l *loader) byName(name string) {
	known := []string{
		"manifest.yaml", "authority.yaml", "bodies.yaml", "notices.yaml", "forms.yaml", "groups.yaml", "awards.yaml",
		checksFileName, "overlaps.yaml", privacyFileName, "organisation.json", "basic-plan.json", "agreements.json",
		"inconsistencies.json", referencesFile, accessFile, accessSchemaFile, termsFileName,
	}
	cycle, _ := path.Match("cycle*.yaml", name)
	results, _ := path.Match("results-*.json", name)
	switch {
	case cycle:
		var c policies.CycleRule
		l.yaml(name, "cycle", &c, true)
		l.cycles = append(l.cycles, cycleFile{name, c})
	case results && l.p.Results.Year != 0:
		l.fault(in(name), "file/results", "추진실적 파일은 하나만 둘 수 있습니다.")
	case results:
		l.json(name, &l.p.Results, true)
	case !slices.Contains(known, name):
		l.fault(in(name), "file/unknown", "읽는 곳이 없는 파일입니다. 이름을 확인하십시오.")
	}
}

// yaml reads a file of rules: first the raw text against its schema, then into its type.
func (l *loader) yaml(name, schema string, into any, required bool) {
	d := l.docs[name]
	if d == nil {
		l.missing(name, required)
		return
	}
	faults := d.validate(schema)
	if len(faults) == 0 {
		faults = d.decode(into)
	}
	l.faults = append(l.faults, faults...)
}

// json reads a file of facts and reports whether it could.
func (l *loader) json(name string, into any, required bool) bool {
	d := l.docs[name]
	if d == nil {
		l.missing(name, required)
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(d.data))
	dec.DisallowUnknownFields()
	err := dec.Decode(into)
	if err == nil && dec.More() {
		err = errors.New("more than one value")
	}
	if err != nil {
		l.fault(place{file: name, line: d.lineOf(err)}, "json/syntax", "JSON을 읽을 수 없습니다: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return err == nil
}

func (l *loader) missing(name string, required bool) {
	if required {
		l.fault(in(name), "file/missing", "규칙 묶음에 꼭 있어야 하는 파일이 없습니다.")
	}
}
