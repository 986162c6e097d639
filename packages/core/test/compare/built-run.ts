import type { ComparedRun, ComparedStage } from '../../src/compare/compared-run.ts';
import type { ComparedSide } from '../../src/compare/compare-sides.ts';
import { levelOf } from '../../src/metric/slo/load-curve.ts';
import {
  measure,
  measurePhase,
  measureStage,
  type Measurements,
} from '../../src/metric/measure/measure.ts';
import { metricNamed } from '../../src/metric/registry.ts';
import { streamsOfStages, type StageStreams } from '../../src/metric/measure/stage-streams.ts';
import { filesRead } from '../../src/stream/events/files-read.ts';
import type { PhaseStreams } from '../../src/stream/phase-streams.ts';
import type { BuiltStage } from '../stream/built/built-stage.ts';
import { MACHINE } from '../stream/built/machine.ts';
import { PhaseBuilder, type BuiltRequest } from '../stream/built/phase-builder.ts';
import { syntheticValues, type SyntheticValues } from '../stats/synthetic-values.ts';

/** A stage of a built phase with the times of its requests, ms; a request with an infinite time fails. */
export interface TimedStage {
  readonly name: string;
  readonly timesMs: ArrayLike<number>;
  readonly options?: BuiltStage;
  /** Other properties of its requests. */
  readonly request?: Partial<BuiltRequest>;
}

/** A phase of consecutive stages, with a request scheduled every 10 ms. */
export function stagedPhase(...stages: readonly TimedStage[]): PhaseStreams {
  const phase = new PhaseBuilder('load');
  let beganMs = 0;
  for (const { name, timesMs, options, request } of stages) {
    const endMs = beganMs + timesMs.length * 10 + 1000;
    phase.stage(name, beganMs, endMs, options);
    for (const [index, ms] of Array.from(timesMs).entries()) {
      const sentMs = beganMs + index * 10;
      const isSuccessful = Number.isFinite(ms);
      phase.request({
        purpose: name.includes('/') ? 'probe' : 'load',
        sentMs,
        ...request,
        ...(isSuccessful ? { chunksMs: [sentMs + ms / 2, sentMs + ms] } : { endMs: sentMs + 1000 }),
      });
    }
    beganMs = endMs + 1000;
  }
  return phase.build(beganMs);
}

/** A phase of one open stage with the times of its requests, ms; a request with an infinite time fails. */
export function loadPhase(
  timesMs: ArrayLike<number>,
  request: Partial<BuiltRequest> = {},
): PhaseStreams {
  return stagedPhase({ name: 'open', timesMs, request });
}

/** The stages of a phase, each with the given metrics. */
function comparedStages(
  phase: PhaseStreams,
  measurementsOf: (stage: StageStreams) => Measurements,
): ComparedStage[] {
  return streamsOfStages(phase).map((streams) => {
    const { name, load } = streams.stage;
    const level = levelOf(phase, streams.stage);
    return {
      name,
      load,
      ...(level === undefined ? {} : { level }),
      measurements: measurementsOf(streams),
      streams,
    };
  });
}

/** A run of built phases, as read from its directory. */
export function builtRun(
  phases: readonly PhaseStreams[],
  overrides: Partial<ComparedRun> = {},
): ComparedRun {
  return {
    runDir: '/results/run',
    file: {
      format: 4,
      name: 'run',
      test: { outputDir: 'results', verbose: false },
      phases: [],
      criteria: {},
      acceptInconclusive: false,
      stages: { load: ['open'] },
      seed: 1,
      sampling: { hz: 1000 },
      target: { kind: 'openai', url: 'http://127.0.0.1:1', threads: 1, models: [] },
      phaseOptions: { load: { outputTokens: 4, metrics: ['memoryUsage'] } },
      environment: MACHINE,
    },
    environment: MACHINE,
    status: 'complete',
    isUnreliable: false,
    phases: phases.map((streams) => ({
      name: streams.name,
      beganAtMs: 0,
      measurements: measurePhase(streams),
      streams,
      stages: comparedStages(streams, measureStage),
      files: filesRead(streams.events),
      hasFailed: false,
    })),
    ...overrides,
  };
}

/** A run with only latency measured, for tests where measuring everything takes too long. */
function briefRun(streams: PhaseStreams): ComparedRun {
  const latency = metricNamed('responseLatency');
  const stages = comparedStages(streams, (stage) => ({ responseLatency: measure(latency, stage) }));
  const phase = { name: streams.name, beganAtMs: 0, measurements: {}, streams, stages };
  return { ...builtRun([]), phases: [{ ...phase, files: [], hasFailed: false }] };
}

/** A side of one run with only synthetic latencies, in stages `open`, `open-2`… */
export function responseTimeSide(...stages: readonly SyntheticValues[]): ComparedSide {
  const timed = stages.map((values, index) => ({
    name: index === 0 ? 'open' : `open-${index + 1}`,
    timesMs: syntheticValues(values),
  }));
  return { name: 'side', runs: [briefRun(stagedPhase(...timed))] };
}

/** A side with one run for each set of synthetic latencies. */
export function syntheticSide(...runs: readonly SyntheticValues[]): ComparedSide {
  return {
    name: 'side',
    runs: runs.map((values) => builtRun([loadPhase(syntheticValues(values))])),
  };
}
