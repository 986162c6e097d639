import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FLUSHES } from '../../stream/files/flushes.ts';
import { RUN_FILES } from '../../stream/files/run-directory.ts';
import { isLoader, type MergePart } from '../part/merge-part.ts';

/** Writes run.json of the merged run: that of the first machine that sends load, and every machine with its environment. */
export async function writeMergedRunFile(
  outDir: string,
  parts: readonly MergePart[],
): Promise<void> {
  const reference = parts.find(isLoader);
  if (reference === undefined) return;
  const { worker: _, ...file } = reference.file;
  const merged = {
    ...file,
    machines: parts.map(({ machine, bootId, roles, slice, file: own }) => ({
      machine,
      ...(bootId === undefined ? {} : { bootId }),
      roles,
      ...(slice === undefined ? {} : { slice }),
      environment: own.environment,
    })),
  };
  await writeFile(join(outDir, RUN_FILES.run), `${JSON.stringify(merged, null, 2)}\n`, {
    flush: FLUSHES,
  });
}
