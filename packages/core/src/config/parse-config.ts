import * as z from 'zod';
import { API_NAMES } from '../spec/api-name.ts';
import { PHASE_NAMES, type PhaseName, type TestConfig } from '../spec/contract/test-config.ts';
import type { TestPhase } from '../spec/contract/test-phase.ts';
import { metricNames, findMetric } from '../metric/registry.ts';
import type { BaselineOptions } from '../phase/baseline.ts';
import { resolveLoad, type LoadOptions } from '../phase/options/load-options.ts';
import { readReplicas } from './target/read-replicas.ts';
import { readServerUrl } from './target/read-server-url.ts';
import { stageNames, wrongCriteria } from './check-criteria.ts';
import { undecidableCriteria } from './load/check-evidence.ts';
import { checkLimits } from './check-limits.ts';
import { checkLoad } from './load/check-load.ts';
import { canSwitchModels, checkTarget } from './target/check-target.ts';
import { checkSlice } from './worker/check-slice.ts';
import type { WorkerOptions } from './worker/worker-options.ts';
import { checkUntilDecided } from './load/check-until-decided.ts';
import { LoadcellConfigSchema, type LoadcellConfig, type ParsedConfig } from './config-schema.ts';
import { DEFAULT_CRITERIA, EMBEDDED_CRITERIA } from './default-criteria.ts';
import { withEnoughRequests, withEnoughSequential } from './load/enough-requests.ts';
import { explainIssues } from './explain-issues.ts';
import { withoutText } from './load/without-text.ts';
import { isServer } from './target/is-server.ts';
import { placed, refuseMistakes, type Mistake } from './mistake.ts';
import { explainUnknownMetric } from '../metric/old-names.ts';
import { checkPreset, type RestOfConfig } from './slos/check-preset.ts';
import { readSlos } from './slos/read-slos.ts';
import { WHOLE, type Slice } from '../workload/slice/slice.ts';
import { presetCriteria, type SloPreset } from './slos/slo-presets.ts';

/** A phase of the contract, under one of the contract's names. */
export interface RunPhase extends TestPhase {
  name: PhaseName;
}

/** Options of the phases with all defaults; stages have names. */
export interface PhaseOptions extends Omit<ParsedConfig['phases'], 'baseline' | 'load'> {
  readonly baseline: BaselineOptions;
  readonly load: LoadOptions;
}

/** The configuration of a run: complete, checked and frozen. */
export interface RunConfig {
  readonly name: string;
  /** The contract's part of the configuration. */
  readonly test: TestConfig;
  readonly seed: number;
  /** Absent for a random one in each run. */
  readonly nonce?: string;
  /** The part of the run that this worker sends. */
  readonly slice: Slice;
  /** When its first stage starts, epoch milliseconds; as soon as it is ready when absent. */
  readonly startAtEpochMs?: number;
  /** Name of the machine; its host name when absent. */
  readonly machine?: string;
  /** The run of all workers; absent without a fleet. */
  readonly runId?: string;
  /** Present in a fleet: rows of its data sets name no files. */
  readonly isJoined?: true;
  readonly target: ParsedConfig['target'];
  readonly sampling: ParsedConfig['sampling'];
  /** SLOs: milliseconds, by the metric's own name. */
  readonly slos: Readonly<Record<string, number>>;
  /** The preset that set some of them and criteria of the load phase; absent without one. */
  readonly sloPreset?: SloPreset;
  /** Memory at which the run warns, bytes. */
  readonly warnMemory?: number;
  /** Limit on the tokens that the run requests: prompts and maximum output. */
  readonly maxTokens?: number;
  /** Whether the plain value is compared where a criterion is inconclusive. */
  readonly acceptInconclusive: boolean;
  /** Thresholds of every phase that measures the metric, or of the stage that a key names. */
  readonly criteria: Readonly<Record<string, number>>;
  /** The phases to run, in order, with the thresholds of each. */
  readonly phases: readonly RunPhase[];
  /** Options of the phases by name. */
  readonly phaseOptions: PhaseOptions;
  /** Where live figures are sent. */
  readonly telemetry: ParsedConfig['telemetry'];
}

/** Types a configuration file: returns its argument. */
export function defineConfig(config: LoadcellConfig): LoadcellConfig {
  return config;
}

/** The API that the user set; after parsing, it looks like the default. */
const NamedApiSchema = z.looseObject({ target: z.looseObject({ api: z.enum(API_NAMES) }) });

function readConfig(input: unknown): ParsedConfig {
  const result = LoadcellConfigSchema.safeParse(input);
  if (result.success) return withServerUrl(result.data, input);
  refuseMistakes(explainIssues(result.error.issues, LoadcellConfigSchema, input));
  throw result.error;
}

/** Takes the path of an API off the URL and sets that API. */
function withServerUrl(parsed: ParsedConfig, input: unknown): ParsedConfig {
  const named = NamedApiSchema.safeParse(input).data?.target.api;
  const target = readReplicas(parsed.target, named);
  if (target.url === undefined) return parsed;
  return { ...parsed, target: { ...target, ...readServerUrl(target.url, named) } };
}

function unknownMetrics(where: string, names: readonly string[]): Mistake[] {
  return names
    .filter((name) => findMetric(name) === undefined)
    .map((name) => placed(where, explainUnknownMetric(name, metricNames())));
}

