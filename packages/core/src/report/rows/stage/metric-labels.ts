/** Labels of metrics whose field term is not their API name. */
const LABELS: Readonly<Record<string, string>> = {
  timeToFirstToken: 'TTFT',
  timePerOutputToken: 'TPOT',
  interTokenLatency: 'ITL',
  responseLatency: 'end-to-end latency',
  inferenceTime: 'service time',
  scheduledTimeToFirstToken: 'TTFT from scheduled start',
  sendDelay: 'send delay',
  errorRate: 'error rate',
  earlyStopRate: 'early stops',
  requestThroughput: 'request throughput',
  outputTokenThroughput: 'token throughput',
  sloAttainment: 'SLO attainment',
  cacheHitRate: 'prefix cache hit rate',
  memoryUsage: 'RSS',
  'memoryUsage.baseline': 'RSS idle',
  'memoryUsage.afterRelease': 'RSS after release',
  anonymousMemory: 'anonymous RSS + swap',
  retainedMemory: 'retained memory',
  loadTime: 'model load time',
  contextLoadTime: 'context load time',
  transitionTime: 'context transition time',
  contextSwitchTime: 'model switch time',
  switchMemoryOverlap: 'memory overlap at switch',
  compressionRatio: 'prompt tokens dropped',
  contextPreservation: 'context preservation',
  abandonedRequests: 'cancelled on purpose',
  serverOrphanedRequests: 'orphaned in server',
};

/** The label of a metric in tables: `TTFT`; its API name where it has no label. */
export function metricLabel(name: string): string {
  return LABELS[name] ?? name;
}
