import type { TargetConfig } from './config-schema.ts';

/** Whether a server is measured, one that runs already or one that is started here, and no engine within Node. */
export function isServer({ url, command }: Pick<TargetConfig, 'url' | 'command'>): boolean {
  return url !== undefined || command !== undefined;
}
