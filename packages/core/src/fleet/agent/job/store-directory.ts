import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_FILES } from '../../../stream/files/run-directory.ts';
import type { StoredFile } from '../../protocol/stored-file.ts';
import type { JobPlace } from './job-place.ts';

/** Reports of one machine, which the coordinator makes of all. */
const REPORTS: ReadonlySet<string> = new Set([
  RUN_FILES.report,
  RUN_FILES.markdown,
  RUN_FILES.html,
  RUN_FILES.junit,
]);

/**
 * Stores a run directory in the object store of the run; its own copy stays.
 * @throws {LoadcellError} BUS when the bus does not take it
 */
export async function storeDirectory(
  { objects, identity }: Pick<JobPlace, 'objects' | 'identity'>,
  runDir: string,
  signal: AbortSignal,
): Promise<StoredFile[]> {
  const entries = await readdir(runDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const stored: StoredFile[] = [];
  for (const name of names.filter((one) => !REPORTS.has(one)).toSorted()) {
    signal.throwIfAborted();
    const object = `${identity.name}/${name}`;
    const { bytes, sha256 } = await objects.putFile(object, join(runDir, name));
    stored.push({ name, bytes, sha256, object });
  }
  return stored;
}
