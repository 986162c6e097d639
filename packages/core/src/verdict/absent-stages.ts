import { TestError } from '../spec/error/errors.ts';
import type { MeasuredPhase } from './measured-phase.ts';
import type { PhaseFailure } from './phase-failures.ts';

/** Names of stages by the name of their phase. */
export type StagesByPhase = Readonly<Record<string, readonly string[]>>;

/** Requested stages of a phase that did not begin; all of them where the phase did not run. */
export function absentStages(
  {
    measured,
    stages = {},
  }: { readonly measured: readonly MeasuredPhase[]; readonly stages?: StagesByPhase | undefined },
  phase: string,
): string[] {
  const ran = measured.find(({ streams }) => streams.name === phase)?.stages ?? [];
  const names = new Set(ran.map(({ streams, level }) => level?.sweep ?? streams.stage.name));
  return (stages[phase] ?? []).filter((name) => !names.has(name));
}

/**
 * Stages that did not run, as failures of their phase: no requested stage is omitted silently.
 * @param others other failures of the phase; one that ended it explains why the stages did not run
 */
export function stageFailures(
  names: readonly string[],
  phase: string,
  others: readonly PhaseFailure[],
): PhaseFailure[] {
  if (others.some(({ kind }) => kind !== 'unreliable')) return [];
  return names.map((name) => ({
    kind: 'not-run',
    error: new TestError(`The stage ${name} did not run.`, { phase }),
  }));
}
