// Package activities has the effects that workflows ask for. Each is safe to repeat: what it did once is found in the
// rows by its natural key. What it needs stands here as an interface; cmd wires the use cases in.
package activities
