import { loadNative } from './load-native.ts';

/**
 * Binds this process to its parent: the kernel kills it (SIGKILL) as soon as the thread that spawned it ends, so that
 * it cannot outlive a parent that was itself killed. Kills it at once if the parent has gone already.
 * @param parentPid the parent's own id, given by the parent where it can: then no moment is left uncovered
 * @throws {NativeLoadError} when the addon cannot be loaded
 */
export function exitWithParent(parentPid: number = process.ppid): void {
  loadNative().exitWithParent(parentPid);
}
