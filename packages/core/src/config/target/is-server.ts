import type { TargetConfig } from '../config-schema.ts';
import { serverCommands } from './server-commands.ts';

/** Whether the target is a server, running or started by Loadcell, and not the embedded engine. */
export function isServer(target: Pick<TargetConfig, 'url' | 'command' | 'models'>): boolean {
  return target.url !== undefined || isStarted(target);
}

/** Whether the target is a server that Loadcell starts. */
export function isStarted(target: Pick<TargetConfig, 'command' | 'models'>): boolean {
  return serverCommands(target).size > 0;
}
