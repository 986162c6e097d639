import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { DatasetEntry } from '../../../src/workload/dataset/dataset.ts';
import { openDataset, type DatasetFile } from '../../../src/workload/dataset/open-dataset.ts';

/** A file that is removed when the test ends. */
export function temporaryFile(name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'loadcell-dataset-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** All entries of a file. */
export async function entriesOf(file: string | DatasetFile): Promise<DatasetEntry[]> {
  const dataset = await openDataset(typeof file === 'string' ? { path: file } : file);
  try {
    return [...dataset.entries()];
  } finally {
    dataset.close();
  }
}

/** The path of a data set that the project keeps. */
export function fixture(name: string): string {
  return path.join(import.meta.dirname, '../../fixtures/datasets', name);
}
