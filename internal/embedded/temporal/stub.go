//go:build noembed

package temporal

import (
	"context"

	"go.temporal.io/sdk/client"
)

// Server is never made in a binary without the Temporal server.
type Server struct{}

// Start answers with ErrNotBuilt.
func Start(context.Context, Config) (*Server, error) { return nil, ErrNotBuilt }

// ClientOptions is empty.
func (*Server) ClientOptions() client.Options { return client.Options{} }

// Stop does nothing.
func (*Server) Stop(context.Context) error { return nil }

// WriteCredentials answers with ErrNotBuilt.
func (*Server) WriteCredentials(string) error { return ErrNotBuilt }
