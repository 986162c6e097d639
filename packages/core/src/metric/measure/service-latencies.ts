/** Names of the metrics that are times of requests that stand for users. */
export const SERVICE_LATENCIES: readonly string[] = [
  'inferenceTime',
  'responseLatency',
  'timeToFirstToken',
  'scheduledTimeToFirstToken',
  'timeToFirstAnswerToken',
  'timePerOutputToken',
  'interTokenLatency',
];
