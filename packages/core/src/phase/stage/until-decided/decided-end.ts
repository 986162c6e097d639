import { ConfigError } from '../../../spec/errors.ts';
import type { StageOptions } from '../options/stage-options.ts';

/** Milliseconds after which a stage ends undecided where its configuration does not say. */
const DEFAULT_MAX_DURATION_MS = 600_000;

/** The end of a stage that goes on until its criteria are decided. */
export interface DecidedEnd {
  readonly kind: 'decided';
  readonly maxDurationMs: number;
}

/**
 * The end of a stage that goes on until its criteria are decided; undefined of any other.
 * @param where of the stage in the configuration
 * @throws {ConfigError} when it has another end as well, or a `maxDuration` alone
 */
export function decidedEnd(
  stage: Extract<StageOptions, { kind: 'closed' | 'open' }>,
  where: string,
): DecidedEnd | undefined {
  const { until, maxDuration, duration, minRequests, requests } = stage;
  if (until === undefined) {
    if (maxDuration === undefined) return undefined;
    throw new ConfigError(`${where}: maxDuration needs until: "decided".`, {
      help: 'add until: "decided", or set duration in place of maxDuration',
    });
  }
  const others = Object.entries({ requests, duration, minRequests });
  const [other] = others.flatMap(([key, value]) => (value === undefined ? [] : key));
  if (other !== undefined) {
    throw new ConfigError(`${where}: until: "decided" cannot be combined with ${other}.`, {
      help:
        other === 'duration'
          ? 'remove duration: maxDuration bounds the time'
          : `remove ${other}, or remove until`,
    });
  }
  return { kind: 'decided', maxDurationMs: maxDuration ?? DEFAULT_MAX_DURATION_MS };
}