/** Checks the names of metrics, criteria and stages, which no schema can. */
function checkNames(parsed: ParsedConfig, load: LoadOptions): void {
  const running = wantedPhases(parsed).flatMap((name) => stageNames(name, load));
  refuseMistakes([
    ...wrongCriteria('successCriteria', parsed.successCriteria ?? {}, [...new Set(running)]),
    ...PHASE_NAMES.flatMap((name) => [
      ...wrongCriteria(
        `phases.${name}.successCriteria`,
        parsed.phases[name].successCriteria,
        stageNames(name, load),
      ),
      ...unknownMetrics(`phases.${name}.metrics`, parsed.phases[name].metrics ?? []),
    ]),
  ]);
}

function wantedPhases({ phase }: ParsedConfig): readonly PhaseName[] {
  return phase === undefined ? PHASE_NAMES : [phase];
}

/** Freezes a plain value, recursively. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

/** Criteria of a phase that has none configured. */
function defaultCriteria(
  name: PhaseName,
  target: ParsedConfig['target'],
): Readonly<Record<string, number>> {
  if (!isServer(target) && target.models.length === 0 && target.engine === 'llama-cpp') {
    return EMBEDDED_CRITERIA[name];
  }
  // Without a model to switch to the phase is skipped, which fails no default criterion.
  const cannotSwitch = !canSwitchModels(target) || target.models.length === 1;
  return name === 'cross-model' && cannotSwitch ? {} : DEFAULT_CRITERIA;
}

/** Configured criteria of the load phase, by their key in the configuration. */
function criteriaOfLoad({ successCriteria = {}, phases }: ParsedConfig): RestOfConfig['criteria'] {
  return { successCriteria, 'phases.load.successCriteria': phases.load.successCriteria };
}

function phaseOf(name: PhaseName, parsed: ParsedConfig, preset: SloPreset | undefined): RunPhase {
  const { duration, metrics, successCriteria } = parsed.phases[name];
  const unsaid = Object.keys(successCriteria).length === 0 && parsed.successCriteria === undefined;
  const own = unsaid ? defaultCriteria(name, parsed.target) : successCriteria;
  const set = preset === undefined || name !== 'load' ? {} : presetCriteria(preset);
  return {
    name,
    duration,
    metrics: metrics ?? [...metricNames()],
    successCriteria: { ...own, ...set },
  };
}

/**
 * Turns what a user wrote into the configuration of a run.
 * @param input the configuration as read from a file, a command line or code
 * @param worker what only a command line or a coordinator sets
 * @throws {ConfigError} two lines for one mistake, else one for each, with the nearest valid name
 */
export function parseConfig(input: unknown, worker: WorkerOptions = {}): RunConfig {
  const parsed = withoutText(readConfig(input));
  const load = resolveLoad(parsed.phases.load, parsed.target.api);
  checkNames(parsed, load);
  const { outputDir, verbose, phase, timeout, maxMemory } = parsed;
  const test: TestConfig = {
    outputDir,
    verbose,
    ...(phase === undefined ? {} : { phase }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(maxMemory === undefined ? {} : { maxMemory }),
  };
  checkTarget(parsed.target, phase);
  checkLimits(parsed);
  checkLoad(load, parsed);
  const wanted = wantedPhases(parsed);
  checkSlice(worker, { input, load, target: parsed.target, phases: wanted });
  const { slos, preset } = readSlos(parsed.slos);
  if (preset !== undefined) checkPreset(preset, { criteria: criteriaOfLoad(parsed), phase });
  const phases = wanted.map((name) => phaseOf(name, parsed, preset));
  const criteriaOf = (one: PhaseName): Readonly<Record<string, number>> => ({
    ...parsed.successCriteria,
    ...phases.find(({ name }) => name === one)?.successCriteria,
  });
  const ofLoad = criteriaOf('load');
  if (wanted.includes('load')) {
    checkUntilDecided(load, ofLoad);
    if (!parsed.acceptInconclusive) refuseMistakes(undecidableCriteria(load, ofLoad));
  }
  return deepFreeze({
    name: parsed.name,
    test,
    seed: parsed.seed,
    ...(parsed.nonce === undefined ? {} : { nonce: parsed.nonce }),
    ...partOfRun(worker),
    target: parsed.target,
    sampling: parsed.sampling,
    slos,
    ...(preset === undefined ? {} : { sloPreset: preset }),
    ...(parsed.maxTokens === undefined ? {} : { maxTokens: parsed.maxTokens }),
    ...(parsed.warnMemory === undefined ? {} : { warnMemory: parsed.warnMemory }),
    acceptInconclusive: parsed.acceptInconclusive,
    criteria: parsed.successCriteria ?? {},
    phases,
    phaseOptions: {
      ...parsed.phases,
      baseline: withEnoughSequential(parsed.phases.baseline, criteriaOf('baseline')),
      load: withEnoughRequests(load, parsed.phases.load, ofLoad),
    },
    telemetry: parsed.telemetry,
  });
}

function partOfRun({
  slice = WHOLE,
  startAtEpochMs,
  machine,
  runId,
  isJoined,
}: WorkerOptions): Pick<RunConfig, 'slice' | 'startAtEpochMs' | 'machine' | 'runId' | 'isJoined'> {
  return {
    slice,
    ...(startAtEpochMs === undefined ? {} : { startAtEpochMs }),
    ...(machine === undefined ? {} : { machine }),
    ...(runId === undefined ? {} : { runId }),
    ...(isJoined === true ? { isJoined } : {}),
  };
}

/** The JSON Schema of a configuration file, for editors. */
export function configJsonSchema(): unknown {
  return z.toJSONSchema(LoadcellConfigSchema, { io: 'input', unrepresentable: 'any' });
}
