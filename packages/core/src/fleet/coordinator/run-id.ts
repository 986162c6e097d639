import { randomBytes } from 'node:crypto';

/** Draws the id of a run: the time in base 36, by which ids sort, and 64 random bits. At most 26 letters and digits. */
export function createRunId(epochMs: number): string {
  return `${epochMs.toString(36)}${randomBytes(8).toString('hex')}`;
}
