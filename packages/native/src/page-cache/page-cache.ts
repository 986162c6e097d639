import * as z from 'zod';
import { MeasuredSchema } from '../record/column-totals.ts';
import { NativeError } from '../addon/errors.ts';
import { loadNative } from '../addon/load-native.ts';

/** How much of a file the page cache holds. */
export interface PageCacheReading {
  readonly sizeBytes: number;
  /** 0 to `sizeBytes`; `NaN` where it is unknown, and `reason` says why. */
  readonly residentBytes: number;
  /** Dirty or being written; `NaN` where it is unknown, as by `mincore`. */
  readonly unwrittenBytes: number;
  /** Whether the file system holds its files in memory alone, such as tmpfs: nothing can be dropped. */
  readonly isInMemory: boolean;
  /** The system call that showed it; empty where none did. */
  readonly source: 'cachestat' | 'mincore' | '';
  /** Why it is unknown, as a sentence without its period; empty where it is known. */
  readonly reason: string;
}

/** A file before and after its pages were dropped. */
export interface DroppedFile {
  readonly before: PageCacheReading;
  readonly after: PageCacheReading;
}

const FAILURES = ['NO_FILE', 'NOT_A_FILE', 'FORBIDDEN', 'UNREADABLE'] as const;

/** Why a file cannot be asked about: it is not there, not regular, may not be read, or cannot be. */
export type PageCacheFailure = (typeof FAILURES)[number];

/** A file cannot be asked about. */
export class PageCacheError extends NativeError {
  declare readonly code: PageCacheFailure;
}

const ReadingSchema = z.object({
  sizeBytes: MeasuredSchema,
  residentBytes: MeasuredSchema,
  unwrittenBytes: MeasuredSchema,
  isInMemory: z.boolean(),
  source: z.enum(['cachestat', 'mincore', '']),
  reason: z.string(),
});

const DroppedSchema = z.object({ before: ReadingSchema, after: ReadingSchema });

const CodeSchema = z.object({ code: z.enum(FAILURES) });

/**
 * Reads how much of a regular file the page cache holds, off the JavaScript thread. From `cachestat` (Linux 6.5), else from
 * `mincore`, which shows it to the owner of the file and to those who may write it; so does `cachestat` from Linux 6.14 on.
 * @throws {PageCacheError} when the file cannot be read
 * @throws {NativeLoadError} when the addon cannot be loaded
 */
export async function readPageCache(path: string): Promise<PageCacheReading> {
  return ReadingSchema.parse(await asked(loadNative().readPageCache(path)));
}

/**
 * Has the kernel write what is dirty of a regular file, and drop the pages that no process maps; off the JavaScript
 * thread. Needs no permission to write. What stayed is in `after`.
 * @throws {PageCacheError} when the file cannot be read
 * @throws {NativeLoadError} when the addon cannot be loaded
 */
export async function dropPageCache(path: string): Promise<DroppedFile> {
  return DroppedSchema.parse(await asked(loadNative().dropPageCache(path)));
}

async function asked(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    const { data } = CodeSchema.safeParse(error);
    if (data === undefined || !(error instanceof Error)) throw error;
    throw new PageCacheError(data.code, error.message, { cause: error });
  }
}
