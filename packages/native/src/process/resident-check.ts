import { MeasuredSchema } from '../record/column-totals.ts';
import { loadNative } from '../addon/load-native.ts';

/**
 * How far the resident size that this kernel tells is from the truth, bytes: this process touches 64 pages and looks.
 * 0 on most; from Linux 6.2 on, until a later fix, some pages for each processor. NaN when it could not be tried.
 * @throws {NativeLoadError} when the addon cannot be loaded
 */
export function residentErrorBytes(): number {
  return MeasuredSchema.parse(loadNative().residentErrorBytes());
}
