import { stageNames, type StagedConfig } from '../../runner/run-file.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import { didYouMean, nearestName } from '../../spec/nearest-name.ts';
import { parseCriterion } from '../../verdict/criterion.ts';
import { sweepsOf } from '../../verdict/measured-phase.ts';
import type { ComparedRun } from '../compared-run.ts';

/** What a comparison is narrowed to. */
export interface Narrowing {
  /** Criterion keys. */
  readonly metrics?: readonly string[] | undefined;
  /** Names of stages. */
  readonly stages?: readonly string[] | undefined;
}

/**
 * Checks what a comparison of runs will be narrowed to, before there is anything to compare.
 * @param configs of the runs to come
 * @throws {ConfigError} for a metric or a stage that there is none of, and for a metric of the phase in a stage
 */
export function checkNarrowing(narrowing: Narrowing, configs: readonly StagedConfig[]): void {
  const planned = configs.flatMap((config) => Object.values(stageNames(config)).flat());
  // Which levels a sweep will try shows only when it runs.
  const isPlanned = (name: string): boolean => planned.includes(name.replace(/\/[^/]*$/, ''));
  checkStages(narrowing, [...planned, ...(narrowing.stages ?? []).filter(isPlanned)]);
}

/** The same for runs that ended. */
export function checkNarrowingOf(narrowing: Narrowing, runs: readonly ComparedRun[]): void {
  const ran = runs.flatMap(({ phases }) => phases.flatMap(({ stages }) => stages));
  const requested = runs.flatMap(({ file }) => Object.values(file.stages).flat());
  checkStages(narrowing, [...requested, ...sweepsOf(ran), ...ran.map(({ name }) => name)]);
}

function checkStages({ metrics = [], stages }: Narrowing, names: readonly string[]): void {
  const criteria = metrics.map(parseCriterion);
  if (stages === undefined) return;
  const known = [...new Set(names)];
  for (const stage of stages) {
    if (known.includes(stage)) continue;
    const meant = didYouMean(nearestName(stage, known));
    throw new ConfigError(`unknown stage "${stage}"${meant}`, {
      help: `the stages of these runs are ${known.join(', ') || 'unknown'}`,
    });
  }
  const ofPhase = criteria.find(({ metric }) => metric.of === 'phase');
  if (ofPhase === undefined) return;
  throw new ConfigError(
    `--metric ${ofPhase.key} cannot be combined with --stage: it is measured of the whole phase.`,
    { help: 'remove --stage, or compare the metric by itself' },
  );
}
