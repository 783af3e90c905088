// Package api speaks HTTP: it turns requests into the use cases of internal/cases and their answers into JSON. One file
// per resource; what every operation shares (sign-in, problems, idempotency, cursors) stands beside them. It decides
// nothing and reads no rows itself.
package api
