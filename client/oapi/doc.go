// Package oapi is generated from the OpenAPI document of the API. Use package client: it signs in, repeats what may be
// repeated, and gives refusals a type.
package oapi

//go:generate oapi-codegen --config oapi.yaml ../../api/testdata/openapi.yaml
