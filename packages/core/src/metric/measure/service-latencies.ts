/** Names of the latency metrics of service requests. */
export const SERVICE_LATENCIES: readonly string[] = [
  'inferenceTime',
  'responseLatency',
  'timeToFirstToken',
  'scheduledTimeToFirstToken',
  'timeToFirstAnswerToken',
  'timePerOutputToken',
  'interTokenLatency',
];
