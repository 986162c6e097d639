import type { ComparedRun } from '../../src/compare/compared-run.ts';
import type { ComparedSide } from '../../src/compare/compare-runs.ts';
import { measure, measurePhase } from '../../src/metric/measure.ts';
import { metricNamed } from '../../src/metric/registry.ts';
import type { PhaseStreams } from '../../src/stream/phase-streams.ts';
import { PhaseBuilder } from '../stream/phase-builder.ts';
import { syntheticValues, type SyntheticValues } from '../stats/synthetic-values.ts';

const MACHINE = {
  loadcell: '0.1.0',
  node: 'v20.20.0',
  os: 'Linux',
  kernel: '6.18.0',
  arch: 'x64',
  cpuModel: 'a model',
  cpuCount: 2,
  memoryBytes: 8e9,
  target: 'openai 1',
  models: ['small'],
};

/** A phase of an open loop whose requests take so many milliseconds; infinite ones fail. */
export function loadPhase(timesMs: ArrayLike<number>): PhaseStreams {
  const phase = new PhaseBuilder('load').stage('open', 0, timesMs.length * 10 + 1000);
  for (const [index, ms] of Array.from(timesMs).entries()) {
    const sentMs = index * 10;
    const isAnswered = Number.isFinite(ms);
    phase.request({
      purpose: 'load',
      stage: 'open',
      sentMs,
      ...(isAnswered ? { chunksMs: [sentMs + ms / 2, sentMs + ms] } : { endMs: sentMs + 1000 }),
    });
  }
  return phase.build(timesMs.length * 10 + 2000);
}

/** A run of built phases, as read from its directory. */
export function builtRun(
  phases: readonly PhaseStreams[],
  overrides: Partial<ComparedRun> = {},
): ComparedRun {
  return {
    runDir: '/results/run',
    file: {
      format: 2,
      name: 'run',
      test: { outputDir: 'results', verbose: false },
      phases: [],
      criteria: {},
      seed: 1,
      sampling: { hz: 1000 },
      target: { kind: 'openai', url: 'http://127.0.0.1:1', threads: 1, models: [] },
      phaseOptions: { load: { concurrency: 4, metrics: ['memoryUsage'] } },
      environment: MACHINE,
    },
    environment: MACHINE,
    status: 'complete',
    isUntrusted: false,
    phases: phases.map((streams) => ({
      name: streams.name,
      beganAtMs: 0,
      measurements: measurePhase(streams),
      streams,
      loads: ['open-loop: poisson, 100/s'],
      hasFailed: false,
    })),
    ...overrides,
  };
}

/** A run of which only response times were measured, where measuring everything takes long. */
function briefRun(streams: PhaseStreams): ComparedRun {
  const run = builtRun([]);
  const measurements = { responseLatency: measure(metricNamed('responseLatency'), streams) };
  const loads = ['open-loop: poisson, 100/s'];
  return {
    ...run,
    phases: [{ name: streams.name, beganAtMs: 0, measurements, streams, loads, hasFailed: false }],
  };
}

/** A side of one run with synthetic response times, and nothing else. */
export function responseTimeSide(values: SyntheticValues): ComparedSide {
  return { name: 'side', runs: [briefRun(loadPhase(syntheticValues(values)))] };
}

/** A side of runs whose requests take synthetic times, one run for each. */
export function syntheticSide(...runs: readonly SyntheticValues[]): ComparedSide {
  return {
    name: 'side',
    runs: runs.map((values) => builtRun([loadPhase(syntheticValues(values))])),
  };
}
