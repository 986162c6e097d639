/** Names of the metrics that are times of requests that stand for users. */
export const SERVICE_LATENCIES: readonly string[] = [
  'inferenceTime',
  'responseLatency',
  'timeToFirstToken',
  'timeToFirstTokenResponse',
  'timeToFirstAnswerToken',
  'timePerOutputToken',
  'interTokenLatency',
];
