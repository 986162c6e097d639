import * as z from 'zod';
import type { TransportRecord } from '../transport.ts';
import { TRANSPORT_FAILURE_KINDS } from '../transport-failure.ts';

const KINDS = [
  'begun',
  'connected',
  'sent',
  'departed',
  'resent',
  'head',
  'body',
  'end',
  'failed',
] as const;

/** Of records without a replica. */
const NO_REPLICA = 255;

/** Records as columns, so that thousands of them reach the main thread as five buffers instead of objects. */
export const RecordBatchSchema = z.strictObject({
  /** Index into the record kinds. */
  kind: z.instanceof(Uint8Array),
  id: z.instanceof(Float64Array),
  atNs: z.instanceof(Float64Array),
  isDelayed: z.instanceof(Uint8Array),
  /** Index of the replica of a record, 255 for none. */
  replica: z.instanceof(Uint8Array),
  /** End offset of each record's bytes in `bytes`; they begin where those of the previous record end. */
  bytesEnd: z.instanceof(Float64Array),
  bytes: z.instanceof(Uint8Array),
  /** The contents of heads and failures, in order. */
  details: z.array(
    z.union([
      z.strictObject({ status: z.int(), headers: z.map(z.string(), z.string()) }),
      z.strictObject({ kind: z.enum(TRANSPORT_FAILURE_KINDS), message: z.string() }),
    ]),
  ),
});

/** Records as columns. */
export type RecordBatch = z.output<typeof RecordBatchSchema>;

/** Collects records until they are taken. */
export class RecordBatchWriter {
  #records: TransportRecord[] = [];
  #byteCount = 0;

  get isEmpty(): boolean {
    return this.#records.length === 0;
  }

  /** Bytes are copied only when the batch is taken, and must not change before. */
  add(record: TransportRecord): void {
    this.#records.push(record);
    if (record.kind === 'body') this.#byteCount += record.bytes.byteLength;
  }

  take(): RecordBatch {
    const records = this.#records;
    const batch: RecordBatch = {
      kind: Uint8Array.from(records, ({ kind }) => KINDS.indexOf(kind)),
      id: Float64Array.from(records, ({ id }) => id),
      atNs: Float64Array.from(records, ({ atNs }) => atNs),
      isDelayed: Uint8Array.from(records, (record) =>
        record.kind === 'body' && record.isDelayed ? 1 : 0,
      ),
      replica: Uint8Array.from(records, (record) =>
        'replica' in record ? (record.replica ?? NO_REPLICA) : NO_REPLICA,
      ),
      bytesEnd: new Float64Array(records.length),
      bytes: new Uint8Array(this.#byteCount),
      details: [],
    };
    let end = 0;
    for (const [index, record] of records.entries()) {
      if (record.kind === 'body') {
        batch.bytes.set(record.bytes, end);
        end += record.bytes.byteLength;
      } else if (record.kind === 'head') {
        batch.details.push({ status: record.status, headers: new Map(record.headers) });
      } else if (record.kind === 'failed') {
        batch.details.push(record.failure);
      }
      batch.bytesEnd[index] = end;
    }
    this.#records = [];
    this.#byteCount = 0;
    return batch;
  }
}

/** The buffers of a batch, to be transferred instead of copied. */
export function buffersOf(batch: RecordBatch): ArrayBuffer[] {
  const { kind, id, atNs, isDelayed, replica, bytesEnd, bytes } = batch;
  return [kind, id, atNs, isDelayed, replica, bytesEnd, bytes].flatMap(({ buffer }) =>
    buffer instanceof ArrayBuffer ? [buffer] : [],
  );
}

function replicaAt(batch: RecordBatch, index: number): { readonly replica?: number } {
  const replica = batch.replica[index] ?? NO_REPLICA;
  return replica === NO_REPLICA ? {} : { replica };
}

/** The records of a batch. @throws {RangeError} when its columns are inconsistent */
export function readRecordBatch(batch: RecordBatch): TransportRecord[] {
  let begin = 0;
  let detail = 0;
  return Array.from(batch.kind, (code, index) => {
    const kind = KINDS[code];
    const id = batch.id[index] ?? Number.NaN;
    const atNs = batch.atNs[index] ?? Number.NaN;
    const end = batch.bytesEnd[index] ?? begin;
    const bytes = batch.bytes.subarray(begin, end);
    const named = replicaAt(batch, index);
    begin = end;
    switch (kind) {
      case 'begun':
      case 'connected':
      case 'departed':
      case 'resent':
      case 'end':
        return { kind, id, atNs };
      case 'sent':
        return { kind, id, atNs, ...named };
      case 'body':
        return { kind, id, atNs, bytes, isDelayed: batch.isDelayed[index] === 1 };
      case 'head':
      case 'failed': {
        const details = batch.details[detail];
        detail += 1;
        if (kind === 'head' && details !== undefined && 'status' in details) {
          return { kind, id, atNs, ...details };
        }
        if (kind === 'failed' && details !== undefined && 'message' in details) {
          return { kind, id, atNs, failure: details, ...named };
        }
        break;
      }
      case undefined:
    }
    throw new RangeError(`record ${index} of a batch has unknown kind ${code}, or lacks its data`);
  });
}
