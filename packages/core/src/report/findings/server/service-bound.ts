import { figure, inEachStage, type Finding, type FindingDefinition } from '../finding.ts';
import { saturated } from './saturated.ts';
import { serverQueueing } from './server-queueing.ts';

/** With fewer requests, a median means nothing. */
const ENOUGH = 20;

/** A part above this share of the service time is the bound. */
const SHARE = 0.8;

/** Shorter service times are not judged, ms. */
const NEGLIGIBLE_MS = 500;

const PREFILL_BOUND = 'Prefill-bound: most of the service time is before the first token';

export const serviceBound: FindingDefinition = {
  name: 'service-bound',
  meaning: 'One part dominates a long service time: reading the prompt, or generating the tokens.',
  section: 'latency',
  look: (run) => {
    const found = lookAtService(run);
    if (!found.some(isOfPrefill)) return found;
    // In a queue, the time before the first token is not spent on reading the prompt.
    const queued = [serverQueueing, saturated].flatMap(({ look }) => look(run));
    return found.filter(
      (one) =>
        !isOfPrefill(one) ||
        !queued.some(({ phase, stage }) => phase === one.phase && stage === one.stage),
    );
  },
};

const isOfPrefill = ({ finding }: Finding): boolean => finding === PREFILL_BOUND;

const lookAtService = inEachStage(({ result: { measurements } }) => {
  const firstMs = measurements['timeToFirstToken']?.p50 ?? Number.NaN;
  const { p50: serviceMs = Number.NaN, count = 0 } = measurements['inferenceTime'] ?? {};
  const tokenMs = measurements['timePerOutputToken']?.p50 ?? Number.NaN;
  if (count < ENOUGH || !(serviceMs > NEGLIGIBLE_MS)) return [];
  const prefill = firstMs / serviceMs;
  const evidence = [
    figure('service time p50', 'ms', serviceMs),
    figure('TTFT share', 'ratio', prefill),
    ...(Number.isNaN(tokenMs) ? [] : [figure('TPOT', 'ms', tokenMs)]),
  ];
  if (prefill > SHARE) {
    return [
      {
        severity: 'note',
        finding: PREFILL_BOUND,
        evidence,
        advice:
          'Shorten prompts, cache common prefixes or add compute; faster decoding does not help.',
      },
    ];
  }
  if (prefill < 1 - SHARE) {
    return [
      {
        severity: 'note',
        finding: 'Decode-bound: most of the service time is after the first token',
        evidence,
        advice:
          'Memory bandwidth is the limit: use smaller or quantized weights, speculative decoding or shorter outputs.',
      },
    ];
  }
  return [];
});
