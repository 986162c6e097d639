import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';

/** Rounding error tolerated outside 0 to 1. */
const ROUNDING = 1e-9;

/** Share of an over-long prompt that the target drops. */
export const compressionRatio: MetricDefinition = {
  name: 'compressionRatio',
  label: 'prompt tokens dropped',
  aliases: [],
  of: 'phase',
  unit: 'ratio',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Share of the tokens of an over-long prompt that the target dropped.',
  formula:
    '(offeredTokens - residentTokens) / offeredTokens of over-long requests; 0 when none are dropped',
  read: (phase) => {
    const successful = phase.requests.filter(
      (row) => row.purpose === 'over-long' && row.outcome === 'ok',
    );
    const hasRefused = phase.requests.some(({ outcome }) => outcome === 'refused');
    const shares = successful
      .map((row) => (row.offeredTokens - row.residentTokens) / row.offeredTokens)
      .filter((share) => Number.isFinite(share));
    const sound = shares.filter((share) => share >= -ROUNDING && share <= 1 + ROUNDING);
    const unsound = shares.length - sound.length;
    return readingOf(
      sound.map((share) => Math.min(1, Math.max(0, share))),
      successful.length === 0
        ? hasRefused
          ? 'the server rejects prompts that do not fit'
          : 'no over-long request succeeded in this phase'
        : unsound > 0
          ? 'the target reports more tokens kept than offered'
          : 'the target does not report how many tokens it keeps',
      noteOf(unsound === 0 ? undefined : `excludes ${unsound} with more tokens kept than offered`),
    );
  },
};
