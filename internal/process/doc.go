// Package process is the only client of the workflows: it rings processes, opens office days, runs workers, keeps the
// schedule of the office clock, and encrypts what goes into histories. Everything it starts can be started again.
package process
