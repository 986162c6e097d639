import { clientQuality } from '../../metric/quality/client-quality.ts';
import { loadCurves } from '../../metric/slo/load-curve.ts';
import { crossModelMetrics } from '../../metric/contract/cross-model-metrics.ts';
import { memoryProfile } from '../../metric/contract/memory-profile.ts';
import { memoryVerdict } from '../../metric/memory/growth/memory-verdict.ts';
import { peakAttribution } from '../../metric/memory/peak-attribution.ts';
import { performanceMetrics } from '../../metric/contract/performance-metrics.ts';
import { serverMemory } from '../../metric/memory/server-memory.ts';
import { samplingQuality } from '../../metric/quality/sampling-quality.ts';
import { metricNamed, METRICS } from '../../metric/registry.ts';
import type { Environment } from '../../spec/environment.ts';
import { TestError } from '../../spec/error/errors.ts';
import type { TestConfig } from '../../spec/contract/test-config.ts';
import type { TestPhase } from '../../spec/contract/test-phase.ts';
import type { MachineSlice } from '../../stream/events/fleet-event.ts';
import type { RunStreams } from '../../stream/phase-streams.ts';
import { emptyPhase } from '../../stream/empty-phase.ts';
import { absentStages, type StagesByPhase } from '../../verdict/absent-stages.ts';
import {
  headlineStage,
  measureWithStages,
  type MeasuredPhase,
} from '../../verdict/measured-phase.ts';
import type { PhaseVerdict, RunVerdict } from '../../verdict/run-verdict.ts';
import type { PhaseResult, RunNonce, RunResults } from './run-results.ts';
import { machineResults } from './machine-result.ts';
import { serverResult } from './server-result.ts';
import { requestFailures } from './request-failures.ts';
import { stageResults } from './stage-results.ts';
import { windowResults } from './window-results.ts';

/** What results are built from. */
export interface ResultsInput {
  readonly streams: RunStreams;
  readonly config: TestConfig;
  /** The requested phases. */
  readonly requested: readonly TestPhase[];
  readonly measured: readonly MeasuredPhase[];
  readonly verdict: RunVerdict;
  readonly environment?: Environment | undefined;
  readonly nonce?: RunNonce | undefined;
  /** The part of a run that it is; absent for a whole one. */
  readonly slice?: MachineSlice | undefined;
  /** Names of the stages that each phase was to run. */
  readonly stages?: StagesByPhase | undefined;
}

