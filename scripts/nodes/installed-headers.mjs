import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The headers installed with this Node, with which node-gyp downloads none.
 * @returns {string | undefined} a folder for `--nodedir`
 */
export function installedHeaders() {
  const prefix = path.dirname(path.dirname(process.execPath));
  return existsSync(path.join(prefix, 'include', 'node', 'node_api.h')) ? prefix : undefined;
}
