import { ConfigError } from '../spec/error/errors.ts';
import { explainUnknown } from '../spec/nearest-name.ts';
import { abandonedRequests } from './abandoned/abandoned-requests.ts';
import { serverOrphanedRequests } from './abandoned/server-orphaned-requests.ts';
import { REPORTED_TIMINGS } from './reported/reported-timings.ts';
import { cacheHitRate } from './tokens/cache-hit-rate.ts';
import { idealPrefixHitRate } from './tokens/ideal-prefix-hit-rate.ts';
import { compressionRatio } from './switching/compression-ratio.ts';
import { concurrency } from './throughput/concurrency.ts';
import { contextLoadTime } from './switching/context-load-time.ts';
import { contextPreservation } from './switching/context-preservation.ts';
import { contextSwitchTime } from './switching/context-switch-time.ts';
import { earlyStopRate } from './tokens/early-stop-rate.ts';
import { emptyResponses } from './errors/empty-responses.ts';
import { errorRate } from './errors/error-rate.ts';
import { cpuUtilization } from './cpu/cpu-utilization.ts';
import { goodput } from './slo/goodput.ts';
import { heapUsed } from './memory/heap-used.ts';
import { gpuMemory } from './gpu/gpu-memory.ts';
import { gpuUtilization } from './gpu/gpu-utilization.ts';
import { gpuPower } from './gpu/gpu-power.ts';
import { gpuTemperature } from './gpu/gpu-temperature.ts';
import { energyPerToken } from './gpu/energy-per-token.ts';
import { inferenceTime } from './latency/inference-time.ts';
import { interTokenLatency } from './latency/inter-token-latency.ts';
import { itemThroughput } from './items/item-throughput.ts';
import { itemsPerRequest } from './items/items-per-request.ts';
import { loadTime } from './switching/load-time.ts';
import { anonymousMemory } from './memory/anonymous-memory.ts';
import { memoryGrowthPerKilotoken } from './memory/growth/memory-growth-per-kilotoken.ts';
import { memoryGrowthPerRequest } from './memory/growth/memory-growth-per-request.ts';
import { retainedMemory } from './memory/retained-memory.ts';
import { memoryUsage } from './memory/memory-usage.ts';
import type { MetricDefinition } from './metric.ts';
import { networkTime } from './network/network-time.ts';
import { timeToFirstTokenWithoutNetwork } from './network/time-to-first-token-without-network.ts';
import { outputTokenThroughput } from './throughput/output-token-throughput.ts';
import { SERVER_METRICS } from './server/server-metrics.ts';
import { requestThroughput } from './throughput/request-throughput.ts';
import { responseLatency } from './latency/response-latency.ts';
import { audioThroughput } from './audio/audio-throughput.ts';
import { realTimeFactor } from './audio/real-time-factor.ts';
import { timeToFirstAudio } from './audio/time-to-first-audio.ts';
import { requestSize } from './content/request-size.ts';
import { schemaValidity } from './content/schema-validity.ts';
import { sendDelay } from './latency/send-delay.ts';
import { sloAttainment } from './slo/slo-attainment.ts';
import { startupTimeToListening } from './startup/startup-time-to-listening.ts';
import { startupTimeToHealthy } from './startup/startup-time-to-healthy.ts';
import { startupTimeToFirstToken } from './startup/startup-time-to-first-token.ts';
import { startupMemoryAtListening } from './startup/startup-memory-at-listening.ts';
import { startupMemoryAtHealthy } from './startup/startup-memory-at-healthy.ts';
import { startupMemoryAtFirstToken } from './startup/startup-memory-at-first-token.ts';
import { startupPeakMemory } from './startup/startup-peak-memory.ts';
import { startupStorageRead } from './startup/startup-storage-read.ts';
import { switchMemoryOverlap } from './switching/switch-memory-overlap.ts';
import { tokensPerEvent } from './tokens/tokens-per-event.ts';
import { timePerOutputToken } from './latency/time-per-output-token.ts';
import { timeToFirstAnswerToken } from './latency/time-to-first-answer-token.ts';
import { scheduledTimeToFirstToken } from './latency/scheduled-time-to-first-token.ts';
import { timeToFirstToken } from './latency/time-to-first-token.ts';
import { reasoningTokens } from './tokens/reasoning-tokens.ts';
import { cachedTokensPerTurn } from './conversation/cached-tokens-per-turn.ts';
import { contextGrowth } from './conversation/context-growth.ts';
import { conversationDuration } from './conversation/conversation-duration.ts';
import { inputSequenceLength } from './tokens/input-sequence-length.ts';
import { inputTokenThroughput } from './throughput/input-token-throughput.ts';
import { outputSequenceLength } from './tokens/output-sequence-length.ts';
import { outputTokensPerSecondPerUser } from './throughput/output-tokens-per-second-per-user.ts';
import { totalTokenThroughput } from './throughput/total-token-throughput.ts';
import { transitionTime } from './switching/transition-time.ts';

