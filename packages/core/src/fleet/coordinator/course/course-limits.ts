import type { RunConfig } from '../../../config/parse-config.ts';

/** Longest time from an abort to the end of the load on an agent, ms: it ends requests in flight and closes its streams. */
export const STOP_LIMIT_MS = 30_000;

/** Longest time to store a run directory, ms: a gigabyte over a slow network. */
export const STORE_LIMIT_MS = 1_800_000;

/** Added to the longest planned pause of an agent, ms: calibration, connections, prompts made ahead. */
const PREPARATION_MS = 600_000;

/**
 * Longest time without progress on any agent, ms: no request ended, and no change of a state. It ends a run whose agents
 * all wait. During its planned pauses an agent makes no progress.
 */
export function stallLimitMs({ phases, phaseOptions, target }: RunConfig): number {
  const pauses = phases.map(({ name }) => {
    const { idle, cooldown } = phaseOptions[name];
    return idle + cooldown;
  });
  return Math.max(0, ...pauses) + target.requestTimeout + PREPARATION_MS;
}
