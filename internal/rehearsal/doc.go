// Package rehearsal is an office of simulated people who carry a year through the API: one token each, finding their
// work in inboxes only. Whatever one of them decides is a function of the seed, the task's natural key and its round,
// so that a walk that was cut off ends as an unbroken one; nothing hangs on wall time or on who came first.
package rehearsal