/** Builds the content of results.json: one entry for each judged phase, including those that did not run. */
export function buildResults({
  streams,
  config,
  requested,
  measured,
  verdict,
  environment,
  nonce,
  slice,
  stages,
}: ResultsInput): RunResults {
  const phases = verdict.phases.map((phaseVerdict) => {
    const ran =
      measured.find((one) => one.streams.name === phaseVerdict.phase) ??
      measureWithStages(emptyPhase(phaseVerdict.phase, streams.endedNs));
    const shown = shownMetrics(
      requested.find((one) => one.name === phaseVerdict.phase),
      ran,
    );
    const why = whyStagesDidNotRun(phaseVerdict, measured);
    const stagesNotRun = absentStages({ measured, stages }, phaseVerdict.phase).map((name) => ({
      name,
      reason: why,
    }));
    return { ...phaseResult(ran, shown, phaseVerdict), stagesNotRun };
  });
  const server = serverResult(streams);
  const machines = machineResults(streams.fleet);
  return {
    timestamp: streams.timestamp,
    config,
    status: streams.status,
    ...(verdict.errors.length === 0 ? {} : { errors: [...verdict.errors] }),
    phases,
    ...(environment === undefined ? {} : { environment: withTarget(environment, streams) }),
    ...(server === undefined ? {} : { server }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(slice === undefined ? {} : { slice }),
    ...(machines === undefined ? {} : { machines }),
    skipped: streams.skipped.map(({ phase, reason }) => ({ phase, reason })),
    summary: {
      totalDuration: Math.max(0, streams.endedNs - streams.beganNs) / 1e6,
      overallSuccess: verdict.status === 'pass',
      failedPhases: phases.filter((phase) => !phase.success).map((phase) => phase.name),
    },
  };
}

/** The failure that ended a phase before its stages, or kept it from running; consequences of it are skipped. */
function whyStagesDidNotRun(
  { phase, failures }: PhaseVerdict,
  measured: readonly MeasuredPhase[],
): string {
  const hasRun = measured.some(({ streams }) => streams.name === phase);
  const cause = failures.find(
    ({ kind }) => kind !== 'unreliable' && !(hasRun && kind === 'not-run'),
  );
  return cause?.error.message ?? 'no reason was recorded';
}

/** The environment with the last description of the target: its version is known once it was reached, more later. */
function withTarget(environment: Environment, streams: RunStreams): Environment {
  const described = streams.phases
    .flatMap(({ events }) => events)
    .findLast((event) => event.kind === 'target-described');
  if (described === undefined) return environment;
  const { target, version, models, details } = described;
  return { ...environment, target: `${target} ${version}`.trim(), models, details };
}

function phaseResult(
  measured: MeasuredPhase,
  shown: string[],
  verdict: PhaseVerdict,
): Omit<PhaseResult, 'stagesNotRun'> {
  const { streams: phase, measurements } = measured;
  const headline = headlineStage(measured.stages);
  const crossModel = crossModelMetrics(phase, measurements);
  const sampling = samplingQuality(phase);
  const client = clientQuality(phase);
  const memoryPeak = peakAttribution(phase);
  const memory = memoryVerdict(phase);
  const reported = serverMemory(phase);
  const errors = [...verdict.failures.map((failure) => failure.error), ...criterionErrors(verdict)];
  return {
    name: phase.name,
    metrics: performanceMetrics(phase, measurements, headline?.measurements),
    success: verdict.status === 'pass',
    ...(errors.length === 0 ? {} : { errors }),
    duration: Math.max(0, phase.endedNs - phase.beganNs) / 1e6,
    ...(headline === undefined ? {} : { headline: headline.streams.stage.name }),
    measurements: { ...measurements },
    stages: stageResults(measured, verdict.criteria),
    shown,
    criteria: [...verdict.criteria],
    ...(crossModel === undefined ? {} : { crossModel }),
    loadCurves: loadCurves(phase),
    ...(sampling === undefined ? {} : { sampling }),
    ...(client === undefined ? {} : { client }),
    memoryProfile: crossModel?.memoryProfile ?? memoryProfile(phase, measurements),
    ...(memory === undefined ? {} : { memoryVerdict: memory }),
    ...(reported === undefined ? {} : { serverMemory: reported }),
    ...(memoryPeak === undefined ? {} : { memoryPeak }),
    windows: windowResults(phase),
    notSampled: phase.events.flatMap((event) =>
      event.kind === 'not-sampled' ? [event.reason] : [],
    ),
    failures: requestFailures(phase),
  };
}

/** The requested metrics of a phase, by their API names; where all are requested, those with something to show. */
function shownMetrics(
  phase: TestPhase | undefined,
  { measurements, stages }: MeasuredPhase,
): string[] {
  const requested = new Set((phase?.metrics ?? []).map((name) => metricNamed(name).name));
  const areAllRequested = requested.size === 0 || requested.size === METRICS.length;
  return METRICS.filter(({ name, isShownWhen }) => {
    if (!areAllRequested) return requested.has(name);
    const found = [measurements, ...stages.map((one) => one.measurements)].flatMap(
      (one) => one[name] ?? [],
    );
    return isShownWhen === undefined || found.some(isShownWhen);
  }).map(({ name }) => name);
}

/** Every criterion that failed, as the contract's error with metric, threshold and actual. */
function criterionErrors(verdict: PhaseVerdict): TestError[] {
  return verdict.criteria
    .filter((criterion) => criterion.status === 'fail')
    .map(
      ({ key, stage, value, threshold, text }) =>
        new TestError(
          `${stage === undefined ? '' : `${stage}: `}${key}: ${text}`,
          {
            phase: verdict.phase,
            metric: key,
            threshold,
            ...(Number.isFinite(value) ? { actual: value } : {}),
          },
          { code: 'CRITERION' },
        ),
    );
}
