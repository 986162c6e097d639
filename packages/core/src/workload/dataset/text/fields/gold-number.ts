/** Marks the number that a worked answer ends with. */
const MARK = '####';

/** What stands around or inside a number and is no part of it. */
const DECORATION = /[\s,$%]/g;

/** A decimal number; the sign may be that of typography. */
const NUMBER = /^[-\u2212]?\d+(?:\.\d+)?/;

/**
 * The number after the last `####` of a worked answer, as a decimal; undefined where there is none.
 * Separators of thousands, `$`, `%` and a full stop are no part of it.
 */
export function goldNumberOf(answer: string): number | undefined {
  const begin = answer.lastIndexOf(MARK);
  if (begin === -1) return undefined;
  const text = answer.slice(begin + MARK.length).replace(DECORATION, '');
  const [number] = NUMBER.exec(text) ?? [];
  return number === undefined ? undefined : Number(number.replace('\u2212', '-'));
}
