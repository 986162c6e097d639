export { launcherPath } from './addon/launcher-path.ts';
export { loadNative } from './addon/load-native.ts';
export type { NativeAddon } from './addon/addon-contract.ts';
export { NativeError, NativeLoadError } from './addon/errors.ts';
export type { NativeLoadFailure } from './addon/errors.ts';
export { SamplerError } from './sampler/sampler-error.ts';
export type { SamplerFailure } from './sampler/sampler-error.ts';
export { createSampler, NativeSampler } from './sampler/sampler.ts';
export type { GuardLevel, SamplerState } from './sampler/sampler.ts';
export type { GuardOptions, SamplerOptions, SurveyOptions } from './sampler/sampler-options.ts';
export type { SampleBatch } from './sampler/sample-batch.ts';
export type { SurveyBatch, SurveyRows } from './sampler/survey-batch.ts';
export { COLUMN_SETS, PRESSURE_SOURCES } from './record/column-sets.ts';
export type { ColumnOf, ColumnSet, ColumnSetName } from './record/column-sets.ts';
export type { ColumnTotals } from './record/column-totals.ts';
export type {
  GuardCrossing,
  GuardTotals,
  ProcessCounts,
  SamplerTotals,
  SurveyAccount,
  WeightTotals,
} from './sampler/sampler-totals.ts';
export { readCgroupLevels } from './process/cgroup-levels.ts';
export type { CgroupLevel, CgroupLevels } from './process/cgroup-levels.ts';
export { readProcessEdges, resetPeakRss } from './process/process-edges.ts';
export type { EdgeOptions, ProcessEdges } from './process/process-edges.ts';
export type { HeapReport } from './sampler/heap-report.ts';
export type { ProcessIdentity, ProcessReport } from './sampler/process-report.ts';
export type { SurveyedTotals } from './sampler/surveyed-totals.ts';
export { createGpuSampler, NativeGpuSampler } from './gpu/gpu-sampler.ts';
export type { GpuBatch, GpuSamplerOptions } from './gpu/gpu-sampler.ts';
export type { GpuAccount, GpuReport } from './gpu/gpu-report.ts';
export { dropPageCache, PageCacheError, readPageCache } from './page-cache/page-cache.ts';
export type { DroppedFile, PageCacheFailure, PageCacheReading } from './page-cache/page-cache.ts';
export { residentErrorBytes } from './process/resident-check.ts';
export { createWire, NativeWire } from './wire/wire.ts';
export type { WireState } from './wire/wire.ts';
export type { WireEndpoint, WireOptions } from './wire/wire-options.ts';
export type { WireRequest } from './wire/wire-request.ts';
export { NO_ENDPOINT, WIRE_EVENT, WIRE_FLAG } from './wire/wire-batch.ts';
export type { WireBatch } from './wire/wire-batch.ts';
export { describeWireFailure, WIRE_FAILURES, wireFailureOf } from './wire/wire-failure.ts';
export type { WireFailure } from './wire/wire-failure.ts';
export { WireError } from './wire/wire-error.ts';
export type { WireErrorCode } from './wire/wire-error.ts';
export type { WireAccount } from './wire/wire-account.ts';
export { createMockServer, MockServerError, NativeMockServer } from './mock/mock-server.ts';
export type { MockServerErrorCode } from './mock/mock-server.ts';
export type { MockFault, MockServerOptions } from './mock/mock-options.ts';
export type { MockAccount } from './mock/mock-account.ts';
export type { MockStamps } from './mock/mock-stamps.ts';
