export { loadNative } from './load-native.ts';
export type { NativeAddon } from './addon-contract.ts';
export { NativeError, NativeLoadError, SamplerError } from './errors.ts';
export type { NativeLoadFailure, SamplerFailure } from './errors.ts';
export { createSampler, NativeSampler } from './sampler.ts';
export type { SamplerOptions, SamplerState } from './sampler.ts';
export type { SampleBatch } from './sample-batch.ts';
export type { SamplerTotals } from './sampler-totals.ts';
export { exitWithParent } from './exit-with-parent.ts';
