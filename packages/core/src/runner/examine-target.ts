import type { Target, TargetDescription } from '../target/target.ts';
import type { TargetFactory } from './create-target.ts';

/**
 * Starts a target once, before any phase, and ends it again: what cannot start is found here and not in every phase.
 * @returns what it is, with the models that are measured
 * @throws {TargetError} when it cannot be measured, and {ConfigError} for what was typed wrong
 */
export async function examineTarget(
  makeTarget: TargetFactory,
  signal: AbortSignal,
): Promise<TargetDescription> {
  const target = makeTarget();
  try {
    await target.start(signal);
    await target.verify?.(signal);
    return target.description;
  } finally {
    await stopQuietly(target);
  }
}

/** It was only looked at: how it ends says nothing that a phase would not meet. */
async function stopQuietly(target: Target): Promise<void> {
  await target.stop().catch(() => {});
}
