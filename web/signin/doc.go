// Package signin is where people sign in with a browser: through the OpenID provider of the agency, through its
// gateway,
// and in a rehearsal by choosing whom to play. Its pages are forms that work without a script. A GET decides
// nothing; the
// one exception is the way back from a provider, which comes as a GET by its standard and is bound to the browser that
// went there.
package signin
