import { getSystemErrorName } from 'node:util';
import { nameOfSignal } from './signal-names.ts';

/** Reports of the launcher; see `native/src/launch/launcher.h`. */
export type LauncherNews =
  /** The command waits; `isHeld` if it will pause as soon as it has begun, before its first instruction. */
  | { readonly kind: 'started'; readonly pid: number; readonly isHeld: boolean }
  /** No process could be made. */
  | { readonly kind: 'refused'; readonly errorName: string }
  /** The command has begun. */
  | { readonly kind: 'running'; readonly atNs: number }
  /** The command cannot be run. */
  | { readonly kind: 'failed'; readonly errorName: string }
  | { readonly kind: 'stopped'; readonly signal: string }
  | { readonly kind: 'continued' }
  | {
      readonly kind: 'ended';
      /** Null if a signal ended it. */
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly atNs: number;
      readonly cpuNs: number;
    }
  | { readonly kind: 'reaped'; readonly pid: number; readonly cpuNs: number }
  | { readonly kind: 'alone' };

/** The meaning of a wait status, see `wait(2)`. */
function readStatus(status: number): { exitCode: number | null; signal: string | null } {
  const signal = status & 0x7f;
  return signal === 0
    ? { exitCode: (status >> 8) & 0xff, signal: null }
    : { exitCode: null, signal: nameOfSignal(signal) };
}

/** Reads one line. @throws {RangeError} when the line is not from the launcher */
export function readNews(line: string): LauncherNews {
  const [kind = '', ...texts] = line.split(' ');
  const [first = Number.NaN, second = Number.NaN, third = Number.NaN] = texts.map(Number);
  switch (kind) {
    case 'started':
      return { kind, pid: first, isHeld: texts[2] === 'held' };
    case 'refused':
    case 'failed':
      return { kind, errorName: getSystemErrorName(-first) };
    case 'running':
      return { kind, atNs: first };
    case 'stopped':
      return { kind, signal: nameOfSignal(first) };
    case 'ended':
      return { kind, ...readStatus(first), atNs: second, cpuNs: third };
    case 'reaped':
      return { kind, pid: first, cpuNs: second };
    case 'continued':
    case 'alone':
      return { kind };
    default:
      throw new RangeError(`unknown launcher message: "${line}"`);
  }
}
