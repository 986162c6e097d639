import { isCodedError } from './error-code.ts';

/** What Node's permission model refuses, by the name that it has for it. */
const REFUSED: Readonly<Record<string, string>> = {
  FileSystemRead: 'reading',
  FileSystemWrite: 'writing',
  ChildProcess: 'starting a process',
  WorkerThreads: 'starting a thread',
};

/** All that Loadcell needs: one at a time would be asked for again and again. */
export const PERMISSIONS_HELP =
  'start Node with --allow-addons, --allow-child-process, --allow-worker, --allow-fs-read=*, --allow-fs-write=* and, from ' +
  'Node 25 on, --allow-net, or without its permission model';

function textIn(error: Error, name: 'permission' | 'resource'): string {
  const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : '';
}

/** What Node's permission model refused, where it is the error itself; undefined where it is not. */
export function explainDenial(error: Error): string | undefined {
  if (!isCodedError(error) || error.code !== 'ERR_ACCESS_DENIED') return undefined;
  const refused = REFUSED[textIn(error, 'permission')];
  if (refused === undefined) return `Node's permissions deny it: ${error.message}`;
  const resource = textIn(error, 'resource');
  return `Node's permissions deny ${refused}${resource === '' ? '' : `: ${resource}`}`;
}

/** Whether it, or what led to it, is a refusal of Node's permission model. */
export function isOfPermissions(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = isCodedError(error) ? error.code : undefined;
  const isRefusal =
    code === 'ERR_ACCESS_DENIED' || (code === 'NATIVE_DENIED' && 'permission' in process);
  return isRefusal || isOfPermissions(error.cause);
}
