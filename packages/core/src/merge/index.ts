export { mergeRuns } from './merge-runs.ts';
export type { MergeInput, MergeOptions, MergeSummary } from './merge-options.ts';
