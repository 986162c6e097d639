import { parseArgs } from 'node:util';
import { SECTIONS } from './sections.mjs';

/** Something is wrong with the arguments; the message is for the person who gave them. */
export class UsageError extends Error {}

/**
 * @typedef {object} BenchOptions
 * @property {boolean} json
 * @property {'quick' | 'default'} mode
 * @property {readonly import('./sections.mjs').Section[]} sections
 */

/**
 * @param {string[]} args
 * @returns {BenchOptions}
 * @throws {UsageError}
 */
export function parseOptions(args) {
  const { json, quick, section: asked } = parse(args);
  const known = SECTIONS.map(({ name }) => name);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`There is no section "${unknown}". Known ones: ${known.join(', ')}.`);
  }
  const sections = SECTIONS.filter(({ name }) => asked.length === 0 || asked.includes(name));
  return { json, mode: quick ? 'quick' : 'default', sections };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        section: { type: 'string', multiple: true, default: [] },
      },
    }).values;
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS_')) throw error;
    throw new UsageError(`${error.message} Known options: --json, --quick, --section NAME.`, {
      cause: error,
    });
  }
}
