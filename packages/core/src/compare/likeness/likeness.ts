import type { ComparedRun } from '../compared-run.ts';
import { differingKeys } from './differing-keys.ts';
import { unlikeFiles } from './unlike-files.ts';
import {
  cachedStages,
  changedLoads,
  unlikeCaches,
  unlikeStages,
  type PhasePair,
} from './unlike-stages.ts';

/** Whether two runs may be compared, and their differences. */
export interface Likeness {
  /** Reasons not to compare them. */
  readonly mismatches: readonly string[];
  /** Differences that may be under test: versions of the server, seeds. */
  readonly changes: readonly string[];
}

const MACHINE = [
  'os',
  'arch',
  'cpuModel',
  'cpuCount',
  'memoryBytes',
  'cpuGovernor',
  'cgroupMemoryMax',
  'clockSource',
] as const;

/** The address of a server and how to reach it are no part of the workload; models are compared by name. */
const TARGET_IGNORED = /^target\.(?:url|wait|pid|apiKeyEnv|models|version|details)(?:\.|$)/;
/** Nor are criteria and the minimum number of requests derived from them, which only lengthens the load. */
const PHASES_IGNORED =
  /^phases\.(?:[^.]+\.(?:metrics|successCriteria)(?:\.|$)|baseline\.minRequests$|load\.stages\.[^.]+\.end\.minRequests$)/;

/** Reasons in one run alone not to compare it. */
function faultsOf(side: string, { status, phases, runDir }: ComparedRun): string[] {
  const failed = phases.filter(({ hasFailed }) => hasFailed).map(({ name }) => name);
  return [
    ...(status === 'complete'
      ? []
      : [`status: ${side} run ${runDir} was ${status} before its end`]),
    ...failed.map((name) => `status: phase ${name} failed in ${side} run ${runDir}`),
  ];
}

function unlikeMachines(base: ComparedRun, other: ComparedRun): string[] {
  const before = base.environment;
  const after = other.environment;
  return MACHINE.filter((field) => before[field] !== after[field]).map(
    (field) =>
      `machine: ${field} differs (${before[field] ?? 'unknown'} vs. ${after[field] ?? 'unknown'})`,
  );
}

function phasesOf({ phases }: ComparedRun): string {
  return phases.map(({ name }) => name).join(', ') || 'none';
}

function modelsOf({ environment }: ComparedRun): string {
  return environment.models.join(', ') || 'none';
}

function unlikeWorkloads(base: ComparedRun, other: ComparedRun): string[] {
  const before = base.file;
  const after = other.file;
  const phases = differingKeys('phases', before['phaseOptions'], after['phaseOptions'], (path) =>
    PHASES_IGNORED.test(path),
  );
  return [
    ...(phasesOf(base) === phasesOf(other)
      ? []
      : [`phases that ran differ (${phasesOf(base)} vs. ${phasesOf(other)})`]),
    ...phases,
    ...sharedPhases(base, other).flatMap((pair) => [
      ...unlikeStages(pair, phases),
      ...unlikeFiles(pair),
    ]),
    ...differingKeys('target', before['target'], after['target'], (path) =>
      TARGET_IGNORED.test(path),
    ),
    ...differingKeys('sampling', before['sampling'], after['sampling']),
  ].map((line) => `workload: ${line}`);
}

/** Phases that both ran, in the order of the base. */
function sharedPhases(base: ComparedRun, other: ComparedRun): PhasePair[] {
  return base.phases.flatMap((before) => {
    const after = other.phases.find(({ name }) => name === before.name);
    return after === undefined ? [] : [{ before, after }];
  });
}

/** Differences between the first run of the base and any other run. */
function likenessOf(base: ComparedRun, other: ComparedRun): Likeness {
  const before = base.environment;
  const after = other.environment;
  return {
    mismatches: [
      ...unlikeMachines(base, other),
      ...(modelsOf(base) === modelsOf(other)
        ? []
        : [`model: models differ (${modelsOf(base)} vs. ${modelsOf(other)})`]),
      ...unlikeWorkloads(base, other),
      ...sharedPhases(base, other)
        .flatMap(unlikeCaches)
        .map((line) => `cache: ${line}`),
      ...(before.loadcell === after.loadcell
        ? []
        : [`version: Loadcell ${before.loadcell} and ${after.loadcell} may record differently`]),
    ],
    changes: [
      ...(before.target === after.target
        ? []
        : [`the server differs (${before.target} vs. ${after.target})`]),
      ...(before.kernel === after.kernel
        ? []
        : [`the kernel differs (${before.kernel} vs. ${after.kernel})`]),
      ...(before.node === after.node
        ? []
        : [`the Node version differs (${before.node} vs. ${after.node})`]),
      ...differingKeys('seed', base.file['seed'], other.file['seed']),
      ...sharedPhases(base, other).flatMap(changedLoads),
    ],
  };
}

/**
 * Compares every run of both sides with the first run of the base.
 * @returns differences without duplicates
 */
export function compareLikeness(
  base: readonly ComparedRun[],
  candidate: readonly ComparedRun[],
): Likeness {
  const [first, ...others] = base;
  if (first === undefined) return { mismatches: [], changes: [] };
  const found = [
    ...others.map((run) => ({ ...likenessOf(first, run), within: 'within the base, ' })),
    ...candidate.map((run) => ({ ...likenessOf(first, run), within: '' })),
  ];
  const faults = [
    ...base.flatMap((run) => faultsOf('base', run)),
    ...candidate.flatMap((run) => faultsOf('candidate', run)),
  ];
  const lines = (pick: (one: Likeness) => readonly string[]): string[] =>
    found.flatMap((one) => pick(one).map((line) => `${one.within}${line}`));
  const runs = [...base, ...candidate];
  const unreliable = runs
    .filter(({ isUnreliable }) => isUnreliable)
    .map(({ runDir }) => `the measurement of ${runDir} is unreliable by its own verdict`);
  const cached = runs.flatMap(({ runDir, phases }) =>
    phases.flatMap((phase) => cachedStages(phase, runDir)),
  );
  return {
    mismatches: [...new Set([...faults, ...lines(({ mismatches }) => mismatches)])],
    changes: [...new Set([...lines(({ changes }) => changes), ...cached, ...unreliable])],
  };
}
