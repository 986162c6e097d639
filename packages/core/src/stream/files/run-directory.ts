import { mkdir, readdir, readlink, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemErrorCode } from '../../spec/error/system-error.ts';
import { linkAtomically } from './atomic-file.ts';
import { makeFolder } from './make-folder.ts';
import { probeFolder, refuseForeign, unusable } from './output-folder.ts';

/** Format of run.json; raised whenever the meaning of recorded data changes: older directories are refused. */
export const RUN_FORMAT = 4;

/** Names of the files of a run directory. */
export const RUN_FILES = {
  run: 'run.json',
  samples: 'samples.arrows',
  survey: 'survey.arrows',
  requests: 'requests.arrows',
  events: 'events.jsonl',
  results: 'results.json',
  report: 'report.json',
  markdown: 'report.md',
  html: 'report.html',
  junit: 'junit.xml',
  /** Of a recording: its results. */
  recording: 'recording.json',
} as const;

/** File with the output of a server that a phase started. */
export function serverOutputFile(phase: string): string {
  return `server-${phase}.log`;
}

/** Names of run directories. */
const STAMPED = /^\d{4}-\d{2}-\d{2}T[\d-]+Z-/;

/** `2026-11-22T10-20-30-123Z`: sorts by time and stands in any file system. */
function stampOf(date: Date): string {
  return date.toISOString().replaceAll(/[:.]/g, '-');
}

/**
 * Makes the directory of a new run and proves that it is writable.
 * @returns its path
 * @throws {ConfigError} when it is unusable: read-only, full, or not a directory
 */
export async function createRunDirectory(
  outputDir: string,
  name: string,
  date: Date,
): Promise<string> {
  try {
    await makeFolder(outputDir);
    const latest = join(outputDir, 'latest');
    await refuseForeign(latest);
    const runDir = await makeUnique(join(outputDir, `${stampOf(date)}-${name}`));
    try {
      await probeFolder(runDir);
      await linkAtomically(basename(runDir), latest);
      return runDir;
    } catch (error) {
      await rm(runDir, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    throw unusable(outputDir, error);
  }
}

/** Links `latest` to the newest other run where it is the link to this directory, and removes it where there is none. */
export async function releaseLatest(runDir: string): Promise<void> {
  const outputDir = dirname(runDir);
  const latest = join(outputDir, 'latest');
  const name = basename(runDir);
  if ((await linkOf(latest)) !== name) return;
  const runs = (await readdir(outputDir, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && entry.name !== name && STAMPED.test(entry.name))
    .map((entry) => entry.name)
    .toSorted();
  const newest = runs.at(-1);
  if (newest === undefined) await rm(latest, { force: true });
  else await linkAtomically(newest, latest);
}

/** Where a link leads; undefined for anything else. */
async function linkOf(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch (error) {
    if (['ENOENT', 'EINVAL'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** Runs that begin in the same millisecond get separate directories. */
async function makeUnique(base: string, attempt = 1): Promise<string> {
  const path = attempt === 1 ? base : `${base}-${attempt}`;
  try {
    await mkdir(path);
    return path;
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST' || attempt > 100) throw error;
    return makeUnique(base, attempt + 1);
  }
}
