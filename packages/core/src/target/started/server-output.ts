import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { maskValues } from '../../spec/redaction/mask-text.ts';
import type { ServerMemory } from '../../stream/events/memory-parts.ts';
import { MemoryPartsReader } from '../server/server-log/read-memory-parts.ts';
import { OutputTail } from '../process/output-tail.ts';

const TAIL_BYTES = 64 * 1024;
/** A line is buffered until it is complete, so that a secret in it is recognized, up to this size. */
const LONGEST_LINE_BYTES = 64 * 1024;

/** The output of a server: written to a file without secrets; its end is kept for messages. */
export class ServerOutput {
  readonly file: string;
  readonly #secrets: readonly string[];
  readonly #tail = new OutputTail(TAIL_BYTES);
  readonly #stream: WriteStream;
  readonly #memory = new MemoryPartsReader();
  readonly #flushes: (() => void)[] = [];
  #failure: Error | undefined;

  /** @param secrets texts that are masked */
  constructor(file: string, secrets: readonly string[]) {
    this.file = file;
    // Keeps the bytes unchanged in any encoding.
    this.#secrets = secrets
      .filter((one) => one !== '')
      .map((one) => Buffer.from(one).toString('latin1'));
    this.#stream = createWriteStream(file, { mode: 0o600 });
    this.#stream.on('error', (error) => {
      this.#failure ??= error;
    });
  }

  /** Why the file is incomplete; undefined when it is complete. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** The use of its memory as reported; undefined when it reports none. */
  get memory(): ServerMemory | undefined {
    return this.#memory.memory;
  }

  /** Reads a stream line by line. */
  follow(source: Readable | null): void {
    if (source === null) return;
    let kept = '';
    const flush = (): void => {
      this.#write(kept);
      kept = '';
    };
    source.on('data', (chunk: Buffer) => {
      kept += chunk.toString('latin1');
      const end = Math.max(kept.lastIndexOf('\n'), kept.lastIndexOf('\r')) + 1;
      this.#write(kept.slice(0, end));
      kept = kept.slice(end);
      if (kept.length > LONGEST_LINE_BYTES) flush();
    });
    source.on('end', flush);
    this.#flushes.push(flush);
  }

  /** The end of the output, at most 64 KiB. */
  readTail(): string {
    return this.#tail.read();
  }

  /** Resolves when the file has all of the output. */
  async close(): Promise<void> {
    for (const flush of this.#flushes) flush();
    if (this.#failure !== undefined) return;
    const closed = once(this.#stream, 'close').catch(() => {});
    this.#stream.end();
    await closed;
  }

  #write(text: string): void {
    if (text === '') return;
    const bytes = Buffer.from(maskValues(text, this.#secrets), 'latin1');
    this.#tail.write(bytes);
    for (const line of bytes.toString().split(/[\n\r]+/)) this.#memory.take(line);
    // A full disk ends the file but not the run.
    if (this.#failure === undefined && !this.#stream.writableEnded) this.#stream.write(bytes);
  }
}

const LAST_LINES = 5;
const LONGEST_SHOWN = 200;

/** The last non-empty lines of an output, for a message; may be empty. */
export function lastLinesOf(output: string): string {
  const lines = output
    .split(/[\n\r]/)
    .map((line) =>
      stripVTControlCharacters(line)
        .replaceAll(/\p{Cc}/gu, ' ')
        .trimEnd(),
    )
    .filter((line) => line !== '');
  return lines
    .slice(-LAST_LINES)
    .map((line) => (line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line))
    .join('\n');
}
