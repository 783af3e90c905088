// Package rehearsal is an office of simulated people who carry a year through the API: one token each, finding their
// work in inboxes only.
//
// Whatever one of them decides is drawn for the seed, the task's natural key, its round and the state of its case; no
// draw moves another, and nothing hangs on wall time or on who came first. What is drawn is applied to what the task
// shows, which is the same in every run as long as the same was decided before: the day it came and its due date, the
// office date on which it is read, the units asked beside its own and the holders it has, the rows, findings, line,
// members and ballots of its case, and in a draft the hash of what was compiled. So a walk that was cut off ends as an
// unbroken one, while one early decision that differs may bring others after it.
//
// What is no decision differs between runs: ids, serial numbers, wall times, and which of several holders' inboxes a
// task was read from. The clock alone is stepped under keys that every run shares.
package rehearsal
