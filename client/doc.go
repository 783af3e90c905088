// Package client is how a program speaks to gyeol: every method is one operation of the API, a refusal is a *Problem,
// and what may be repeated is repeated. The CLI and the rehearsal use nothing else.
package client
