import { setTimeout as delay } from 'node:timers/promises';
import {
  dropFromPageCache,
  type PageCacheDrop,
} from '../../collector/page-cache/drop-from-page-cache.ts';
import { UsedFiles } from '../../collector/page-cache/used-files.ts';
import { treeBelow } from '../../target/server/process/tree-below.ts';
import type { Target } from '../../target/target.ts';

/** Files that are open only briefly while a model is read are found by looking this often, ms. */
const LOOK_PERIOD_MS = 100;

/**
 * Starts a server once, unmeasured, to find out which files it uses, stops it, and drops those files from the page cache, so
 * that its next start reads them from disk.
 * @throws {TargetError} when it does not start
 */
export async function makeCold(target: Target, signal: AbortSignal): Promise<PageCacheDrop> {
  const used = new UsedFiles();
  const over = new AbortController();
  const look = async (): Promise<void> => {
    if (target.adopterPid !== undefined) await used.look(await treeBelow(target.adopterPid));
  };
  const looking = lookUntil(look, over.signal);
  try {
    await target.launch?.();
    await Promise.race([target.start(signal), looking]);
    await look();
  } finally {
    over.abort();
    await looking.catch(() => {});
    await target.stop();
  }
  return await dropFromPageCache(used.files);
}

/** Repeats a look until the signal is aborted; rejects when a look does. */
async function lookUntil(look: () => Promise<void>, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await look();
    await delay(LOOK_PERIOD_MS, undefined, { signal: over }).catch(() => {});
  }
}
