import { closeSync, openSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { LoadcellError } from '../spec/errors.ts';
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

/**
 * Reads the events of a run; a last line that was cut off is left out.
 * @throws {LoadcellError} when a line is not an event: the file was changed, or is of another version
 */
export async function readEventsFile(path: string): Promise<RunEvent[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  // What follows the last newline was cut off, or is empty.
  return lines.slice(0, -1).map((line, index) => {
    const parsed = RunEventSchema.safeParse(parseJson(line));
    if (parsed.success) return parsed.data;
    throw new LoadcellError(
      'STREAM',
      `"${path}", line ${index + 1}, is not an event that this version of Loadcell writes:\n${z.prettifyError(parsed.error)}`,
    );
  });
}

/** The value of a line of JSON; undefined, which is no event, when it is none. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
