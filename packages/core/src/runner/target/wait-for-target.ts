import type { TargetConfig } from '../../config/config-schema.ts';
import { waitForServer, type WaitState } from '../../target/server/waiting/wait-for-server.ts';
import { readServerOptions } from '../../config/target/create-target.ts';

/** The signal that ends the wait, and a callback. */
export interface WaitWatch {
  readonly signal: AbortSignal;
  readonly onState: ((state: WaitState) => void) | undefined;
}

/**
 * Waits for a server that is still starting, where `target.wait` is set.
 * @throws {TargetError} NOT_READY when that time has passed
 * @throws the reason of the signal when it is aborted
 */
export async function waitForTarget(
  config: TargetConfig,
  nonce: string,
  { signal, onState }: WaitWatch,
): Promise<void> {
  const { url, wait } = config;
  if (url === undefined || wait === undefined) return;
  await waitForServer(await readServerOptions(url, config, nonce), {
    timeoutMs: wait,
    setting: '--wait (target.wait)',
    signal,
    ...(onState === undefined ? {} : { onState }),
  });
}
