package auth

import "time"

// TOTP is the code of an authenticator at an instant.
func TOTP(secret []byte, at time.Time) string { return totpCode(secret, at.Unix()/totpPeriod) }

// Step finds the step of a code.
func Step(secret []byte, code string, at time.Time, last int64) (int64, bool) {
	return totpStep(secret, code, at, last)
}

// Opens reports whether a sealed sign-in is one of ours.
func (s *Sign) Opens(sealed string) bool {
	_, err := s.opened(sealed)
	return err == nil
}
