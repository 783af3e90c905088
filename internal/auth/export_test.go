package auth

// Opens reports whether a sealed sign-in is one of ours.
func (s *Sign) Opens(sealed string) bool {
	_, err := s.opened(sealed)
	return err == nil
}
