import { arrivalsOutranHost } from './arrivals-outran-host.ts';
import { cacheDistorts } from './cache-distorts.ts';
import { clientStampsOff } from './client-stamps-off.ts';
import { coldPageCache } from './cold-page-cache.ts';
import { connectionsDuringClock } from './connections-during-clock.ts';
import { contextTruncated } from './context-truncated.ts';
import { cpuPressure } from './cpu-pressure.ts';
import { errorsPresent } from './errors-present.ts';
import { gpuThrottled } from './gpu-throttled.ts';
import { hostQueueing } from './host-queueing.ts';
import { memoryGrew } from './memory-grew.ts';
import { memoryResidueLarge } from './memory-residue.ts';
import { nearCgroupLimit } from './near-cgroup-limit.ts';
import { nearMemoryLimit } from './near-memory-limit.ts';
import { neverSettled } from './never-settled.ts';
import { phaseSkipped } from './phase-skipped.ts';
import type { Rule } from './rule.ts';
import { promptLengthsOff } from './prompt-lengths-off.ts';
import { promptsTooSlow } from './prompts-too-slow.ts';
import { samplerFellBehind } from './sampler-fell-behind.ts';
import { sendLagLarge } from './send-lag.ts';
import { serviceBound } from './service-bound.ts';
import { slowFirstLoad } from './slow-first-load.ts';
import { slowSwitch } from './slow-switch.ts';
import { sweepKnee } from './sweep-knee.ts';
import { swapInUse } from './swap-in-use.ts';
import { tokensByChunks } from './tokens-by-chunks.ts';
import { tooFewSamples } from './too-few-samples.ts';

/** Every rule, the gravest first: the order of the recommendations. */
export const RULES: readonly Rule[] = [
  errorsPresent,
  nearMemoryLimit,
  nearCgroupLimit,
  swapInUse,
  memoryGrew,
  gpuThrottled,
  tooFewSamples,
  memoryResidueLarge,
  slowSwitch,
  arrivalsOutranHost,
  hostQueueing,
  neverSettled,
  sendLagLarge,
  promptsTooSlow,
  promptLengthsOff,
  clientStampsOff,
  cpuPressure,
  connectionsDuringClock,
  cacheDistorts,
  tokensByChunks,
  samplerFellBehind,
  sweepKnee,
  serviceBound,
  slowFirstLoad,
  coldPageCache,
  contextTruncated,
  phaseSkipped,
];
