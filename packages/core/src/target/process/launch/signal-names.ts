import { constants } from 'node:os';

const NUMBERS: ReadonlyMap<string, number> = new Map(Object.entries(constants.signals));
/** Of names for one signal, the first counts: SIGABRT and not SIGIOT. */
const NAMES = new Map([...NUMBERS].toReversed().map(([name, number]) => [number, name]));

/** What a signal is called; one without a name, such as those of real time, `signal 40`. */
export function nameOfSignal(number: number): string {
  return NAMES.get(number) ?? `signal ${number}`;
}

/** The number of a signal by what {@link nameOfSignal} calls it; 0 for what is none. */
export function numberOfSignal(name: string): number {
  return NUMBERS.get(name) ?? Number(/^signal (\d+)$/.exec(name)?.[1] ?? 0);
}
