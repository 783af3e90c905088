package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// decoders are the functions that read what others wrote, by folder and name, with the fuzz target that gives them what
// nobody wrote. "" and a reason after it: none, as what it reads is ours.
var decoders = map[string]string{
	"internal/cases.placeOn":                  "FuzzPlace",
	"internal/cases.decode":                   ": what clean has read, into the struct of a verb",
	"internal/papers.place":                   ": a place in a difference that the house worked out",
	"internal/check.read":                     ": the name of a query of the house",
	"internal/intake.readHeader":              "FuzzReadOrg",
	"api.clean":                               "FuzzBody",
	"api.parseInto":                           "FuzzParseID",
	"api.traceparent":                         "FuzzAddressOfARequest",
	"gov.ParseDate":                           "FuzzParseDate",
	"gov.ParseID":                             "FuzzParseID",
	"gov.ParseETag":                           "FuzzParseETag",
	"gov.UnmarshalText":                       "FuzzParseDate",
	"gov.UnmarshalJSON":                       "FuzzParseDate",
	"internal/auth.ParseRate":                 ": the operator's own, a table of it is a test",
	"internal/auth.bearer":                    "FuzzNoBytesMakeACookiePanicOrComeIn",
	"internal/auth.opened":                    "FuzzNoBytesMakeAReturnPanicOrComeIn",
	"internal/auth.Feed":                      "FuzzNoBytesMakeAFeedPanic",
	"internal/bounce.Read":                    "FuzzReadBounce",
	"internal/bounce.parseNotice":             "FuzzReadBounce",
	"internal/cases.place":                    "FuzzPlace",
	"internal/cases.placeAt":                  "FuzzPlace",
	"internal/cases.readMoves":                "FuzzMoves",
	"internal/cases.readAttempt":              ": the name of a meeting that the house gave",
	"internal/check.readParts":                ": mails that the house itself sent",
	"internal/check.decodedText":              ": as readParts",
	"internal/check.readPart":                 ": as readParts",
	"internal/config.readFile":                "FuzzFile",
	"internal/config.read":                    "FuzzFile",
	"internal/dossier.read":                   ": the name of a query of the house",
	"internal/evidence.read":                  "FuzzVerify",
	"internal/evidence.readManifest":          "FuzzVerify",
	"internal/embedded/postgres.parseVersion": ": what PostgreSQL says of itself",
	"internal/embedded/postgres.readPID":      ": a file of PostgreSQL",
	"internal/embedded/smtp.readHeader":       "FuzzKept",
	"internal/embedded/smtp.readMessage":      "FuzzKept",
	"internal/failpoint.parse":                ": an order of a test",
	"internal/intake.ReadOrg":                 "FuzzReadOrg",
	"internal/intake.decodeText":              "FuzzReadOrg",
	"internal/intake.readLines":               "FuzzReadOrg",
	"internal/ledger.ReadTiles":               ": hashes of the record, held against what was signed",
	"internal/mail.readAddress":               "FuzzAddress",
	"internal/mail.parseRelay":                "FuzzRelay",
	"internal/mailbox.opened":                 "FuzzReadMail",
	"internal/proof.FromMail":                 "FuzzFromMail",
	"internal/proof.Open":                     "FuzzVerify",
	"internal/proof.Read":                     "FuzzCheckpoint",
	"internal/proof.ReadWitness":              "FuzzWitness",
	"internal/proof.parseCheckpoint":          "FuzzCheckpoint",
	"internal/proof.readNamed":                "FuzzRecord",
	"internal/proof.readNumber":               "FuzzRecord",
	"internal/proof.ParseRecord":              "FuzzRecord",
	"internal/proof.unescape":                 "FuzzRecord",
	"internal/proof.readHashes":               "FuzzProof",
	"internal/process.Decode":                 "FuzzCodec",
	"internal/rehearsal.readJournal":          ": a file of the rehearsal's own",
	"internal/returns.readFile":               "FuzzReadBounce",
	"internal/sheets.Read":                    "FuzzRead",
	"internal/sheets.readWorkbook":            "FuzzRead",
	"internal/sheets.decoded":                 "FuzzRead",
	"internal/sheets.readCSV":                 "FuzzRead",
	"internal/sheets.unescape":                "FuzzSheetXML",
	"internal/sheets.read":                    "FuzzSheetXML",
	"internal/sheets.parseAddress":            "FuzzSheetXML",
	"policies.ReadRow":                        "FuzzReadRow",
	"policies.readText":                       "FuzzReadRow",
	"policies.parseContent":                   "FuzzDifference",
	"policies.ParseRetention":                 "FuzzWordsOfARecord",
	"policies.ParseManagementID":              "FuzzWordsOfARecord",
	"policies/pack.FromArchive":               "FuzzFromArchive",
}

