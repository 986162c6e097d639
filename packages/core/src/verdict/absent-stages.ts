import { TestError } from '../spec/error/errors.ts';
import type { MeasuredPhase } from './measured-phase.ts';
import type { PhaseFailure } from './phase-failures.ts';

/** Names of stages by the name of their phase. */
export type StagesByPhase = Readonly<Record<string, readonly string[]>>;

/** Stages that were requested of a phase and did not begin; all of them where the phase did not run. */
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
 * That stages did not run, as failures of their phase: nothing that was requested is left out in silence.
 * @param others what else failed the phase; where that ended it, it says why the stages did not run
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
