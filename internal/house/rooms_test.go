package house

// server is the Temporal server: hundreds of packages that only the
// one-process shape may carry.
const server = "go.temporal.io/server"

// room is a folder of the module with the walls around it. A package belongs
// to the room with the longest matching path.
type room struct {
	path string
	// only lists the project's packages that may be imported here, with
	// everything below them; the room itself is always allowed. With open set,
	// every room may be imported that never does not name.
	only []string
	open bool
	// never lists what must not be imported here directly.
	never []string
	// beyond lists what must not be reached from here, not even through others.
	beyond []string
}

// sight says who may see a package. Everybody else may not.
type sight struct {
	of string
	by []string
	// inTests extends the wall to the imports of tests.
	inTests bool
}

// world is what deciding must not touch: files, the network, processes and chance.
var world = []string{"os", "net", "net/http", "os/exec", "database/sql", "crypto/rand", "math/rand", "math/rand/v2"}

// effects are what an activity asks for through an interface of its own.
var effects = []string{
	"github.com/jackc/pgx", "internal/store", "internal/cases", "internal/process",
	"internal/ledger", "internal/papers", "internal/mail", "internal/embedded",
}

// machinery is what an outside program cannot have: it speaks HTTP.
var machinery = []string{
	"go.temporal.io", "github.com/jackc/pgx", "policies", "workflows", "activities",
	"internal/store", "internal/cases", "internal/process", "internal/embedded",
}

// doors are the rooms at the top of the house: nothing below may look up.
var doors = []string{"cmd", "api", "web", "client", "internal/rehearsal"}

// rooms are the walls of the design, §4, and those that follow from it.
var rooms = []room{
	{path: "gov", only: []string{}, never: world, beyond: []string{"go.temporal.io", "github.com/jackc/pgx"}},
	{path: "policies", only: []string{"gov"}, never: world, beyond: []string{"go.temporal.io", "github.com/jackc/pgx"}},
	{
		path: "policies/pack", only: []string{"gov", "policies"},
		never: []string{"net/http", "database/sql"}, beyond: []string{"go.temporal.io", "github.com/jackc/pgx"},
	},
	{path: "policies/seoul", only: []string{"gov"}},
	{
		path: "workflows", only: []string{"gov", "activities"},
		never: world, beyond: append([]string{server}, effects...),
	},
	{
		path: "activities", only: []string{"gov", "policies", "internal/failpoint"},
		never: []string{"database/sql"}, beyond: append([]string{"workflows"}, effects...),
	},
	{
		// docs/adr/0002: the transaction of an act is written in the typed queries themselves.
		path:  "internal/cases",
		only:  []string{"gov", "policies", "internal/failpoint", "internal/store", "internal/ledger", "internal/proof", "internal/sheets", "internal/bounce", "internal/ical"},
		never: []string{"database/sql", "net/http"}, beyond: []string{"go.temporal.io"},
	},
	{
		// What comes in from outside: packs, organisation, tokens. Typed queries as in docs/adr/0002.
		path: "internal/intake", only: []string{"gov", "policies", "internal/store", "internal/ledger"},
		never: []string{"database/sql", "net/http"}, beyond: []string{"go.temporal.io"},
	},
	{
		// The auditor reads rows and the sink's folder with its own eyes: no use case, no mailroom.
		path:  "internal/check",
		only:  []string{"gov", "policies", "internal/store", "internal/ledger", "internal/proof", "internal/embedded/smtp"},
		never: []string{"database/sql", "net/http"}, beyond: []string{"go.temporal.io", "internal/cases"},
	},
	speaking("api", "web"),
	speaking("web", "api"),
	{path: "client", only: []string{"gov"}, beyond: machinery},
	{path: "internal/rehearsal", only: []string{"client", "gov"}, beyond: machinery},
	{path: "internal/process", open: true, never: append([]string{"internal/store"}, doors...)},
	{path: "internal/embedded", open: true, never: append([]string{"workflows", "activities", "policies"}, doors...)},
	{path: "internal/failpoint", only: []string{}},
	{
		// Bytes and structs: what a file says, never what becomes of it.
		path: "internal/sheets", only: []string{"gov", "policies"},
		never: world, beyond: []string{"go.temporal.io", "github.com/jackc/pgx"},
	},
	{
		// A mail that came back: bytes in, a report out.
		path: "internal/bounce", only: []string{"gov"},
		never: world, beyond: []string{"go.temporal.io", "github.com/jackc/pgx"},
	},
	{
		// Where such mails lie: a folder or an IMAP server.
		path: "internal/returns", only: []string{"gov"},
		never: []string{"net/http", "database/sql"}, beyond: []string{"go.temporal.io", "github.com/jackc/pgx"},
	},
	{
		// Bytes and structs as well: what a calendar is told, never who is told it.
		path: "internal/ical", only: []string{"gov"},
		never: world, beyond: []string{"go.temporal.io", "github.com/jackc/pgx"},
	},
	{
		// What an outsider has of the audit log: bytes and structs, and nothing of the project that must be believed.
		path: "internal/proof", only: []string{},
		never: world, beyond: []string{"go.temporal.io", "github.com/jackc/pgx"},
	},
	{
		// An evidence bundle as an outsider has it: bytes and structs, checked with public keys alone.
		path: "internal/evidence", only: []string{"gov", "policies", "internal/proof"},
		never: world, beyond: []string{"go.temporal.io", "github.com/jackc/pgx"},
	},
	{
		// What a bundle holds is read from rows; how papers are printed is handed in.
		path:  "internal/dossier",
		only:  []string{"gov", "policies", "internal/evidence", "internal/proof", "internal/store", "internal/ledger"},
		never: []string{"database/sql", "net/http"}, beyond: []string{"go.temporal.io", "internal/cases"},
	},
	{path: "migrations", only: []string{}},
	{path: "cmd", open: true},
	{path: "internal", open: true, never: doors},
}

// speaking is the room of a package that talks to people over HTTP. The page
// and the API call the same use cases and never each other.
func speaking(path, other string) room {
	return room{
		path:   path,
		only:   []string{"gov", "policies", "internal/cases", "internal/auth", "internal/locale"},
		never:  []string{other, "database/sql", "internal/store", "github.com/jackc/pgx"},
		beyond: []string{"workflows", "go.temporal.io"},
	}
}

// sights name the packages with few friends.
var sights = []sight{
	{of: server, by: []string{"internal/embedded"}, inTests: true},
	{of: "workflows", by: []string{"internal/process"}},
	{of: "policies/pack", by: []string{"policies/pack", "activities", "internal/cases", "internal/check", "internal/intake", "cmd", "internal/testkit"}},
	{of: "policies/seoul", by: []string{"policies/pack", "policies/seoul", "activities", "internal/cases", "cmd", "internal/testkit"}},
	{of: "internal/embedded", by: []string{"internal/embedded", "internal/check", "internal/testkit", "cmd"}},
	{of: "internal/rehearsal", by: []string{"internal/rehearsal", "cmd"}},
	{of: "internal/testkit", by: []string{"internal/testkit"}},
}
