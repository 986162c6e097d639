const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const HEXADECIMAL = /^([+-]?)0x([\da-f]*)\.?([\da-f]*)p([+-]?\d+)$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const NOT_A_NUMBER = /^[+-]?nan$/i;

/** Longer texts are not numbers: a double needs at most 25 characters, and patterns are slow on long texts. */
const MAX_CHARACTERS = 64;

/** Parses Go's syntax of floats, which both dialects use; undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  if (DECIMAL.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  if (NOT_A_NUMBER.test(text)) return Number.NaN;
  const [, sign, whole = '', part = '', power] = HEXADECIMAL.exec(text) ?? [];
  if (sign === undefined || `${whole}${part}` === '') return undefined;
  const size = Number(`0x${whole}${part}`) * 2 ** (Number(power) - 4 * part.length);
  return sign === '-' ? -size : size;
}