/** Metrics under a heading of the reference. */
interface MetricSubject {
  readonly title: string;
  readonly metrics: readonly MetricDefinition[];
}

/** Every metric by subject, in the order of reports. */
export const METRIC_SUBJECTS: readonly MetricSubject[] = [
  {
    title: 'Memory and CPU',
    metrics: [
      memoryUsage,
      anonymousMemory,
      memoryGrowthPerRequest,
      memoryGrowthPerKilotoken,
      retainedMemory,
      cpuUtilization,
      heapUsed,
    ],
  },
  {
    title: 'GPU',
    metrics: [gpuMemory, gpuUtilization, gpuPower, gpuTemperature, energyPerToken],
  },
  {
    title: 'Startup',
    metrics: [
      startupTimeToListening,
      startupTimeToHealthy,
      startupTimeToFirstToken,
      startupMemoryAtListening,
      startupMemoryAtHealthy,
      startupMemoryAtFirstToken,
      startupPeakMemory,
      startupStorageRead,
    ],
  },
  {
    title: 'Models and contexts',
    metrics: [
      loadTime,
      contextLoadTime,
      transitionTime,
      contextSwitchTime,
      switchMemoryOverlap,
      compressionRatio,
      contextPreservation,
    ],
  },
  {
    title: 'Latency',
    metrics: [
      inferenceTime,
      responseLatency,
      timeToFirstToken,
      scheduledTimeToFirstToken,
      timeToFirstAnswerToken,
      networkTime,
      timeToFirstTokenWithoutNetwork,
      timePerOutputToken,
      interTokenLatency,
      outputTokensPerSecondPerUser,
      tokensPerEvent,
    ],
  },
  {
    title: 'Reported in each response',
    metrics: [...REPORTED_TIMINGS],
  },
  {
    title: 'Tokens and throughput',
    metrics: [
      sendDelay,
      requestSize,
      inputSequenceLength,
      outputSequenceLength,
      reasoningTokens,
      inputTokenThroughput,
      outputTokenThroughput,
      totalTokenThroughput,
      requestThroughput,
      itemThroughput,
      itemsPerRequest,
    ],
  },
  {
    title: 'Conversations',
    metrics: [conversationDuration, contextGrowth, cachedTokensPerTurn],
  },
  {
    title: 'Audio',
    metrics: [realTimeFactor, timeToFirstAudio, audioThroughput],
  },
  {
    title: 'SLOs, errors and concurrency',
    metrics: [
      goodput,
      sloAttainment,
      errorRate,
      emptyResponses,
      schemaValidity,
      earlyStopRate,
      cacheHitRate,
      idealPrefixHitRate,
      concurrency,
      abandonedRequests,
      serverOrphanedRequests,
    ],
  },
  {
    title: 'Reported by the metrics of the server',
    metrics: [...SERVER_METRICS],
  },
];

/** Every metric, in the order of reports. */
export const METRICS: readonly MetricDefinition[] = METRIC_SUBJECTS.flatMap(
  ({ metrics }) => metrics,
);

/** Every name of a metric, aliases included. */
export function metricNames(): string[] {
  return METRICS.flatMap(({ name, aliases }) => [name, ...aliases]);
}

/** The metric of a name or an alias. */
export function findMetric(name: string): MetricDefinition | undefined {
  return METRICS.find((metric) => metric.name === name || metric.aliases.includes(name));
}

/**
 * The metric of a name or an alias.
 * @throws {ConfigError} that lists the known names and suggests the nearest
 */
export function metricNamed(name: string): MetricDefinition {
  const metric = findMetric(name);
  if (metric !== undefined) return metric;
  const { text, help } = explainUnknown('metric', name, metricNames());
  throw new ConfigError(text, help === undefined ? {} : { help });
}
