import type { PageCacheDrop } from '../../collector/page-cache/drop-from-page-cache.ts';
import type { TargetConfig } from '../../config/config-schema.ts';
import { isStarted } from '../../config/target/is-server.ts';
import { ConfigError, LoadcellError } from '../../spec/error/errors.ts';
import type { TargetDescription } from '../../target/target.ts';
import { makeCold } from './cold-start.ts';
import type { TargetFactory } from '../../config/target/target-factory.ts';
import { examineTarget } from './examine-target.ts';
import { isInterruption } from '../run-errors.ts';
import { waitForTarget, type WaitWatch } from './wait-for-target.ts';

/** The result of the check of a target: what it is, or why it cannot be measured; neither where it was not checked. */
export interface ExaminedRun {
  readonly description?: TargetDescription;
  readonly pid?: number;
  readonly failure?: LoadcellError;
  /** What was dropped from the page cache; absent where nothing was. */
  readonly pageCache?: PageCacheDrop;
}

/**
 * Checks the target once, before any phase. A server that Loadcell starts is only started here to prepare a cold start,
 * since its start is measured.
 * @throws {ConfigError} for a mistake in the configuration
 */
export async function examineRun(
  config: TargetConfig,
  nonce: string,
  makeTarget: TargetFactory,
  watch: WaitWatch,
): Promise<ExaminedRun> {
  const { signal } = watch;
  try {
    if (isStarted(config)) {
      return config.cold ? { pageCache: await makeCold(makeTarget(), signal) } : {};
    }
    await waitForTarget(config, nonce, watch);
    return await examineTarget(makeTarget, signal);
  } catch (error) {
    const reason: unknown = signal.aborted ? signal.reason : error;
    // The phases of an interrupted run are skipped one by one.
    if (isInterruption(reason)) return {};
    if (!(reason instanceof LoadcellError) || reason instanceof ConfigError) throw reason;
    return { failure: reason };
  }
}
