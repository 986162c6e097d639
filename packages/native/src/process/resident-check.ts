import { MeasuredSchema } from '../record/column-totals.ts';
import { loadNative } from '../addon/load-native.ts';

/**
 * Error of the RSS that this kernel reports, bytes: this process touches 64 pages and reads its RSS. 0 on most kernels; from
 * Linux 6.2 until a later fix, some pages per CPU. NaN when the check failed.
 * @throws {NativeLoadError} when the addon cannot be loaded
 */
export function residentErrorBytes(): number {
  return MeasuredSchema.parse(loadNative().residentErrorBytes());
}
