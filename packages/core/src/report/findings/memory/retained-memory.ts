import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';

/** Retained memory up to this is normal for allocators, bytes. */
const NEGLIGIBLE_BYTES = 16 * 2 ** 20;

/** Retained memory up to this share of the peak above idle is ignored. */
const SHARE = 0.1;

/** Above this share most of the model was not released; below it are heaps and libraries that stay once they are used. */
const UNRELEASED_SHARE = 0.5;

export const retainedMemoryLarge: FindingDefinition = {
  name: 'retained-memory',
  meaning:
    'Memory was not given back after models were unloaded. A warning where most of the model stayed, a note where it may be heaps and libraries.',
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
          figure('share of the peak above idle', 'ratio', retained / needed),
        ],
        advice: 'Repeat the phase in the same process: if retained memory adds up, it is a leak.',
      },
    ];
  }),
};
