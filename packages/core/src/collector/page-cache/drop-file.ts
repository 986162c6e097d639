import { dropPageCache, PageCacheError, type PageCacheReading } from '@loadcell/native';

/** A file that should be dropped; `NaN` for unknown values. */
export interface DroppedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /**
   * Why part of it stayed, or may have, as the end of a sentence about the file; empty if nothing stayed, or if only a
   * process that maps it could explain it.
   */
  readonly reason: string;
}

/**
 * Drops one file from the page cache.
 * @returns undefined if it does not exist
 * @throws {NativeLoadError} when the addon cannot be loaded
 */
export async function dropFile(path: string): Promise<DroppedFile | undefined> {
  try {
    const { before, after } = await dropPageCache(path);
    return {
      path,
      sizeBytes: before.sizeBytes,
      bytesBefore: before.residentBytes,
      bytesAfter: after.residentBytes,
      reason: reasonOf(after),
    };
  } catch (error) {
    if (!(error instanceof PageCacheError)) throw error;
    if (error.code === 'NO_FILE') return undefined;
    const unknown = Number.NaN;
    return {
      path,
      sizeBytes: unknown,
      bytesBefore: unknown,
      bytesAfter: unknown,
      reason: `cannot be dropped: ${error.message}`,
    };
  }
}

function reasonOf({ residentBytes, unwrittenBytes, isInMemory, reason }: PageCacheReading): string {
  if (Number.isNaN(residentBytes)) return `cannot be checked: ${reason}`;
  if (residentBytes === 0) return '';
  if (isInMemory) return 'is on an in-memory file system, such as tmpfs';
  return unwrittenBytes > 0 ? 'has pages that are not on the disk yet' : '';
}
