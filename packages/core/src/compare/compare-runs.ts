import { tookTurns, type TimedFigure } from '../stats/interleaved-effect.ts';
import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { METRICS } from '../metric/registry.ts';
import { ConfigError } from '../spec/errors.ts';
import { parseCriterion } from '../verdict/criterion.ts';
import { pairMetric, type ComparedKey } from './compared-metric.ts';
import { readComparedRun, type ComparedRun } from './compared-run.ts';
import type { Comparison, DifferenceVerdict, MetricComparison } from './comparison.ts';
import { judgePairs } from './judge-pairs.ts';
import { compareLikeness } from './likeness.ts';
import { differingSettings } from './settings/differing-settings.ts';
import { openRepeats } from './repeat-set.ts';
import { criteriaOf, unprovenOf } from './unproven.ts';

/** How runs are compared. */
export interface CompareOptions {
  /** Share of the base up to which a difference does not matter; 0.02 when absent. */
  readonly margin?: number;
  /** How often, at the most, any comparison at all may call a difference that is none; 0.05 when absent. */
  readonly missRate?: number;
  /** Criterion keys to compare, such as `p95ResponseTime`; when absent every metric that is better one way, and every criterion. */
  readonly metrics?: readonly string[];
  /** Compares runs that are not alike; the comparison says what differs. */
  readonly allowsUnlike?: boolean;
}

/** A side as runs that were read. */
export interface ComparedSide {
  readonly name: string;
  readonly runs: readonly ComparedRun[];
}

const DEFAULT_MARGIN = 0.02;
const DEFAULT_MISS_RATE = 0.05;

/** How late the client was is about the client, and no figure of the host. */
const CLIENT_METRICS: ReadonlySet<string> = new Set(['sendLag']);

/** Base and candidate are not alike, and nobody allowed it. */
export class UnlikeRunsError extends ConfigError {
  /** Each a reason. */
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(
      `These runs are not alike, so their difference would not be that of the host:\n${reasons
        .map((reason) => `  - ${reason}`)
        .join('\n')}\nCompare runs of one machine, model and workload, or give --allow-unlike.`,
    );
    this.reasons = reasons;
  }
}

function keyNamed(key: string): ComparedKey {
  const { metric, aggregate, bound } = parseCriterion(key);
  return { key, metric, aggregate, better: bound === 'at-most' ? 'lower' : 'higher' };
}

/**
 * Checks metrics that a comparison will be asked for, before there is anything to compare.
 * @throws {ConfigError} for one that there is none of
 */
export function checkComparedMetrics(keys: readonly string[]): void {
  for (const key of keys) parseCriterion(key);
}

function placeOf({ metric, aggregate }: ComparedKey): string {
  return `${metric.name} ${aggregate}`;
}

/** The metrics to compare: those that were asked for, or every default aggregate and what the runs have criteria for. */
function keysOf(asked: readonly string[] | undefined, runs: readonly ComparedRun[]): ComparedKey[] {
  const names = asked ?? [
    ...METRICS.filter(({ name, better }) => better !== 'neither' && !CLIENT_METRICS.has(name)).map(
      ({ name }) => name,
    ),
    ...criteriaOf(runs),
  ];
  const keys = new Map<string, ComparedKey>();
  for (const key of names.map(keyNamed)) {
    if (!keys.has(placeOf(key))) keys.set(placeOf(key), key);
  }
  return [...keys.values()].toSorted(
    (a, b) => METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric),
  );
}

function timesOf(runs: readonly ComparedRun[]): TimedFigure[] {
  return runs.map(({ phases }) => ({ value: 0, beganAt: phases[0]?.beganAtMs ?? 0 }));
}

function remarksOf(sides: readonly ComparedSide[], base: ComparedSide): string[] {
  const remarks: string[] = [];
  if (base.runs.length === 1 && sides.some(({ runs }) => runs.length === 1)) {
    remarks.push(
      'One run a side: intervals come from the requests within them and cannot see how whole runs differ from each other. ' +
        'A difference between two runs need not be one between two configurations: repeat them (loadcell run --repeat 5).',
    );
  }
  if (sides.some(({ runs }) => (runs.length === 1) !== (base.runs.length === 1))) {
    remarks.push(
      'A side with a single run is held to vary from run to run as the other side does.',
    );
  }
  if (sides.some(({ runs }) => tookTurns(timesOf(base.runs), timesOf(runs)))) {
    remarks.push('The runs of both sides took turns: a steady drift over them is taken out.');
  }
  return remarks;
}