// reads is what a function is called that reads what others wrote.
var reads = regexp.MustCompile(`^(Parse|parse|Read|read|Decode|decode|Unmarshal|unescape)([A-Z][A-Za-z]*)?$|` +
	`^From(Archive|Mail)$|^place`)

// TestEveryDecoderHasItsFuzzTarget fails where something new reads bytes or text and nobody said by which target it is
// fuzzed, or why it need not be.
func TestEveryDecoderHasItsFuzzTarget(t *testing.T) {
	t.Parallel()
	there := namesOfTheTree(t, regexp.MustCompile(`(?m)^func (Fuzz[A-Za-z0-9_]+)\(`))
	for decoder, target := range decoders {
		if reason, ours := strings.CutPrefix(target, ": "); ours {
			require.NotEmpty(t, reason, decoder)
			continue
		}
		require.Contains(t, there, target, "%s names a fuzz target that does not exist", decoder)
	}
	found, unsaid := 0, []string{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		short, errRel := filepath.Rel(root, path)
		if errRel != nil {
			return errRel
		}
		if d.IsDir() {
			if short != "." && strings.HasPrefix(d.Name(), ".") || notOurs(short) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		for _, name := range readersIn(t, path) {
			found++
			key := filepath.ToSlash(filepath.Dir(short)) + "." + name
			if strings.HasPrefix(key, "api.parse") {
				key = "api.parseInto" // by which each of them reads an id
			}
			if _, said := decoders[key]; !said {
				unsaid = append(unsaid, key)
			}
		}
		return nil
	})
	require.NoError(t, err)
	require.Empty(t, unsaid, "they read what others wrote: say by which target they are fuzzed, or why by none")
	require.Greater(t, found, 30, "the search finds what there is")
}

// notOurs are folders of generated code, of tests and of commands: a command reads by the packages.
func notOurs(short string) bool {
	for _, folder := range []string{"internal/store", "client", "internal/testkit", "tools", "cmd", "web", "bin"} {
		if short == folder {
			return true
		}
	}
	return false
}

// readersIn lists the functions of a file that are called readers and whose first parameter is text, bytes or a reader.
func readersIn(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	require.NoError(t, err)
	var out []string
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || !reads.MatchString(f.Name.Name) || len(f.Type.Params.List) == 0 {
			continue
		}
		switch first := f.Type.Params.List[0].Type.(type) {
		case *ast.Ident:
			ok = first.Name == "string"
		case *ast.ArrayType:
			of, isIdent := first.Elt.(*ast.Ident)
			ok = isIdent && (of.Name == "byte" || of.Name == "string")
		case *ast.SelectorExpr:
			ok = first.Sel.Name == "Reader" || first.Sel.Name == "RawMessage"
		default:
			ok = false
		}
		if ok {
			out = append(out, f.Name.Name)
		}
	}
	return out
}

// namesOfTheTree are what a pattern names in the tests of the tree.
func namesOfTheTree(t *testing.T, pattern *regexp.Regexp) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path) //nolint:gosec // a file of this tree
		for _, m := range pattern.FindAllStringSubmatch(string(source), -1) {
			found[m[1]] = true
		}
		return err
	})
	require.NoError(t, err)
	return found
}
