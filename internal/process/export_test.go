package process

// Die lets the worker die as Temporal's library does when the namespace is gone for long.
func (w *Worker) Die(cause error) {
	w.mu.Lock()
	now := w.now
	w.mu.Unlock()
	now.Stop()
	w.died(cause)
}
