import type { LoadOptions } from '../phase/options/load-options.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { explainUnknown } from '../spec/nearest-name.ts';
import type { PhaseName } from '../spec/contract/test-config.ts';
import { parseCriterion, type Criterion } from '../verdict/criterion.ts';
import { placed, type Mistake } from './mistake.ts';

/** Names of the stages of a phase. */
export function stageNames(phase: PhaseName, load: LoadOptions): string[] {
  return phase === 'load' ? load.stages.map(({ name }) => name) : ['sequential'];
}

/** A level of a sweep is known by its sweep: its levels are not known before the run. */
function isKnown(stage: string, known: readonly string[]): boolean {
  const [sweep = stage] = stage.split('/');
  return known.includes(stage) || (stage.includes('/') && known.includes(sweep));
}

function unknownStage(
  where: string,
  { key, stage }: Criterion,
  known: readonly string[],
): Mistake[] {
  if (stage === undefined || isKnown(stage, known)) return [];
  return [placed(`${where}.${key}`, explainUnknown('stage', stage, known))];
}

/** Two thresholds for one value: only one can decide. */
function writtenTwice(where: string, key: string, other: string): Mistake {
  return {
    text: `${where}: "${other}" and "${key}" are the same criterion`,
    help: 'remove one of them',
  };
}

/**
 * Finds mistakes in criteria: unknown keys, two keys for one criterion, stages that do not run, ratios outside 0 to 1.
 * @param where the configuration key of the criteria
 * @param stages names of the stages that run
 */
export function wrongCriteria(
  where: string,
  criteria: Readonly<Record<string, number>>,
  stages: readonly string[],
): Mistake[] {
  const seen = new Map<string, string>();
  return Object.entries(criteria).flatMap(([key, threshold]): Mistake[] => {
    try {
      const criterion = parseCriterion(key);
      const { metric } = criterion;
      const what = [criterion.stage ?? '', criterion.aggregate, metric.name].join(' ');
      const same = seen.get(what);
      seen.set(what, key);
      const isOff = metric.isShare === true && !(threshold >= 0 && threshold <= 1);
      return [
        ...(same === undefined ? [] : [writtenTwice(where, key, same)]),
        ...unknownStage(where, criterion, stages),
        ...(isOff
          ? [
              {
                text: `invalid ${where}.${key} ${threshold}: expected 0 to 1`,
                help: 'write 5% as 0.05',
              },
            ]
          : []),
      ];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const { summary, help } = error;
      return [placed(where, { text: summary, ...(help === undefined ? {} : { help }) })];
    }
  });
}
