import { loadNative, NativeLoadError } from '@loadcell/native';

/** Why the native part is not available; undefined where it is. */
export function missingNative(): NativeLoadError | undefined {
  try {
    loadNative();
    return undefined;
  } catch (error) {
    if (error instanceof NativeLoadError) return error;
    throw error;
  }
}
