import { closeSync, openSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { LoadcellError } from '../../spec/error/errors.ts';
import { RunEventSchema, type RunEvent } from '../events/run-event.ts';
import { parseIfJson } from '../../spec/parse-json.ts';

/** Writes bytes to a file from a place in them on. @returns how many were written: not all, where a disk fills up */
export type WriteBytes = (descriptor: number, bytes: Uint8Array, offset: number) => number;

/** Content of the events file of a run. */
export interface ReadEvents {
  readonly events: RunEvent[];
  /** False when a line was cut off or torn, so that events are missing. */
  readonly isIntact: boolean;
}

/** Appends events, one JSON object a line; a line is on its way to the disk when `append` returns. */
export class EventsFileWriter {
  readonly #write: WriteBytes;
  #descriptor: number | undefined;
  /** Whether the file ends with a partial line, which the next one must not join. */
  #isTorn = false;

  /** @param write appends bytes from a place on, and says how many; a test gives one that falls short */
  constructor(path: string, write: WriteBytes = writeSync) {
    this.#write = write;
    this.#descriptor = openSync(path, 'ax');
  }

  /** @throws what kept a part of the line from being written; a reader leaves out the rest of it */
  append(event: RunEvent): void {
    if (this.#descriptor === undefined) return;
    const line = `${JSON.stringify(z.encode(RunEventSchema, event))}\n`;
    const bytes = Buffer.from(this.#isTorn ? `\n${line}` : line);
    let writtenBytes = 0;
    try {
      while (writtenBytes < bytes.length)
        writtenBytes += this.#write(this.#descriptor, bytes, writtenBytes);
      this.#isTorn = false;
    } catch (error) {
      this.#isTorn ||= writtenBytes > 0;
      throw error;
    }
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/**
 * Reads the events of a run; a line that was cut off or torn is left out.
 * @throws {LoadcellError} when a line is JSON but no event: the file was changed, or is of another version
 */
export async function readEventsFile(path: string): Promise<ReadEvents> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  // What follows the last newline was cut off, or is empty.
  let isIntact = lines.at(-1) === '';
  const events: RunEvent[] = [];
  for (const [index, line] of lines.slice(0, -1).entries()) {
    const json = parseIfJson(line);
    if (json === undefined) {
      isIntact = false;
      continue;
    }
    const parsed = RunEventSchema.safeParse(json);
    if (!parsed.success) {
      throw new LoadcellError(
        'RUN_UNREADABLE',
        `"${path}", line ${index + 1}, is not an event of this version of Loadcell:\n${z.prettifyError(parsed.error)}`,
      );
    }
    events.push(parsed.data);
  }
  return { events, isIntact };
}
