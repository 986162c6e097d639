import { ConfigError } from '@loadcell/core';
import { isPlainObject, type PlainObject } from '../../config/plain-object.ts';
import type { Flags } from '../../flags/flag-row.ts';

/** Kinds of stages that can go on until their criteria are decided. */
export const DECIDABLE: readonly unknown[] = ['closed', 'open'];

/** Kinds with their own end, as errors name them. A sweep is not among them: its levels do not change. */
const OTHERS: Readonly<Record<string, string>> = {
  sessions: 'a sessions stage',
  ramp: 'a ramp',
  trace: 'a trace',
};

/**
 * Refuses `--until-decided` and `--max-duration` where something else ends a stage.
 * @param stages to be changed, unchecked
 * @throws {ConfigError} naming both flags
 */
export function refuseOtherEnds(flags: Flags, stages: readonly unknown[]): void {
  if (!flags.has('until-decided')) return refuseIdleMaximum(flags, stages);
  if (flags.has('requests')) {
    throw new ConfigError('--until-decided cannot be combined with --requests.', {
      help: 'remove one: a stage ends by decision or by count',
    });
  }
  if (flags.has('duration')) {
    throw new ConfigError('--until-decided cannot be combined with --duration.', {
      help: 'replace --duration with --max-duration, which bounds each stage',
    });
  }
  for (const stage of stages) {
    const other = isPlainObject(stage) ? OTHERS[String(stage['kind'])] : undefined;
    if (other === undefined) continue;
    throw new ConfigError(`--until-decided cannot be combined with ${other}.`, {
      help: 'remove one: only closed and open stages can run until decided',
    });
  }
}

/** Refuses `--max-duration` without a stage that it bounds: a user would believe that it holds. */
function refuseIdleMaximum(flags: Flags, stages: readonly unknown[]): void {
  if (!flags.has('max-duration')) return;
  if (stages.some(isUntilDecided) && !flags.has('requests')) return;
  throw new ConfigError('--max-duration needs --until-decided.', {
    help: 'add --until-decided, or pass --duration for the time of a phase',
  });
}

function isUntilDecided(stage: unknown): boolean {
  return isPlainObject(stage) && stage['until'] === 'decided';
}

/**
 * Applies `--until-decided` and `--max-duration` to a stage that can take them; others are returned as they are.
 * @param untilDecided undefined where the flag is not given
 * @param maxDuration milliseconds; undefined where the flag is not given
 */
export function withUntilDecided(
  stage: PlainObject,
  untilDecided: unknown,
  maxDuration: unknown,
): PlainObject {
  if (!DECIDABLE.includes(stage['kind'])) return stage;
  const { duration: _duration, minRequests: _minRequests, requests: _requests, ...rest } = stage;
  const changed = untilDecided === undefined ? stage : { ...rest, until: 'decided' };
  return maxDuration === undefined || !isUntilDecided(changed)
    ? changed
    : { ...changed, maxDuration };
}
