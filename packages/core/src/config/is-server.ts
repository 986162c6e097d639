import type { TargetConfig } from './config-schema.ts';
import { serverCommands } from './server-commands.ts';

/** Whether a server is measured, one that runs already or one that is started here, and no engine within Node. */
export function isServer(target: Pick<TargetConfig, 'url' | 'command' | 'models'>): boolean {
  return target.url !== undefined || isStarted(target);
}

/** Whether a server is measured that is started here. */
export function isStarted(target: Pick<TargetConfig, 'command' | 'models'>): boolean {
  return serverCommands(target).size > 0;
}
