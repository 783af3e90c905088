// Package auth answers who is calling. A caller shows an API token of 256 random bits; only its SHA-256 is kept. The
// lookup is one indexed query and is never cached, so that a revoked token ends with its next request.
package auth
