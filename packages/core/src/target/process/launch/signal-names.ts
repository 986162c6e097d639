import { constants } from 'node:os';

const NUMBERS: ReadonlyMap<string, number> = new Map(Object.entries(constants.signals));
/** The first name of each signal counts: SIGABRT, not SIGIOT. */
const NAMES = new Map([...NUMBERS].toReversed().map(([name, number]) => [number, name]));

/** The name of a signal; `signal 40` for one without a name, such as a real-time signal. */
export function nameOfSignal(number: number): string {
  return NAMES.get(number) ?? `signal ${number}`;
}

/** The number of a signal by its name from {@link nameOfSignal}; 0 for an unknown name. */
export function numberOfSignal(name: string): number {
  return NUMBERS.get(name) ?? Number(/^signal (\d+)$/.exec(name)?.[1] ?? 0);
}
