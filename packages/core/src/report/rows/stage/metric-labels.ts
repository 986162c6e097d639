/** Metrics that people know by another name than that of criteria. */
const LABELS: Readonly<Record<string, string>> = {
  timeToFirstToken: 'TTFT',
  timePerOutputToken: 'TPOT',
  interTokenLatency: 'ITL',
  responseLatency: 'end-to-end latency',
  inferenceTime: 'service time',
  sendDelay: 'send delay',
  errorRate: 'error rate',
  earlyStopRate: 'early stops',
  requestThroughput: 'request throughput',
  outputTokenThroughput: 'token throughput',
  sloAttainment: 'SLO attainment',
  cacheHitRate: 'cache hit rate',
  memoryUsage: 'RSS',
  abandonedRequests: 'cancelled on purpose',
  serverOrphanedRequests: 'orphaned in server',
};

/** What a table calls a metric: `TTFT`; its own name where there is no better one. */
export function metricLabel(name: string): string {
  return LABELS[name] ?? name;
}
