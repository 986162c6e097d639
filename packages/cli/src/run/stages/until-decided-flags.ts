import { ConfigError } from '@loadcell/core';
import { isPlainObject, type PlainObject } from '../../config/plain-object.ts';
import type { Flags } from '../../flags/flag-row.ts';
import { cannotCombine, needs } from '../../flags/refusals.ts';
import { withoutEnd } from './without-end.ts';

/** Kinds of stages that can run until their criteria are decided. */
export const DECIDABLE: readonly unknown[] = ['closed', 'open'];

/** Kinds that end in another way, as errors name them. A sweep is not among them, since the flag does not change its levels. */
const OTHERS: Readonly<Record<string, string>> = {
  sessions: 'a sessions stage',
  ramp: 'a ramp',
  trace: 'a trace',
};

/**
 * Rejects `--until-decided` and `--max-duration` where something else ends a stage.
 * @param stages the stages to change, unchecked
 * @throws {ConfigError} naming both flags
 */
export function refuseOtherEnds(flags: Flags, stages: readonly unknown[]): void {
  if (!flags.has('until-decided')) return refuseIdleMaximum(flags, stages);
  if (flags.has('requests')) {
    throw new ConfigError(cannotCombine('--until-decided', '--requests'), {
      help: 'remove one: a stage ends by decision or by count',
    });
  }
  if (flags.has('duration')) {
    throw new ConfigError(cannotCombine('--until-decided', '--duration'), {
      help: 'replace --duration with --max-duration, which bounds each stage',
    });
  }
  for (const stage of stages) {
    const other = isPlainObject(stage) ? OTHERS[String(stage['kind'])] : undefined;
    if (other === undefined) continue;
    throw new ConfigError(cannotCombine('--until-decided', other), {
      help: 'remove one: only closed and open stages can run until decided',
    });
  }
}

/** Rejects `--max-duration` where it bounds no stage, since it would have no effect. */
function refuseIdleMaximum(flags: Flags, stages: readonly unknown[]): void {
  if (!flags.has('max-duration')) return;
  if (stages.some(isUntilDecided) && !flags.has('requests')) return;
  throw new ConfigError(needs('--max-duration', '--until-decided'), {
    help: 'add --until-decided, or pass --duration for the time of a phase',
  });
}

function isUntilDecided(stage: unknown): boolean {
  return isPlainObject(stage) && stage['until'] === 'decided';
}

/**
 * Applies `--until-decided` and `--max-duration` to a closed or open stage; other stages are unchanged.
 * @param untilDecided undefined where the flag is not given
 * @param maxDuration milliseconds; undefined where the flag is not given
 */
export function withUntilDecided(
  stage: PlainObject,
  untilDecided: unknown,
  maxDuration: unknown,
): PlainObject {
  if (!DECIDABLE.includes(stage['kind'])) return stage;
  if (untilDecided === undefined) {
    return maxDuration === undefined || !isUntilDecided(stage) ? stage : { ...stage, maxDuration };
  }
  const maximum = maxDuration ?? stage['maxDuration'];
  return {
    ...withoutEnd(stage),
    until: 'decided',
    ...(maximum === undefined ? {} : { maxDuration: maximum }),
  };
}
