import { figure, inEachPhase, type Rule } from './rule.ts';

/** Requests from which on a median says something. */
const ENOUGH = 20;

/** Share of the service time that makes one part of it the bound. */
const SHARE = 0.8;

/** Answers that nobody waits for, milliseconds. */
const NEGLIGIBLE_MS = 500;

/** Which part of a slow answer takes the time: reading the prompt, or writing the tokens. */
export const serviceBound: Rule = {
  name: 'service-bound',
  severity: 'hint',
  section: 'latency',
  look: inEachPhase(({ result: { measurements } }) => {
    const firstMs = measurements['timeToFirstToken']?.p50 ?? Number.NaN;
    const { p50: serviceMs = Number.NaN, count = 0 } = measurements['inferenceTime'] ?? {};
    const tokenMs = measurements['timePerOutputToken']?.p50 ?? Number.NaN;
    if (count < ENOUGH || !(serviceMs > NEGLIGIBLE_MS)) return [];
    const prefill = firstMs / serviceMs;
    const evidence = [
      figure('answer p50', 'ms', serviceMs),
      figure('until the first token', 'ratio', prefill),
      ...(Number.isNaN(tokenMs) ? [] : [figure('per output token', 'ms', tokenMs)]),
    ];
    if (prefill > SHARE) {
      return [
        {
          finding:
            'Answers are bound by the prompt: most of their time goes before the first token',
          evidence,
          advice:
            'Shorter prompts, a cache of common prefixes or more compute help; faster decoding does not.',
        },
      ];
    }
    if (prefill < 1 - SHARE) {
      return [
        {
          finding: 'Answers are bound by decoding: most of their time goes between tokens',
          evidence,
          advice:
            'Memory bandwidth is what counts: smaller or quantised weights, speculative decoding or shorter answers help; faster prompts do not.',
        },
      ];
    }
    return [];
  }),
};
