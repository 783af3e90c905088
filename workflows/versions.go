package workflows

import "go.temporal.io/sdk/workflow"

// change is a way in which today's stories differ from histories that were written before it. Its id stands in
// histories and never changes.
type change struct {
	id     string
	newest workflow.Version
}

// The ledger of changes, oldest first. A line says since when a story goes another way and why; what it no longer does
// is kept behind since until no run that began before it can be alive. A line is asked for only where its story parts
// from the old one, so that a run which never comes there writes nothing. What ended a run in failure before needs no
// line: no such run is alive (the refused end of a stage that a person had closed, 2026-11).
var (
	// 2026-11: a run that begins while its process is stopped waits for the owner. Before, it told the story as if he
	// had mended the matter, and left the row and his task stopped.
	waitsWhileStopped = change{"waits-while-stopped", 1}
	// 2026-11: what is refused because the rows have changed since the look waits for them. Before, it stopped with
	// its owner, who found nothing to mend: a gate was closed again between the look and the step.
	looksBeforeItStops = change{"looks-before-it-stops", 1}
	// 2026-11: an office clock with years of missing days begins anew before its history is too long.
	clockBeginsAnew = change{"clock-begins-anew", 1}
)

// since reports whether this run goes by a change: it does where it comes there for the first time, and it does not
// where its history was written before the change.
func since(ctx workflow.Context, c change) bool {
	return workflow.GetVersion(ctx, c.id, workflow.DefaultVersion, c.newest) >= c.newest
}
