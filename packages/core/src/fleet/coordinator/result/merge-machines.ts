import type { MergeInput, MergeOptions, MergeSummary } from '../../../merge/merge-options.ts';
import { LoadcellError } from '../../../spec/error/errors.ts';

export function mergeRuns(
  inputs: readonly MergeInput[],
  out: string,
  _options: MergeOptions,
): Promise<MergeSummary> {
  return Promise.reject(
    new LoadcellError('FLEET_FETCH', `cannot merge ${inputs.length} directories into ${out}`),
  );
}
