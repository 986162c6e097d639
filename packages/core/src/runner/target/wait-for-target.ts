import type { TargetConfig } from '../../config/config-schema.ts';
import { waitForServer, type WaitState } from '../../target/server/waiting/wait-for-server.ts';
import { readServerOptions } from '../../config/target/create-target.ts';
import type { HttpTargetOptions } from '../../target/server/http-target-options.ts';
import { optionsAlone } from '../../target/server/probe/check-replicas.ts';

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
  const options = await readServerOptions(url, config, nonce);
  const urls = options.replicas?.urls ?? [url];
  await Promise.all(
    urls.map((one) => waitForOne(optionsAlone(options, one), wait, signal, onState)),
  );
}

async function waitForOne(
  options: HttpTargetOptions,
  timeoutMs: number,
  signal: AbortSignal,
  onState: WaitWatch['onState'],
): Promise<void> {
  await waitForServer(options, {
    timeoutMs,
    setting: '--wait (target.wait)',
    signal,
    ...(onState === undefined ? {} : { onState }),
  });
}
