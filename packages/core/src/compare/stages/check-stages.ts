import { stageNames, type StagedConfig } from '../../stream/files/stage-names.ts';
import { ConfigError } from '../../spec/error/errors.ts';
import { explainUnknown } from '../../spec/nearest-name.ts';
import { parseCriterion } from '../../verdict/criterion.ts';
import { sweepsOf } from '../../verdict/measured-phase.ts';
import type { ComparedRun } from '../compared-run.ts';

/** Restrictions of a comparison. */
export interface Narrowing {
  /** Criterion keys. */
  readonly metrics?: readonly string[] | undefined;
  /** Names of stages. */
  readonly stages?: readonly string[] | undefined;
}

/**
 * Checks the restrictions of a comparison before the runs exist.
 * @param configs configurations of the planned runs
 * @throws {ConfigError} for an unknown metric or stage, and for a metric of the phase in a stage
 */
export function checkNarrowing(narrowing: Narrowing, configs: readonly StagedConfig[]): void {
  const planned = configs.flatMap((config) => Object.values(stageNames(config)).flat());
  // The levels of a sweep are unknown before it runs.
  const isPlanned = (name: string): boolean => planned.includes(name.replace(/\/[^/]*$/, ''));
  checkStages(narrowing, [...planned, ...(narrowing.stages ?? []).filter(isPlanned)]);
}

/** Checks the restrictions against completed runs. */
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
    throw new ConfigError(explainUnknown('stage', stage, known).text, {
      help: `the stages of these runs are ${known.join(', ') || 'unknown'}`,
    });
  }
  const ofPhase = criteria.find(({ metric }) => metric.of === 'phase');
  if (ofPhase === undefined) return;
  throw new ConfigError(
    `--metric ${ofPhase.key} cannot be combined with --stage: it is measured over the whole phase.`,
    { help: 'remove --stage, or compare the metric by itself' },
  );
}
