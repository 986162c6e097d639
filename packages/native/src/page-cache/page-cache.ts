import * as z from 'zod';
import { MeasuredSchema } from '../record/column-totals.ts';
import { NativeError } from '../addon/errors.ts';
import { loadNative } from '../addon/load-native.ts';

/** How much of a file the page cache holds. */
export interface PageCacheReading {
  readonly sizeBytes: number;
  /** 0 to `sizeBytes`; `NaN` when it is unknown, with a `reason`. */
  readonly residentBytes: number;
  /** Dirty or being written; `NaN` when it is unknown, as with `mincore`. */
  readonly unwrittenBytes: number;
  /** Whether the file system keeps its files in memory only, such as tmpfs: nothing can be dropped. */
  readonly isInMemory: boolean;
  /** The system call that reported it; empty when none did. */
  readonly source: 'cachestat' | 'mincore' | '';
  /** Why it is unknown, as a sentence without a period; empty when it is known. */
  readonly reason: string;
}

/** A file before and after its pages were dropped. */
export interface DroppedFile {
  readonly before: PageCacheReading;
  readonly after: PageCacheReading;
}

const FAILURES = ['NO_FILE', 'NOT_A_FILE', 'FORBIDDEN', 'UNREADABLE'] as const;

/** Why a file cannot be queried: missing, not a regular file, no permission, or unreadable. */
export type PageCacheFailure = (typeof FAILURES)[number];

/** A file cannot be queried. */
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
 * Reads how much of a regular file the page cache holds, off the JavaScript thread. Uses `cachestat` (Linux 6.5), else `mincore`.
 * `mincore`, and `cachestat` since Linux 6.14, answer only the owner of the file and users who may write it.
 * @throws {PageCacheError} when the file cannot be read
 * @throws {NativeLoadError} when the addon cannot be loaded
 */
export async function readPageCache(path: string): Promise<PageCacheReading> {
  return ReadingSchema.parse(await orPageCacheError(loadNative().readPageCache(path)));
}

/**
 * Makes the kernel write dirty pages of a regular file and drop the pages that no process maps, off the JavaScript thread.
 * Needs no write permission. `after` has what stayed.
 * @throws {PageCacheError} when the file cannot be read
 * @throws {NativeLoadError} when the addon cannot be loaded
 */
export async function dropPageCache(path: string): Promise<DroppedFile> {
  return DroppedSchema.parse(await orPageCacheError(loadNative().dropPageCache(path)));
}

async function orPageCacheError(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    const { data } = CodeSchema.safeParse(error);
    if (data === undefined || !(error instanceof Error)) throw error;
    throw new PageCacheError(data.code, error.message, { cause: error });
  }
}
