import { onTestFinished } from 'vitest';
import { openWatcher } from '../../../src/fleet/watch/open-watcher.ts';
import type { WatchOptions } from '../../../src/fleet/watch/watch-options.ts';
import type {
  WatchControl,
  WatchedRun,
  WatchOutcome,
  Watcher,
} from '../../../src/fleet/watch/watcher.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';

/** A watcher that is closed after the test. */
export async function watcherOf(
  target: WatchOptions['target'],
  options: Partial<WatchOptions> & { readonly onNote?: (line: string) => void } = {},
): Promise<Watcher> {
  const { onNote, ...rest } = options;
  const watcher = await openWatcher({ target, metricsUrls: [], hz: 200, ...rest }, onNote);
  onTestFinished(() => watcher.close());
  return watcher;
}

/** A run that is being watched. */
export interface BegunRun {
  readonly runDir: string;
  readonly control: WatchControl;
  readonly outcome: Promise<WatchOutcome>;
  finish(): void;
  abort(reason: unknown): void;
}

/** Begins to watch a run; resolves once sampling has begun. */
export async function beginRun(
  watcher: Watcher,
  hooks: Pick<WatchedRun, 'onCounts' | 'onGuard' | 'onEnding'> = {},
): Promise<BegunRun> {
  const finished = new AbortController();
  const aborted = new AbortController();
  const runDir = temporaryFolder();
  let outcome: Promise<WatchOutcome> | undefined;
  const control = await new Promise<WatchControl>((resolve, reject) => {
    outcome = watcher.watch({
      runId: 'R1',
      machine: 'server-1',
      bootId: 'boot-1',
      runDir,
      finished: finished.signal,
      signal: aborted.signal,
      onSampling: resolve,
      ...hooks,
    });
    outcome.catch(reject);
  });
  return {
    runDir,
    control,
    outcome: outcome ?? Promise.reject(new Error('not begun')),
    finish: () => finished.abort(),
    abort: (reason) => aborted.abort(reason),
  };
}
