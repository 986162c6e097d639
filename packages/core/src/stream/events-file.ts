import { closeSync, openSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { RunEventSchema, type RunEvent } from './run-event.ts';

/** Appends events, one JSON object a line; a line is on its way to the disk when `append` returns. */
export class EventsFileWriter {
  #descriptor: number | undefined;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'ax');
  }

  append(event: RunEvent): void {
    if (this.#descriptor === undefined) return;
    writeSync(this.#descriptor, `${JSON.stringify(z.encode(RunEventSchema, event))}\n`);
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** Reads the events of a run; a last line that was cut off is left out. */
export async function readEventsFile(path: string): Promise<RunEvent[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  // What follows the last newline was cut off, or is empty.
  return lines.slice(0, -1).map((line) => RunEventSchema.parse(JSON.parse(line)));
}
