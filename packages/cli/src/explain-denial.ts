import { isCodedError } from './error-code.ts';

/** Actions by the names that Node's permission model gives them. */
const REFUSED: Readonly<Record<string, string>> = {
  FileSystemRead: 'reading',
  FileSystemWrite: 'writing',
  ChildProcess: 'starting a process',
  WorkerThreads: 'starting a thread',
};

/** Names every permission that Loadcell needs, so that one restart is enough. */
export const PERMISSIONS_HELP =
  'start Node with --allow-addons, --allow-child-process, --allow-worker, --allow-fs-read=*, --allow-fs-write=* and, from ' +
  'Node 25 on, --allow-net, or without its permission model';

function textIn(error: Error, name: 'permission' | 'resource'): string {
  const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : '';
}

/** What Node's permission model denied; undefined for any other error. */
export function explainDenial(error: Error): string | undefined {
  if (!isCodedError(error) || error.code !== 'ERR_ACCESS_DENIED') return undefined;
  const refused = REFUSED[textIn(error, 'permission')];
  if (refused === undefined) return `Node's permissions deny it: ${error.message}`;
  const resource = textIn(error, 'resource');
  return `Node's permissions deny ${refused}${resource === '' ? '' : `: ${resource}`}`;
}

/** Whether Node's permission model denied something, in this error or in a cause of it. */
export function isOfPermissions(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = isCodedError(error) ? error.code : undefined;
  const isRefusal =
    code === 'ERR_ACCESS_DENIED' || (code === 'NATIVE_DENIED' && 'permission' in process);
  return isRefusal || isOfPermissions(error.cause);
}
