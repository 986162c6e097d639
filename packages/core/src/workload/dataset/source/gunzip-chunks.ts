import { Gunzip } from 'minizlib';
import { DamagedSourceError } from './damaged-source.ts';

/** Whether bytes begin as gzip does. */
export function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Compressed bytes that are unpacked at a time: text may expand a thousandfold. */
const STEP_BYTES = 16 * 1024;

/**
 * Unpacks gzip, also of several members, and checks it.
 * @throws {DamagedSourceError} where the file is cut or changed, after what could be unpacked was yielded
 */
export function* gunzipChunks(chunks: Iterable<Buffer>): Generator<Buffer, void> {
  const unpacked: Buffer[] = [];
  const faults: string[] = [];
  const gunzip = new Gunzip({});
  gunzip.on('data', (data: Buffer) => {
    unpacked.push(data);
  });
  gunzip.on('error', (error) => {
    const message = error instanceof Error ? error.message : String(error);
    faults.push(`gzip: ${message.replace(/^zlib: /, '')}`);
  });
  try {
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += STEP_BYTES) {
        gunzip.write(chunk.subarray(at, at + STEP_BYTES));
        yield* unpacked.splice(0);
        throwFirst(faults);
      }
    }
    gunzip.end();
    yield* unpacked.splice(0);
    throwFirst(faults);
  } finally {
    gunzip.close();
  }
}

function throwFirst([fault]: readonly string[]): void {
  if (fault !== undefined) throw new DamagedSourceError(fault);
}
