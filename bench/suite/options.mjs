import { parseArgs } from 'node:util';

/** Something is wrong with the arguments; the message is for the person who gave them. */
export class UsageError extends Error {}

/**
 * @template Section
 * @typedef {object} BenchOptions
 * @property {boolean} json
 * @property {'quick' | 'default' | 'long'} mode
 * @property {readonly Section[]} sections
 * @property {Readonly<Record<string, string>>} settings of the suite, those that were given
 */

/**
 * Reads the arguments of a suite: `--json`, `--section NAME`, a switch for each of its modes, and its own settings.
 * @template {{ name: string }} Section
 * @param {string[]} args
 * @param {readonly Section[]} all the sections of the suite
 * @param {readonly ('quick' | 'long')[]} modes those that it has beside the default
 * @param {readonly string[]} settings names of options that take a value
 * @returns {BenchOptions<Section>}
 * @throws {UsageError}
 */
export function parseOptions(args, all, modes, settings = []) {
  const { json, section: asked, ...values } = parse(args, modes, settings);
  const chosen = modes.filter((mode) => values[mode]);
  if (chosen.length > 1) {
    throw new UsageError(`${chosen.map((mode) => `--${mode}`).join(' and ')} exclude each other.`);
  }
  const known = all.map(({ name }) => name);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`There is no section "${unknown}". Known ones: ${known.join(', ')}.`);
  }
  const sections = all.filter(({ name }) => asked.length === 0 || asked.includes(name));
  const given = settings.flatMap((name) =>
    values[name] === undefined ? [] : [[name, values[name]]],
  );
  return { json, mode: chosen[0] ?? 'default', sections, settings: Object.fromEntries(given) };
}

/** @param {string[]} args @param {readonly string[]} modes @param {readonly string[]} settings */
function parse(args, modes, settings) {
  const switches = modes.map((mode) => [mode, { type: 'boolean', default: false }]);
  const valued = settings.map((name) => [name, { type: 'string' }]);
  try {
    return parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        section: { type: 'string', multiple: true, default: [] },
        ...Object.fromEntries([...switches, ...valued]),
      },
    }).values;
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS_')) throw error;
    const known = [
      '--json',
      ...modes.map((mode) => `--${mode}`),
      '--section NAME',
      ...settings.map((name) => `--${name} VALUE`),
    ].join(', ');
    throw new UsageError(`${error.message} Known options: ${known}.`, { cause: error });
  }
}
