import { ConfigError } from '../../../spec/error/errors.ts';
import type { StageOptions } from '../options/stage-options.ts';

/** Milliseconds after which a stage ends undecided by default. */
const DEFAULT_MAX_DURATION_MS = 600_000;

/** The end of a stage that runs until its criteria are decided. */
export interface DecidedEnd {
  readonly kind: 'decided';
  readonly maxDurationMs: number;
}

/**
 * Reads the end of a stage that runs until its criteria are decided; undefined for any other stage.
 * @param where place of the stage in the configuration
 * @throws {ConfigError} when it also has another end, or `maxDuration` without `until`
 */
export function decidedEnd(
  stage: Extract<StageOptions, { kind: 'closed' | 'open' }>,
  where: string,
): DecidedEnd | undefined {
  const { until, maxDuration, duration, minRequests, requests } = stage;
  if (until === undefined) {
    if (maxDuration === undefined) return undefined;
    throw new ConfigError(`${where}: maxDuration needs until: "decided"`, {
      help: 'add until: "decided", or replace maxDuration with duration',
    });
  }
  const others = Object.entries({ requests, duration, minRequests });
  const [other] = others.flatMap(([key, value]) => (value === undefined ? [] : key));
  if (other !== undefined) {
    throw new ConfigError(`${where}: until: "decided" cannot be combined with ${other}`, {
      help:
        other === 'duration'
          ? 'replace duration with maxDuration'
          : `remove ${other}, or remove until`,
    });
  }
  return { kind: 'decided', maxDurationMs: maxDuration ?? DEFAULT_MAX_DURATION_MS };
}
