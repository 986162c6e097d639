import { timingErrorLarge } from './client/timing-error.ts';
import { lateConnections } from './client/late-connections.ts';
import { threadTimestamps } from './client/thread-timestamps.ts';
import { clientLimit } from './client/client-limit.ts';
import { clientStarved } from './client/client-starved.ts';
import { sendDelayLarge } from './client/send-delay.ts';
import { latencyOutsideServer } from './counters/latency-outside-server.ts';
import { serverCountsDiffer } from './counters/server-counts-differ.ts';
import { conversationsCut } from './content/conversations-cut.ts';
import { datasetRows } from './content/dataset-rows.ts';
import { mediaByUrl } from './content/media-by-url.ts';
import { schemaMismatches } from './content/schema-mismatches.ts';
import { coldPageCache } from './environment/cold-page-cache.ts';
import { cpuPressure } from './environment/cpu-pressure.ts';
import { gpuThrottled } from './environment/gpu-throttled.ts';
import { sampledIdle } from './environment/sampled-idle.ts';
import { samplerFellBehind } from './environment/sampler-fell-behind.ts';
import { cutOverlapping } from './errors/cut-when-overlapping.ts';
import { errorsPresent } from './errors/errors-present.ts';
import { outage } from './errors/outage.ts';
import { rateLimited } from './errors/rate-limited.ts';
import { resends } from './errors/resends.ts';
import { machineSkews } from './machines/machine-skews.ts';
import { memoryGrew } from './memory/memory-grew.ts';
import { retainedMemoryLarge } from './memory/retained-memory.ts';
import { nearCgroupLimit } from './memory/near-cgroup-limit.ts';
import { oomKilled } from './memory/oom-killed.ts';
import { nearMemoryLimit } from './memory/near-memory-limit.ts';
import { swapInUse } from './memory/swap-in-use.ts';
import { contextTruncated } from './models/context-truncated.ts';
import { overLongRefused } from './models/over-long-refused.ts';
import { slowFirstLoad } from './models/slow-first-load.ts';
import { slowSwitch } from './models/slow-switch.ts';
import type { FindingDefinition } from './finding.ts';
import { networkShare } from './network/network-share.ts';
import { packetLoss } from './network/packet-loss.ts';
import { replicaLost } from './replicas/replica-lost.ts';
import { replicasDiffer } from './replicas/replicas-differ.ts';
import { inconclusiveCriteria } from './run/inconclusive-criteria.ts';
import { abandonedStillServed } from './server/abandoned-still-served.ts';
import { noSteadyState } from './server/no-steady-state.ts';
import { saturated } from './server/saturated.ts';
import { serverChanged } from './server/server-changed.ts';
import { serverQueueing } from './server/server-queueing.ts';
import { serviceBound } from './server/service-bound.ts';
import { promptLengthsDiffer } from './client/prompt-lengths-differ.ts';
import { promptsTooSlow } from './client/prompts-too-slow.ts';
import { prefixCacheMissed } from './server/prefix-cache-missed.ts';
import { stalls } from './server/stalls.ts';
import { windowShort } from './server/window-short.ts';
import { sweepKnee } from './server/sweep-knee.ts';
import { cacheDistorts } from './stream/cache-distorts.ts';
import { emptyResponsesPresent } from './stream/empty-responses-present.ts';
import { promptsCut } from './stream/prompts-cut.ts';
import { streamInBursts } from './stream/stream-in-bursts.ts';
import { tokensByChunks } from './stream/tokens-by-chunks.ts';

import { unprovenApi } from './run/unproven-api.ts';

/**
 * Every finding, in the order in which reports list findings of the same severity and place.
 *
 * To add one: write a file in the folder of its subject that exports a `FindingDefinition` (`inEachPhase`, `inEachStage` and
 * `inEachLoad` of `finding.ts` do the looking), and add a line here. Reports, JSON and the page pick it up.
 */
export const FINDINGS: readonly FindingDefinition[] = [
  outage,
  replicaLost,
  cutOverlapping,
  errorsPresent,
  schemaMismatches,
  rateLimited,
  serverChanged,
  serverCountsDiffer,
  promptsCut,
  oomKilled,
  nearMemoryLimit,
  nearCgroupLimit,
  swapInUse,
  memoryGrew,
  gpuThrottled,
  inconclusiveCriteria,
  retainedMemoryLarge,
  slowSwitch,
  saturated,
  serverQueueing,
  abandonedStillServed,
  latencyOutsideServer,
  networkShare,
  packetLoss,
  replicasDiffer,
  stalls,
  noSteadyState,
  windowShort,
  sampledIdle,
  clientLimit,
  machineSkews,
  sendDelayLarge,
  promptsTooSlow,
  promptLengthsDiffer,
  timingErrorLarge,
  clientStarved,
  threadTimestamps,
  cpuPressure,
  lateConnections,
  mediaByUrl,
  datasetRows,
  conversationsCut,
  resends,
  streamInBursts,
  prefixCacheMissed,
  cacheDistorts,
  tokensByChunks,
  samplerFellBehind,
  sweepKnee,
  serviceBound,
  slowFirstLoad,
  coldPageCache,
  emptyResponsesPresent,
  contextTruncated,
  overLongRefused,
  unprovenApi,
];
