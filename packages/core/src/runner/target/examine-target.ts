import type { Target, TargetDescription } from '../../target/target.ts';
import type { TargetFactory } from '../../config/target/target-factory.ts';

/** What a target is, with the models to measure. */
export interface ExaminedTarget {
  readonly description: TargetDescription;
  /** Its process, if it already runs on this machine. */
  readonly pid?: number;
}

/**
 * Starts and stops a target once before any phase, so that a failing start is found here and not in every phase.
 * @throws {TargetError} when it cannot be measured, and {ConfigError} for a mistake in the configuration
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
    // A managed target has a new process in each phase.
    return { description, ...(managed || pid === undefined ? {} : { pid }) };
  } finally {
    await stopQuietly(target);
  }
}

/** The target was only examined: an error of its stop would also occur in a phase. */
async function stopQuietly(target: Target): Promise<void> {
  await target.stop().catch(() => {});
}
