import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { DatasetEntry, Turn } from '../../../src/workload/dataset/dataset.ts';
import { openDataset, type DatasetFile } from '../../../src/workload/dataset/open-dataset.ts';
import { arrivalsOf } from '../../../src/workload/dataset/time/arrivals-of.ts';

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

/** All entries of a trace in order of time. */
export async function inOrder(
  file: string,
  options: DatasetFile['options'] = {},
): Promise<DatasetEntry[]> {
  const dataset = await openDataset({ path: file, options });
  try {
    return [...arrivalsOf(dataset)];
  } finally {
    dataset.close();
  }
}

/** A request of lengths, in one piece. */
export interface FlatTurn {
  readonly line: number;
  readonly atMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly blocks: readonly string[] | undefined;
}

/** The requests of a trace. */
export function turnsOf(entries: readonly DatasetEntry[]): FlatTurn[] {
  return entries.flatMap((entry) =>
    'conversation' in entry ? entry.conversation.turns.map(flatTurn) : [],
  );
}

function flatTurn({ line, atNs = Number.NaN, input, output }: Turn): FlatTurn {
  return {
    line,
    atMs: atNs / 1e6,
    inputTokens: input.kind === 'lengths' ? input.inputTokens : Number.NaN,
    outputTokens: output?.tokens ?? Number.NaN,
    blocks: input.kind === 'lengths' ? input.blocks : undefined,
  };
}

/** Faults as `kind line: reason`. */
export function faultsOf(entries: readonly DatasetEntry[]): string[] {
  return entries.flatMap((entry) =>
    'fault' in entry ? [`${entry.fault.kind} ${entry.fault.line}: ${entry.fault.reason}`] : [],
  );
}

/** Warnings as `line: reason`. */
export function warningsOf(entries: readonly DatasetEntry[]): string[] {
  return entries.flatMap((entry) =>
    'warning' in entry ? [`${entry.warning.line}: ${entry.warning.reason}`] : [],
  );
}
