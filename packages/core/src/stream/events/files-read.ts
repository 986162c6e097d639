import { basename } from 'node:path';
import type { RunEvent } from './run-event.ts';

/** A file that a load was made from. */
export interface FileRead {
  /** What it is for and its name without folders, such as `dataset chat.jsonl`: machines keep it in different folders. */
  readonly name: string;
  /** Of what was read of it, hexadecimal; absent in older recordings. */
  readonly sha256?: string;
}

/** What files other than data sets are for. */
const USES = {
  lengths: 'lengths of',
  tokenizer: 'tokenizer',
  images: 'images of',
  audio: 'recordings of',
  'output-schema': 'output schema',
} as const;

/** The files that loads were made from, in the order in which they were read. */
export function filesRead(events: readonly RunEvent[]): FileRead[] {
  return events.flatMap((event): FileRead[] => {
    if (event.kind === 'file-read') return [named(USES[event.use], event.file, event.sha256)];
    if (event.kind !== 'dataset-read') return [];
    const { stage, file, sha256 } = event;
    return [named(stage === '' ? 'dataset' : `trace of stage ${stage},`, file, sha256)];
  });
}

function named(use: string, file: string, sha256: string | undefined): FileRead {
  const name = `${use} ${basename(file)}`;
  return sha256 === undefined ? { name } : { name, sha256 };
}

/** Characters of a digest that texts show. */
const SHOWN = 12;

/** A digest as texts show it. */
export function briefDigest(sha256: string | undefined): string {
  return sha256 === undefined ? 'unknown' : sha256.slice(0, SHOWN);
}
