import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readProcText } from '../../process/read-proc-text.ts';

/** As in `native/src/wire/connection/socket_source.cc`: descriptors for the rest of the process, fewer with a low limit. */
const RESERVED_FILES = 64;
const RESERVED_SHARE = 8;

/** What a run opens before its first connection: recorded data, the wire, samplers. */
const FILES_OF_RUN = 32;

/** Descriptors of this process. */
export interface FileLimit {
  /** `Infinity` without one, `NaN` where unknown. Node raises the soft limit to the hard one when it starts. */
  readonly files: number;
  /** Kept for the rest of the process. */
  readonly reserved: number;
  /** Open now, and opened by a run before its first connection. */
  readonly inUse: number;
  /** Connections that fit. */
  readonly connections: number;
}

/** Reads the limit of this process on open files. @param procDir `/proc`, or its replacement in a test */
export async function readFileLimit(procDir = '/proc'): Promise<FileLimit> {
  const text = (await readProcText(path.join(procDir, 'self', 'limits'))) ?? '';
  const [, soft] = /^Max open files\s+(\S+)/m.exec(text) ?? [];
  const files = soft === 'unlimited' ? Infinity : Number(soft);
  const reserved = Math.min(RESERVED_FILES, Math.floor(files / RESERVED_SHARE));
  const inUse = (await countOpen(procDir)) + FILES_OF_RUN;
  return { files, reserved, inUse, connections: Math.max(0, files - reserved - inUse) };
}

async function countOpen(procDir: string): Promise<number> {
  const open = await readdir(path.join(procDir, 'self', 'fd')).catch(() => []);
  // One of them is the folder itself.
  return Math.max(0, open.length - 1);
}
