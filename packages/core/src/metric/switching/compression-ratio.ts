import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOf } from '../measure/reading.ts';

/** How far a share may lie outside 0 to 1 and still be rounding. */
const ROUNDING = 1e-9;

/** What an engine drops of a context that does not fit. */
export const compressionRatio: MetricDefinition = {
  name: 'compressionRatio',
  aliases: [],
  of: 'phase',
  unit: 'ratio',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Share of an over-long context that the engine did not keep.',
  formula:
    '(offeredTokens - residentTokens) / offeredTokens of over-long requests; 0 when all fits',
  read: (phase) => {
    const answered = phase.requests.filter(
      (row) => row.purpose === 'over-long' && row.outcome === 'ok',
    );
    const hasRefused = phase.requests.some(({ outcome }) => outcome === 'refused');
    const told = answered
      .map((row) => (row.offeredTokens - row.residentTokens) / row.offeredTokens)
      .filter((share) => Number.isFinite(share));
    const sound = told.filter((share) => share >= -ROUNDING && share <= 1 + ROUNDING);
    const unsound = told.length - sound.length;
    return readingOf(
      sound.map((share) => Math.min(1, Math.max(0, share))),
      answered.length === 0
        ? hasRefused
          ? 'the server refuses prompts that do not fit'
          : 'no over-long request was answered in this phase'
        : unsound > 0
          ? 'the host tells that it holds more tokens than it was offered'
          : 'the host does not tell how many tokens it holds',
      noteOf(unsound === 0 ? undefined : `${unsound} left out: more tokens held than offered`),
    );
  },
};
