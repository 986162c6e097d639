export { launcherPath } from './launcher-path.ts';
export { loadNative } from './load-native.ts';
export type { NativeAddon } from './addon-contract.ts';
export { NativeError, NativeLoadError, SamplerError } from './errors.ts';
export type { NativeLoadFailure, SamplerFailure } from './errors.ts';
export { createSampler, NativeSampler } from './sampler.ts';
export type { GuardLevel, SamplerState } from './sampler.ts';
export type { GuardOptions, SamplerOptions, SurveyOptions } from './sampler-options.ts';
export type { SampleBatch } from './sample-batch.ts';
export type { SurveyBatch, SurveyRows } from './survey-batch.ts';
export { COLUMN_SETS, PRESSURE_SOURCES } from './column-sets.ts';
export type { ColumnOf, ColumnSet, ColumnSetName } from './column-sets.ts';
export type { ColumnTotals } from './column-totals.ts';
export type {
  GuardCrossing,
  GuardTotals,
  ProcessCounts,
  SamplerTotals,
  SurveyAccount,
  WeightTotals,
} from './sampler-totals.ts';
export { readCgroupLevels } from './cgroup-levels.ts';
export type { CgroupLevel, CgroupLevels } from './cgroup-levels.ts';
export { readProcessEdges, resetPeakRss } from './process-edges.ts';
export type { EdgeOptions, ProcessEdges } from './process-edges.ts';
export type { HeapReport } from './heap-report.ts';
export type { ProcessIdentity, ProcessReport } from './process-report.ts';
export type { SurveyedTotals } from './surveyed-totals.ts';
export { createGpuSampler, NativeGpuSampler } from './gpu/gpu-sampler.ts';
export type { GpuBatch, GpuSamplerOptions } from './gpu/gpu-sampler.ts';
export type { GpuAccount, GpuReport } from './gpu/gpu-report.ts';
export { dropPageCache, PageCacheError, readPageCache } from './page-cache/page-cache.ts';
export type { DroppedFile, PageCacheFailure, PageCacheReading } from './page-cache/page-cache.ts';
export { residentErrorBytes } from './resident-check.ts';
export { createWire, NativeWire } from './wire/wire.ts';
export type { WireState } from './wire/wire.ts';
export type { WireEndpoint, WireOptions } from './wire/wire-options.ts';
export type { WireRequest } from './wire/wire-request.ts';
export { WIRE_EVENT, WIRE_FLAG } from './wire/wire-batch.ts';
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
