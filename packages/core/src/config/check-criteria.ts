import type { LoadOptions } from '../phase/load-options.ts';
import { ConfigError } from '../spec/errors.ts';
import { adviseName } from '../spec/nearest-name.ts';
import type { PhaseName } from '../spec/test-config.ts';
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

/**
 * What is wrong with criteria: keys that are none, stages that do not run, shares that are no shares.
 * @param where the key that holds them
 * @param stages names of the stages that run
 */
export function wrongCriteria(
  where: string,
  criteria: Readonly<Record<string, number>>,
  stages: readonly string[],
): Mistake[] {
  return Object.entries(criteria).flatMap(([key, threshold]): Mistake[] => {
    try {
      const criterion = parseCriterion(key);
      const { metric } = criterion;
      const isOff = metric.isShare === true && !(threshold >= 0 && threshold <= 1);
      return [
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
