import { figure, inEachPhase, type Rule } from '../finding.ts';

/** Retained memory that allocators keep for good reasons, bytes. */
const NEGLIGIBLE_BYTES = 16 * 2 ** 20;

/** Share of what the phase needed from which retained memory is reported. */
const SHARE = 0.1;

/** From this share on most of the model was not released; below it are heaps and libraries that stay once they are used. */
const UNRELEASED_SHARE = 0.5;

/** Memory that stayed after models were unloaded. Where nothing was unloaded, nothing can be said. */
export const retainedMemoryLarge: Rule = {
  name: 'retained-memory',
  section: 'memory',
  look: inEachPhase(({ result: { metrics, measurements }, streams }) => {
    const isUnloaded = streams.events.some(({ kind }) => kind === 'model-unloaded');
    const retained = measurements['retainedMemory']?.avg ?? Number.NaN;
    if (!isUnloaded || Number.isNaN(retained)) return [];
    const needed = metrics.memoryUsage.peak - metrics.memoryUsage.baseline;
    if (!(retained > NEGLIGIBLE_BYTES && retained > SHARE * needed)) return [];
    return [
      {
        severity: retained > UNRELEASED_SHARE * needed ? 'warning' : 'note',
        finding: 'Memory was retained after unloading',
        evidence: [
          figure('retained', 'bytes', retained),
          figure('of what the phase needed', 'ratio', retained / needed),
        ],
        advice: 'Repeat the phase in the same process: if retained memory adds up, it is a leak.',
      },
    ];
  }),
};
