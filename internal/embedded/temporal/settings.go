//go:build !noembed

package temporal

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"

	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/temporal"
)

const (
	loopback    = "127.0.0.1"
	clusterName = "active"
	// Each of the four services has a pool of its own on each database; only
	// history's is ever full. Together they stay under half of 200.
	mainConnections, visibilityConnections = 16, 4
)

// freePorts finds n loopback ports nobody listens on. They lie below the range
// from which the kernel takes the ports of outgoing connections, so that none
// is taken between this look and the server's own bind.
func freePorts(ctx context.Context, n int) ([]int, error) {
	var ports []int
	for try := 0; len(ports) < n && try < 1000; try++ {
		port := 20_000 + rand.IntN(12_000) //nolint:gosec // a guess at a free port is no secret
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(loopback, strconv.Itoa(port)))
		if err != nil {
			continue
		}
		defer listener.Close() // held until all are found, so that none is found twice
		ports = append(ports, port)
	}
	if len(ports) < n {
		return nil, fmt.Errorf("no %d free loopback ports between 20000 and 32000", n)
	}
	return ports, nil
}

// addresses gives each service its port.
type addresses map[primitives.ServiceName]int

func newAddresses(ctx context.Context) (addresses, error) {
	ports, err := freePorts(ctx, len(temporal.DefaultServices))
	if err != nil {
		return nil, err
	}
	out := addresses{}
	for i, name := range temporal.DefaultServices {
		out[primitives.ServiceName(name)] = ports[i]
	}
	return out, nil
}

func (a addresses) of(service primitives.ServiceName) string {
	return net.JoinHostPort(loopback, strconv.Itoa(a[service]))
}

func (a addresses) hosts() map[primitives.ServiceName]static.Hosts {
	out := map[primitives.ServiceName]static.Hosts{}
	for service := range a {
		out[service] = static.SingleLocalHost(a.of(service))
	}
	return out
}

// serverConfig is the part of the server's configuration that cannot change while it runs.
func serverConfig(cfg Config, ports addresses) *config.Config {
	services := map[string]config.Service{}
	for service, port := range ports {
		services[string(service)] = config.Service{RPC: config.RPC{GRPCPort: port, BindOnIP: loopback}}
	}
	frontend := ports.of(primitives.FrontendService)
	return &config.Config{
		// A server gives its services 15 s to start, or twice this. There is no ring to join, but a machine may be
		// busy.
		Global:              config.Global{Membership: config.Membership{MaxJoinDuration: cfg.StartTimeout / 2}},
		Services:            services,
		PublicClient:        config.PublicClient{HostPort: frontend},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Persistence: config.Persistence{
			DefaultStore: mainDatabase, VisibilityStore: visibilityDatabase,
			NumHistoryShards: int32(cfg.HistoryShards),
			DataStores: map[string]config.DataStore{
				mainDatabase:       {SQL: cfg.sql(mainDatabase, mainConnections)},
				visibilityDatabase: {SQL: cfg.sql(visibilityDatabase, visibilityConnections)},
			},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10, MasterClusterName: clusterName, CurrentClusterName: clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{
				clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: frontend},
			},
		},
		Archival: config.Archival{
			History:    config.HistoryArchival{State: "disabled"},
			Visibility: config.VisibilityArchival{State: "disabled"},
		},
		NamespaceDefaults: config.NamespaceDefaults{Archival: config.ArchivalNamespaceDefaults{
			History:    config.HistoryArchivalNamespaceDefaults{State: "disabled"},
			Visibility: config.VisibilityArchivalNamespaceDefaults{State: "disabled"},
		}},
	}
}
