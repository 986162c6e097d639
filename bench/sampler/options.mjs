import { parseArgs } from 'node:util';
import { SECTIONS } from './sections.mjs';

/** Something is wrong with the arguments; the message is for the person who gave them. */
export class UsageError extends Error {}

/**
 * @typedef {object} BenchOptions
 * @property {boolean} json
 * @property {'quick' | 'default' | 'long'} mode
 * @property {readonly import('./sections.mjs').Section[]} sections
 */

/**
 * @param {string[]} args
 * @returns {BenchOptions}
 * @throws {UsageError}
 */
export function parseOptions(args) {
  const { json, quick, long, section } = parse(args);
  if (quick && long) throw new UsageError('--quick and --long exclude each other.');
  const known = SECTIONS.map(({ name }) => name);
  const unknown = section.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`There is no section "${unknown}". Known ones: ${known.join(', ')}.`);
  }
  const sections = SECTIONS.filter(({ name }) => section.length === 0 || section.includes(name));
  return { json, mode: modeOf(quick, long), sections };
}

/** @param {boolean} quick @param {boolean} long */
function modeOf(quick, long) {
  if (quick) return 'quick';
  return long ? 'long' : 'default';
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        long: { type: 'boolean', default: false },
        section: { type: 'string', multiple: true, default: [] },
      },
    }).values;
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS_')) throw error;
    throw new UsageError(
      `${error.message} Known options: --json, --quick, --long, --section NAME.`,
      { cause: error },
    );
  }
}
