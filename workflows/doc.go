// Package workflows orders what follows. A workflow reads like the case file, as a story of steps and waits: a step is
// an act of gyeol itself that answers with its recorded outcome, a wait is a condition on what Look returns from the
// rows. One signal, wake, says "look again" and carries nothing. Nothing is decided here and nothing is kept here: any
// workflow can be started anew from its rows, and done steps answer at once (design §2.2, §6).
package workflows
