import { ConfigError } from '../spec/errors.ts';
import { suggestName } from '../spec/nearest-name.ts';
import { abandonedRequests } from './abandoned/abandoned-requests.ts';
import { serverOrphanedRequests } from './abandoned/server-orphaned-requests.ts';
import { ANSWER_TIMINGS } from './answer-timings/answer-timings.ts';
import { cacheHitRatio } from './cache-hit-ratio.ts';
import { compressionRatio } from './compression-ratio.ts';
import { concurrency } from './concurrency.ts';
import { contextLoadTime } from './context-load-time.ts';
import { contextPreservation } from './context-preservation.ts';
import { contextSwitchTime } from './context-switch-time.ts';
import { earlyStopRate } from './tokens/early-stop-rate.ts';
import { emptyResponses } from './empty-responses.ts';
import { errorRate } from './error-rate.ts';
import { cpuUtilization } from './cpu-utilization.ts';
import { goodput } from './goodput.ts';
import { heapUsed } from './heap-used.ts';
import { gpuMemory } from './gpu-memory.ts';
import { gpuUtilization } from './gpu-utilization.ts';
import { gpuPower } from './gpu-power.ts';
import { gpuTemperature } from './gpu-temperature.ts';
import { energyPerToken } from './energy-per-token.ts';
import { inferenceTime } from './inference-time.ts';
import { interTokenLatency } from './inter-token-latency.ts';
import { loadTime } from './load-time.ts';
import { memoryAnonSwap } from './memory-anon-swap.ts';
import { memoryGrowthPerKilotoken } from './memory/memory-growth-per-kilotoken.ts';
import { memoryGrowthPerRequest } from './memory/memory-growth-per-request.ts';
import { memoryResidue } from './memory/memory-residue.ts';
import { memoryUsage } from './memory-usage.ts';
import type { MetricDefinition } from './metric.ts';
import { outputTokenThroughput } from './output-token-throughput.ts';
import { SERVER_METRICS } from './server/server-metrics.ts';
import { requestThroughput } from './request-throughput.ts';
import { responseLatency } from './response-latency.ts';
import { sendLag } from './send-lag.ts';
import { sloAttainment } from './slo-attainment.ts';
import { startupTimeToListening } from './startup/startup-time-to-listening.ts';
import { startupTimeToHealthy } from './startup/startup-time-to-healthy.ts';
import { startupTimeToFirstToken } from './startup/startup-time-to-first-token.ts';
import { startupMemoryAtListening } from './startup/startup-memory-at-listening.ts';
import { startupMemoryAtHealthy } from './startup/startup-memory-at-healthy.ts';
import { startupMemoryAtFirstToken } from './startup/startup-memory-at-first-token.ts';
import { startupPeakMemory } from './startup/startup-peak-memory.ts';
import { startupStorageRead } from './startup/startup-storage-read.ts';
import { switchDoubleResidency } from './switch-double-residency.ts';
import { tokensPerEvent } from './tokens-per-event.ts';
import { timePerOutputToken } from './time-per-output-token.ts';
import { timeToFirstAnswerToken } from './time-to-first-answer-token.ts';
import { timeToFirstTokenResponse } from './time-to-first-token-response.ts';
import { timeToFirstToken } from './time-to-first-token.ts';
import { inputSequenceLength } from './tokens/input-sequence-length.ts';
import { inputTokenThroughput } from './tokens/input-token-throughput.ts';
import { outputSequenceLength } from './tokens/output-sequence-length.ts';
import { outputTokensPerSecondPerUser } from './tokens/output-tokens-per-second-per-user.ts';
import { totalTokenThroughput } from './tokens/total-token-throughput.ts';
import { transitionTime } from './transition-time.ts';

/** Every metric there is, in the order in which reports show them. */
export const METRICS: readonly MetricDefinition[] = [
  memoryUsage,
  memoryAnonSwap,
  memoryGrowthPerRequest,
  memoryGrowthPerKilotoken,
  memoryResidue,
  cpuUtilization,
  heapUsed,
  gpuMemory,
  gpuUtilization,
  gpuPower,
  gpuTemperature,
  energyPerToken,
  startupTimeToListening,
  startupTimeToHealthy,
  startupTimeToFirstToken,
  startupMemoryAtListening,
  startupMemoryAtHealthy,
  startupMemoryAtFirstToken,
  startupPeakMemory,
  startupStorageRead,
  loadTime,
  contextLoadTime,
  transitionTime,
  contextSwitchTime,
  switchDoubleResidency,
  compressionRatio,
  contextPreservation,
  inferenceTime,
  responseLatency,
  timeToFirstToken,
  timeToFirstTokenResponse,
  timeToFirstAnswerToken,
  timePerOutputToken,
  interTokenLatency,
  outputTokensPerSecondPerUser,
  tokensPerEvent,
  ...ANSWER_TIMINGS,
  sendLag,
  inputSequenceLength,
  outputSequenceLength,
  inputTokenThroughput,
  outputTokenThroughput,
  totalTokenThroughput,
  requestThroughput,
  goodput,
  sloAttainment,
  errorRate,
  emptyResponses,
  earlyStopRate,
  cacheHitRatio,
  concurrency,
  abandonedRequests,
  serverOrphanedRequests,
  ...SERVER_METRICS,
];

/** Every name that a metric answers to, aliases included. */
export function metricNames(): string[] {
  return METRICS.flatMap(({ name, aliases }) => [name, ...aliases]);
}

/** The metric of a name or an alias. */
export function findMetric(name: string): MetricDefinition | undefined {
  return METRICS.find((metric) => metric.name === name || metric.aliases.includes(name));
}

/**
 * The metric of a name or an alias.
 * @throws {ConfigError} that names the known names, and the nearest where one is near
 */
export function metricNamed(name: string): MetricDefinition {
  const metric = findMetric(name);
  if (metric !== undefined) return metric;
  throw new ConfigError(`No metric is called "${name}". ${suggestName(name, metricNames())}`);
}
