import { goodput } from '../../metric/slo/goodput.ts';
import { sweepsOf } from '../../verdict/measured-phase.ts';
import type { ComparedRun, ComparedStage } from '../compared-run.ts';
import { figureOfKey, type ComparedKey } from './compared-key.ts';

/** Where a metric is compared: a whole phase, or one of its stages. A sweep is represented by its highest level that met. */
export interface ComparedPlace {
  readonly phase: string;
  readonly stage?: string;
}

/** A metric and the place of its comparison. */
export interface PlacedKey {
  readonly key: ComparedKey;
  readonly place: ComparedPlace;
}

/** A place in words: `phase load, stage open`. */
export function describePlace({ phase, stage }: ComparedPlace): string {
  return stage === undefined ? `phase ${phase}` : `phase ${phase}, stage ${stage}`;
}

/** Stages of a phase over several runs, by unique names. */
interface PhaseStages {
  /** Stages that are not levels of a sweep. */
  readonly loads: readonly string[];
  readonly sweeps: readonly string[];
  /** All names, including levels and requested stages that did not run. */
  readonly names: ReadonlySet<string>;
}

function stagesIn(runs: readonly ComparedRun[], phase: string): PhaseStages {
  const ran: readonly ComparedStage[] = runs.flatMap(({ phases }) =>
    phases.flatMap(({ name, stages }) => (name === phase ? stages : [])),
  );
  const loads = ran.filter(({ level }) => level === undefined).map(({ name }) => name);
  const sweeps = sweepsOf(ran);
  const requested = runs.flatMap(({ file }) => file.stages[phase] ?? []);
  return {
    loads: [...new Set(loads)],
    sweeps,
    names: new Set([...ran.map(({ name }) => name), ...sweeps, ...requested]),
  };
}

/** Latencies at different levels are not compared; the capacity of a sweep is its goodput. */
function isOfSweeps({ metric, isNamed }: ComparedKey): boolean {
  return metric === goodput || isNamed;
}

/** The stages of a phase in which a key is compared; undefined stands for the whole phase. */
function stagesOfKey(
  key: ComparedKey,
  { loads, sweeps, names }: PhaseStages,
  asked: readonly string[] | undefined,
): readonly (string | undefined)[] {
  const { metric, stage, isNamed } = key;
  if (stage !== undefined) {
    return names.has(stage) && asked?.includes(stage) !== false ? [stage] : [];
  }
  if (asked !== undefined) {
    if (metric.of === 'phase' || (metric.of === 'both' && !isNamed)) return [];
    return asked.filter((name) => names.has(name) && (!sweeps.includes(name) || isOfSweeps(key)));
  }
  if (metric.of !== 'stage') return [undefined];
  if (loads.length === 0) return isOfSweeps(key) ? sweeps : [];
  return metric === goodput ? [...loads, ...sweeps] : loads;
}

/**
 * Every metric in every place of comparison, phase by phase, the whole phase first, then its stages in order.
 * @param keys from `keysOf`
 * @param runs of both sides
 * @param asked stages to compare; all when undefined
 */
export function placeKeys(
  keys: readonly ComparedKey[],
  phase: string,
  runs: readonly ComparedRun[],
  asked: readonly string[] | undefined,
): PlacedKey[] {
  const stages = stagesIn(runs, phase);
  const placed = new Map<string, Map<string, PlacedKey>>();
  for (const key of keys) {
    for (const stage of stagesOfKey(key, stages, asked)) {
      const place = stage === undefined ? { phase } : { phase, stage };
      const here = placed.get(stage ?? '') ?? new Map<string, PlacedKey>();
      placed.set(stage ?? '', here);
      // Keys that a gate relies on come first.
      if (!here.has(figureOfKey(key))) here.set(figureOfKey(key), { key, place });
    }
  }
  const order = ['', ...stages.loads, ...stages.sweeps, ...stages.names];
  return [...placed]
    .toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other))
    .flatMap(([, here]) => [...here.values()]);
}
