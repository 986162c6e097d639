import { setTimeout as delay } from 'node:timers/promises';
import {
  dropFromPageCache,
  type PageCacheDrop,
} from '../../collector/page-cache/drop-from-page-cache.ts';
import { UsedFiles } from '../../collector/page-cache/used-files.ts';
import { treeBelow } from '../../target/server/process/tree-below.ts';
import type { Target } from '../../target/target.ts';

/** A file that is closed again after a model was read shows only to a look meanwhile, ms. */
const LOOK_PERIOD_MS = 100;

/**
 * Starts a server once, uncounted, to learn which files it uses; ends it, and drops these from the page cache, so that its
 * next start reads them from the disk.
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

/** Looks again and again until it is over; rejects when a look does. */
async function lookUntil(look: () => Promise<void>, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await look();
    await delay(LOOK_PERIOD_MS, undefined, { signal: over }).catch(() => {});
  }
}
