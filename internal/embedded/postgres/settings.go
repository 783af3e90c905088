package postgres

import (
	"maps"
	"slices"
	"strconv"
)

// arguments are the command line of postgres. Settings travel here and not in
// postgresql.conf, so that a change of them also reaches clusters made earlier.
func (s *Server) arguments() []string {
	settings := map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": s.socket,
		"unix_socket_permissions": "0700",
		"port":                    strconv.Itoa(port),
		"max_connections":         strconv.Itoa(s.cfg.MaxConnections),
		"cluster_name":            Database,

		"fsync":              "on",
		"full_page_writes":   "on",
		"synchronous_commit": "on",
		"wal_level":          "replica", // a running cluster can be backed up
		"max_wal_size":       "1GB",
		"checkpoint_timeout": "5min", // bounds recovery after a kill

		"autovacuum_naptime": "15s", // a new installation fills up within minutes: plans need to know soon

		"shared_buffers":       "256MB",
		"effective_cache_size": "1GB",
		"random_page_cost":     "1.1", // no spinning disk
		"jit":                  "off", // acts are small; compiling them costs more than it saves

		"timezone":     "UTC",
		"log_timezone": "UTC",

		// The log may not hold personal data: no statement with its values, no
		// DETAIL line with the key that collided.
		"log_destination":         "stderr",
		"logging_collector":       "off",
		"log_min_messages":        "warning",
		"log_min_error_statement": "panic",
		"log_error_verbosity":     "terse",
		"log_line_prefix":         "%m [%p] %q%u@%d ",
	}
	maps.Copy(settings, s.cfg.Settings)
	args := []string{"-D", s.data}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	return args
}