function countVerdicts(metrics: readonly MetricComparison[]): Comparison['counts'] {
  const count = (verdict: DifferenceVerdict): number =>
    metrics.filter((one) => one.verdict === verdict).length;
  return {
    worse: count('worse'),
    better: count('better'),
    same: count('same'),
    cannotTell: count('cannot-tell'),
  };
}

/**
 * Compares runs that were read. Pure: the same runs always give the same comparison.
 * @throws {UnlikeRunsError} when they are not alike, unless that is allowed
 * @throws {ConfigError} for a metric that there is none of
 */
export function compareSides(
  base: ComparedSide,
  candidates: readonly ComparedSide[],
  options: CompareOptions = {},
): Comparison {
  const { margin = DEFAULT_MARGIN, missRate = DEFAULT_MISS_RATE } = options;
  const likeness = candidates.map(({ runs }) => compareLikeness(base.runs, runs));
  const reasons = [...new Set(likeness.flatMap(({ unlike }) => unlike))];
  if (reasons.length > 0 && options.allowsUnlike !== true) throw new UnlikeRunsError(reasons);
  const runs = [base, ...candidates].flatMap((side) => side.runs);
  const keys = keysOf(options.metrics, runs);
  const isAsked = options.metrics !== undefined;
  const phases = base.runs[0]?.phases.map(({ name }) => name) ?? [];
  const pairsOf = candidates.map((side) =>
    phases
      .flatMap((phase) => keys.map((key) => pairMetric(key, phase, base.runs, side.runs, isAsked)))
      .filter((pair) => pair !== undefined),
  );
  // All of them are corrected together: the chance of a false verdict is that of the whole comparison.
  const { metrics: judged, comparisonCount } = judgePairs(pairsOf, { margin, missRate });
  let taken = 0;
  const compared = candidates.map((side, index) => {
    const count = pairsOf[index]?.length ?? 0;
    taken += count;
    return {
      name: side.name,
      runDirs: side.runs.map(({ runDir }) => runDir),
      unlike: [...(likeness[index]?.unlike ?? [])],
      changes: [...(likeness[index]?.changes ?? [])],
      settings: differingSettings(base.runs, side.runs),
      metrics: judged.slice(taken - count, taken),
    };
  });
  const relied = (options.metrics ?? criteriaOf(runs)).map((key) => placeOf(keyNamed(key)));
  return {
    base: { name: base.name, runDirs: base.runs.map(({ runDir }) => runDir) },
    candidates: compared,
    margin,
    missRate,
    comparisonCount,
    remarks: remarksOf(candidates, base),
    unproven: unprovenOf(compared, new Set(relied)),
    counts: countVerdicts(judged),
  };
}

/** Opens a side: directories of runs, and of sets of repeats. */
async function readSide(places: readonly string[]): Promise<ComparedSide> {
  const runDirs = (await Promise.all(places.map(openRepeats))).flat();
  const runs: ComparedRun[] = [];
  // One after the other: the streams of several runs at once may not fit in memory.
  for (const runDir of runDirs) {
    runs.push(await readComparedRun(runDir, runDirs.length === 1));
  }
  const [place = ''] = places;
  const name = await nameOf(place);
  return { name: places.length === 1 ? name : `${name} and others`, runs };
}

/** The directory that a place is: `latest` is the name of a link that every output folder has. */
async function nameOf(place: string): Promise<string> {
  const real = await realpath(place);
  return basename(real) || basename(dirname(real));
}

/**
 * Compares candidates with a base. Several directories of a side are repeats of one configuration.
 * @param base directories of runs, or of sets of repeats
 * @param candidates the directories of each
 * @throws {UnlikeRunsError} when they are not alike, unless that is allowed
 * @throws {ConfigError} when a directory is not that of a run, or for a metric that there is none of
 */
export async function compareRuns(
  base: readonly string[],
  candidates: readonly (readonly string[])[],
  options: CompareOptions = {},
): Promise<Comparison> {
  const baseSide = await readSide(base);
  const sides: ComparedSide[] = [];
  for (const places of candidates) sides.push(await readSide(places));
  return compareSides(baseSide, sides, options);
}
