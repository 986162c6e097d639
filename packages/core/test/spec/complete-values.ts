import {
  ResourceError,
  TestError,
  type CrossModelMetrics,
  type MemoryProfile,
  type Metrics,
  type PerformanceMetrics,
  type SamplingQuality,
  type TestConfig,
  type TestPhase,
  type TestReport,
  type TestResults,
} from '@loadcell/core';

/** Values of the contract's types in which every field is present, the optional ones too. */
export const testConfig: TestConfig = {
  outputDir: 'out',
  verbose: false,
  phase: 'cross-model',
  timeout: 1,
  maxMemory: 0.5,
};

export const performanceMetrics: PerformanceMetrics = {
  memoryUsage: { baseline: 1, peak: 3, afterRelease: 2 },
  contextStats: { loadTime: 0, transitionTime: 5.5, compressionRatio: 1 },
  modelMetrics: { inferenceTime: 6, responseLatency: Number.NaN, contextSwitchTime: 8 },
};

export const testPhase: TestPhase = {
  name: 'Baseline Performance',
  duration: 0,
  metrics: ['memoryUsage'],
  successCriteria: { maxMemoryUsage: 1, contextPreservation: 0.95 },
};

export const testResults: TestResults = {
  timestamp: '2026-11-22T10:20:30.123Z',
  config: testConfig,
  phases: [
    {
      name: 'load',
      metrics: performanceMetrics,
      success: false,
      errors: [
        new TestError('late', { phase: 'load', metric: 'p95ResponseTime', threshold: 0 }),
        new ResourceError('much', { resource: 'memory', limit: 1, actual: 2 }),
      ],
    },
    { name: 'baseline', metrics: performanceMetrics, success: true },
  ],
  summary: { totalDuration: 0, overallSuccess: false, failedPhases: ['load'] },
};

export const testReport: TestReport = {
  title: 'Report',
  timestamp: '2026-11-22T10:20:30.123Z',
  summary: { status: 'fail', duration: 1.5, totalPhases: 1, passedPhases: 0 },
  phases: [
    {
      name: 'load',
      status: 'fail',
      metrics: [
        { name: 'maxMemoryUsage', value: Number.NaN, threshold: 1, status: 'fail' },
        { name: 'errorRate', value: 0, threshold: 0, status: 'pass' },
      ],
      errors: ['it broke'],
    },
  ],
  recommendations: ['give it more memory'],
};

export const memoryProfile: MemoryProfile = {
  samples: [1, 2],
  average: 1.5,
  peak: 2,
  timeline: [
    { timestamp: 1, usage: 1 },
    { timestamp: 2, usage: 2, event: 'loaded' },
  ],
};

export const crossModelMetrics: CrossModelMetrics = {
  switchingLatency: { averageSwitchTime: 2, maxSwitchTime: 3, minSwitchTime: 1 },
  contextPreservation: { preservationRate: 1, contextSize: 24 },
  memoryProfile,
};

export const samplingQuality: SamplingQuality = {
  source: 'native',
  requestedHz: 1000,
  achievedHz: 999.5,
  lowestHz: 1000,
  rateReductions: 0,
  processes: 1,
  sampleCount: 10,
  tickCount: 10,
  lateTicks: 0,
  missedTicks: 0,
  droppedSamples: 0,
  latenessUs: { p50: 1, p99: 2, max: 3 },
  costPerSampleUs: 2,
  samplerCpuUtilization: 0.02,
};

export const metrics: Metrics = {
  ...performanceMetrics,
  memoryProfile,
  sampling: samplingQuality,
};
