//go:build tools

// Package tools is a module of its own, so that the linters and generators
// of this project never enter the dependency graph of the product.
//
// The tools are named by the tool directives of go.mod. The Makefile builds
// them into .tools/, in a folder named after the hash of go.sum, so that a
// changed version is a new folder and an unchanged one is built once.
package tools
