import { inferenceTime } from '../latency/inference-time.ts';
import { interTokenLatency } from '../latency/inter-token-latency.ts';
import { responseLatency } from '../latency/response-latency.ts';
import { scheduledTimeToFirstToken } from '../latency/scheduled-time-to-first-token.ts';
import { timePerOutputToken } from '../latency/time-per-output-token.ts';
import { timeToFirstAnswerToken } from '../latency/time-to-first-answer-token.ts';
import { timeToFirstToken } from '../latency/time-to-first-token.ts';

/** Not from the registry, which imports the metrics that show the labels. */
const LABELS: ReadonlyMap<string, string> = new Map(
  [
    timeToFirstToken,
    scheduledTimeToFirstToken,
    timeToFirstAnswerToken,
    timePerOutputToken,
    interTokenLatency,
    inferenceTime,
    responseLatency,
  ].map(({ name, label }) => [name, label]),
);

/** The label of a latency that has an SLO: `TTFT`. */
export function sloLabel(name: string): string {
  return LABELS.get(name) ?? name;
}
