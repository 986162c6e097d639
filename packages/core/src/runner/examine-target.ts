import type { Target, TargetDescription } from '../target/target.ts';
import type { TargetFactory } from './target-factory.ts';

/** What a target is, with the models that are measured. */
export interface ExaminedTarget {
  readonly description: TargetDescription;
  /** Its process, where it runs here already. */
  readonly pid?: number;
}

/**
 * Starts a target once, before any phase, and ends it again: what cannot start is found here and not in every phase.
 * @throws {TargetError} when it cannot be measured, and {ConfigError} for what was typed wrong
 */
export async function examineTarget(
  makeTarget: TargetFactory,
  signal: AbortSignal,
): Promise<ExaminedTarget> {
  const target = makeTarget();
  try {
    await target.start(signal);
    await target.verify?.(signal);
    const { description, pid, managed } = target;
    // One that we start is started anew for each phase.
    return { description, ...(managed || pid === undefined ? {} : { pid }) };
  } finally {
    await stopQuietly(target);
  }
}

/** It was only looked at: how it ends says nothing that a phase would not meet. */
async function stopQuietly(target: Target): Promise<void> {
  await target.stop().catch(() => {});
}
