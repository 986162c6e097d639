import type { PageCacheDrop } from '../collector/page-cache/drop-from-page-cache.ts';
import type { TargetConfig } from '../config/config-schema.ts';
import { isStarted } from '../config/is-server.ts';
import { ConfigError, LoadcellError } from '../spec/error/errors.ts';
import type { TargetDescription } from '../target/target.ts';
import { makeCold } from './cold-start.ts';
import type { TargetFactory } from './target-factory.ts';
import { examineTarget } from './examine-target.ts';
import { InterruptedError } from './run-errors.ts';
import { waitForTarget, type WaitWatch } from './wait-for-target.ts';

/** What the check of the target came to: what it is, or why it cannot be measured; neither where it was not checked. */
export interface ExaminedRun {
  readonly description?: TargetDescription;
  readonly pid?: number;
  readonly failure?: LoadcellError;
  /** What was dropped from the page cache; absent where nothing was. */
  readonly pageCache?: PageCacheDrop;
}

/**
 * Checks the target once, before any phase. The start of a server is part of what is measured: that one is started only where
 * its first start is to be a cold one.
 * @throws {ConfigError} for what was typed wrong
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
    // Its phases are left out one by one, as of any run that is interrupted.
    if (reason instanceof InterruptedError) return {};
    if (!(reason instanceof LoadcellError) || reason instanceof ConfigError) throw reason;
    return { failure: reason };
  }
}
