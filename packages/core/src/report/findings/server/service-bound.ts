import { figure, inEachStage, type Finding, type Rule } from '../finding.ts';
import { saturated } from './saturated.ts';
import { serverQueueing } from './server-queueing.ts';

/** Requests from which on a median means something. */
const ENOUGH = 20;

/** Share of the service time that makes one part of it the bound. */
const SHARE = 0.8;

/** Service time below which no part of it matters, ms. */
const NEGLIGIBLE_MS = 500;

const PREFILL_BOUND = 'Prefill-bound: most of the service time is before the first token';

/** Which part of a long service time rules it: reading the prompt, or generating the tokens. */
export const serviceBound: Rule = {
  name: 'service-bound',
  section: 'latency',
  look: (run) => {
    const found = lookAtService(run);
    if (!found.some(isOfPrefill)) return found;
    // Time before the first token is spent in a queue there, and no prompt is read in it.
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
