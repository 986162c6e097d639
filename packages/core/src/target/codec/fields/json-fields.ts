import { isRecord } from '../../../spec/is-record.ts';

export { isRecord };

/** A field that should be an object; undefined if it is not. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) ? value : undefined;
}

/** A field that should be a list; empty if it is not. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A field that should be text; empty if it is not. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A field that should be a number; `NaN` if it is not, since an unreported value is not 0. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}
