import type { TargetLimitation } from '../target.ts';

/** Metrics of a model that is released while its server goes on. */
const OF_RELEASE = ['memoryResidue'];

/**
 * What a started server cannot do: as it was when it was reached, but that it switches models where each has a command.
 * @param switches whether models are switched by starting another process
 */
export function limitStarted(
  limitations: readonly TargetLimitation[],
  switches: boolean,
): readonly TargetLimitation[] {
  if (!switches) return limitations;
  return [
    ...limitations.filter(({ ability }) => ability !== 'load-models'),
    {
      ability: 'release-models',
      reason: 'the server holds its model until it ends: a switch starts another process',
      metrics: OF_RELEASE,
    },
  ];
}
