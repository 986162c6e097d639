import type { Measurement } from '../metric/measurement.ts';
import { formatRatio } from '../metric/format-value.ts';
import type { ComparedRun } from './compared-run.ts';
import { differingKeys } from './differing-keys.ts';

/** Whether two runs may be compared, and what of them differs. */
export interface Likeness {
  /** Each a reason not to compare them. */
  readonly unlike: readonly string[];
  /** Differences that may be what is looked for: versions of the host, seeds. */
  readonly changes: readonly string[];
}

/** Prefix cache hit rates that differ by more than this make latency of two kinds. The nonce of a run is no difference. */
const MAX_CACHE_DISTANCE = 0.05;

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

/** Where a server is, and how it is reached, is no part of what it is asked to do; models are compared by name. */
const TARGET_IGNORED = /^target\.(?:url|wait|pid|apiKeyEnv|models|version|details)(?:\.|$)/;
const PHASES_IGNORED = /^phases\.[^.]+\.(?:metrics|successCriteria)(?:\.|$)/;

/** What of one run alone forbids to compare it. */
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
      `machine: ${field} is ${before[field] ?? 'unknown'} and ${after[field] ?? 'unknown'}`,
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
  return [
    ...(phasesOf(base) === phasesOf(other)
      ? []
      : [`phases that ran are ${phasesOf(base)} and ${phasesOf(other)}`]),
    ...differingKeys('phases', before['phaseOptions'], after['phaseOptions'], (path) =>
      PHASES_IGNORED.test(path),
    ),
    ...differingKeys('target', before['target'], after['target'], (path) =>
      TARGET_IGNORED.test(path),
    ),
    ...differingKeys('sampling', before['sampling'], after['sampling']),
  ].map((line) => `workload: ${line}`);
}

function cacheOf(measurements: Readonly<Record<string, Measurement>>): number {
  return measurements['cacheHitRatio']?.avg ?? Number.NaN;
}

/** Phases that both ran, in the order of the base. */
function sharedPhases(base: ComparedRun, other: ComparedRun) {
  return base.phases.flatMap((before) => {
    const after = other.phases.find(({ name }) => name === before.name);
    return after === undefined ? [] : [{ before, after }];
  });
}

function unlikeCaches(base: ComparedRun, other: ComparedRun): string[] {
  return sharedPhases(base, other).flatMap(({ before, after }) => {
    const was = cacheOf(before.measurements);
    const is = cacheOf(after.measurements);
    // Where a host does not tell, there is nothing to hold against it.
    if (Number.isNaN(was) && Number.isNaN(is)) return [];
    if (Math.abs(was - is) <= MAX_CACHE_DISTANCE) return [];
    return [
      `cache: its hit ratio in phase ${before.name} is ${formatRatio(was)} and ${formatRatio(is)}`,
    ];
  });
}

function changedLoads(base: ComparedRun, other: ComparedRun): string[] {
  return sharedPhases(base, other).flatMap(({ before, after }) => {
    const was = before.loads.join('; ');
    const is = after.loads.join('; ');
    if (was === is) return [];
    return [
      `the load of phase ${before.name} came to ${was || 'none'} and ${is || 'none'}: ` +
        'response times of an open loop depend on its rate; set it rather than leave it at auto',
    ];
  });
}

/** How two runs are unlike, the first of the base and any other one. */
function likenessOf(base: ComparedRun, other: ComparedRun): Likeness {
  const before = base.environment;
  const after = other.environment;
  return {
    unlike: [
      ...unlikeMachines(base, other),
      ...(modelsOf(base) === modelsOf(other)
        ? []
        : [`model: models are ${modelsOf(base)} and ${modelsOf(other)}`]),
      ...unlikeWorkloads(base, other),
      ...unlikeCaches(base, other),
      ...(before.loadcell === after.loadcell
        ? []
        : [
            `version: Loadcell was ${before.loadcell} and ${after.loadcell}, which may record differently`,
          ]),
    ],
    changes: [
      ...(before.target === after.target
        ? []
        : [`the host is ${before.target} and ${after.target}`]),
      ...(before.kernel === after.kernel
        ? []
        : [`the kernel is ${before.kernel} and ${after.kernel}`]),
      ...(before.node === after.node ? [] : [`Node is ${before.node} and ${after.node}`]),
      ...differingKeys('seed', base.file['seed'], other.file['seed']),
      ...changedLoads(base, other),
    ],
  };
}

/**
 * Holds every run of both sides against the first of the base.
 * @returns each difference once
 */
export function compareLikeness(
  base: readonly ComparedRun[],
  candidate: readonly ComparedRun[],
): Likeness {
  const [first, ...others] = base;
  if (first === undefined) return { unlike: [], changes: [] };
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
  const distrusted = [...base, ...candidate]
    .filter(({ isUntrusted }) => isUntrusted)
    .map(({ runDir }) => `by its own verdict the measurement of ${runDir} cannot be trusted`);
  const cached = [...base, ...candidate].flatMap(({ runDir, phases }) =>
    phases.flatMap(({ name, answeredByCache }) =>
      answeredByCache === undefined
        ? []
        : [
            `cache: phase ${name} of ${runDir} was answered by the server's cache (${formatRatio(answeredByCache)} of the prompt tokens)`,
          ],
    ),
  );
  return {
    unlike: [...new Set([...faults, ...lines(({ unlike }) => unlike)])],
    changes: [...new Set([...lines(({ changes }) => changes), ...cached, ...distrusted])],
  };
}
