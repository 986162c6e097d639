import type { LoadOptions } from '../phase/options/load-options.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { adviseName } from '../spec/nearest-name.ts';
import type { PhaseName } from '../spec/contract/test-config.ts';
import { parseCriterion, type Criterion } from '../verdict/criterion.ts';
import type { Mistake } from './mistake.ts';

/** Names of the stages of a phase. */
export function stageNames(phase: PhaseName, load: LoadOptions): string[] {
  return phase === 'load' ? load.stages.map(({ name }) => name) : ['sequential'];
}

/** A level of a sweep is known by its sweep: which levels there are is found out as it goes. */
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
  return [
    {
      text: `${where}.${key}: no stage that runs is called "${stage}".`,
      help: adviseName(stage, known),
    },
  ];
}

/** Two thresholds for one value: only one of them can decide. */
function writtenTwice(where: string, key: string, other: string): Mistake {
  return {
    text: `${where}: "${other}" and "${key}" are the same criterion.`,
    help: 'remove one of them',
  };
}

/**
 * What is wrong with criteria: keys that are none, two keys for one criterion, stages that do not run, shares that are no
 * shares.
 * @param where the key that holds them
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
                text: `${where}.${key}: ${threshold} is no share.`,
                help: `write 5% as 0.05: ${metric.name} is 0 to 1`,
              },
            ]
          : []),
      ];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const { summary, help } = error;
      return [{ text: `${where}: ${summary}`, ...(help === undefined ? {} : { help }) }];
    }
  });
}
