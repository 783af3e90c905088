//go:build !noembed

package temporal

import (
	"time"

	dc "go.temporal.io/server/common/dynamicconfig"
)

// unlimited is above any rate one machine can reach. The limits exist to keep
// tenants of a shared cluster apart; here the only load is our own.
const unlimited = 1_000_000

// dynamicConfig says what differs from the server's defaults.
func dynamicConfig() dc.StaticClient {
	values := dc.StaticClient{
		// A task queue in one piece: no task waits to be forwarded between pieces.
		dc.MatchingNumTaskqueueReadPartitions.Key():  1,
		dc.MatchingNumTaskqueueWritePartitions.Key(): 1,
		// A bell rung just after a run has ended may start the next run at once.
		dc.WorkflowIdReuseMinimalInterval.Key(): time.Duration(0),
		// The server now and then loses the notice that a workflow has ended, and who waits for its result hears of
		// it only when the poll expires (seen: one in some thousand, 20 s late). A poll is cheap: ask again soon.
		dc.HistoryLongPollExpirationInterval.Key(): time.Second,
		// All shards are ours from the first moment.
		dc.AcquireShardConcurrency.Key(): 64,
		// What nobody uses here.
		dc.TaskQueueScannerEnabled.Key():  false,
		dc.HistoryScannerEnabled.Key():    false,
		dc.ExecutionsScannerEnabled.Key(): false,
		dc.BuildIdScavengerEnabled.Key():  false,
		dc.WorkerHeartbeatsEnabled.Key():  false,
		// A search attribute or namespace made by one service is seen by the others soon.
		dc.NamespaceCacheRefreshInterval.Key():           time.Second,
		dc.ForceSearchAttributesCacheRefreshOnRead.Key(): true,
		// Long polls of many small workers.
		dc.FrontendMaxConcurrentLongRunningRequestsPerInstance.Key(): 100_000,
	}
	for _, limit := range []dc.Key{
		dc.FrontendRPS.Key(), dc.FrontendMaxNamespaceRPSPerInstance.Key(),
		dc.FrontendMaxNamespaceVisibilityRPSPerInstance.Key(),
		dc.FrontendNamespaceReplicationInducingAPIsRPS.Key(),
		dc.FrontendMaxNamespaceNamespaceReplicationInducingAPIsRPSPerInstance.Key(),
		dc.MatchingRPS.Key(), dc.HistoryRPS.Key(),
		dc.FrontendPersistenceMaxQPS.Key(), dc.MatchingPersistenceMaxQPS.Key(),
		dc.HistoryPersistenceMaxQPS.Key(), dc.WorkerPersistenceMaxQPS.Key(),
		dc.VisibilityPersistenceMaxReadQPS.Key(), dc.VisibilityPersistenceMaxWriteQPS.Key(),
		dc.TransferProcessorMaxPollRPS.Key(), dc.TransferProcessorMaxPollHostRPS.Key(),
		dc.TimerProcessorMaxPollRPS.Key(), dc.TimerProcessorMaxPollHostRPS.Key(),
		dc.VisibilityProcessorMaxPollRPS.Key(), dc.VisibilityProcessorMaxPollHostRPS.Key(),
	} {
		values[limit] = unlimited
	}
	return values
}
