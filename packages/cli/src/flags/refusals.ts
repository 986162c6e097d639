/** The fixed patterns of errors, without a period: the text of one `error:` line. */

/** `--cancel needs --cancel-after`. */
export function needs(what: string, missing: string): string {
  return `${what} needs ${missing}`;
}

/** `--until-decided cannot be combined with --requests`. */
export function cannotCombine(what: string, other: string): string {
  return `${what} cannot be combined with ${other}`;
}

/** `invalid range "5": expected FROM..TO`. */
export function invalid(what: string, text: string, expected: string): string {
  return `invalid ${what} "${text}": expected ${expected}`;
}
