import { parseArgs } from 'node:util';
import { UsageError } from '../bench-error.mjs';
import { LATEST, RESULTS_FOLDER } from '../saved/results-folder.mjs';

/**
 * @template Section
 * @typedef {object} BenchOptions
 * @property {boolean} help
 * @property {boolean} json
 * @property {'quick' | 'default' | 'long'} mode
 * @property {readonly Section[]} sections
 * @property {Readonly<Record<string, string>>} settings of the suite, those that were given
 * @property {boolean} save
 * @property {string} [against] the saved result to compare with
 * @property {string} [from] the saved result to use instead of measuring
 * @property {string} results folder of saved results
 */

/**
 * Parses the arguments of a suite: what all suites take, a switch for each of its modes, and its own settings.
 * @template {{ name: string }} Section
 * @param {string[]} args
 * @param {import('../run-suite.mjs').Suite<Section>} suite
 * @returns {BenchOptions<Section>}
 * @throws {UsageError}
 */
export function parseOptions(args, { name: suite, sections: all, modes, settings = [] }) {
  const { section: asked, ...values } = parse(args, { suite, modes, settings });
  const [mode = 'default', other] = modes.filter((one) => values[one]);
  if (other !== undefined) throw conflict(`--${mode}`, `--${other}`);
  if (values.save && values.from !== undefined) throw conflict('--save', '--from');
  const known = all.map(({ name }) => name);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`unknown section "${unknown}"`, `${suite} has ${known.join(', ')}`);
  }
  const given = settings.filter((name) => values[name] !== undefined);
  return {
    ...values,
    mode,
    sections: all.filter(({ name }) => asked.length === 0 || asked.includes(name)),
    settings: Object.fromEntries(given.map((name) => [name, values[name]])),
  };
}

/** @param {string} one @param {string} other */
function conflict(one, other) {
  return new UsageError(`${one} cannot be combined with ${other}`, `leave out ${one} or ${other}`);
}

/** @param {string[]} args @param {{ suite: string, modes: readonly string[], settings: readonly string[] }} own */
function parse(args, { suite, modes, settings }) {
  const options = {
    help: { type: 'boolean', short: 'h', default: false },
    json: { type: 'boolean', default: false },
    ...Object.fromEntries(modes.map((mode) => [mode, { type: 'boolean', default: false }])),
    section: { type: 'string', multiple: true, default: [] },
    save: { type: 'boolean', default: false },
    against: { type: 'string' },
    from: { type: 'string' },
    results: { type: 'string', default: RESULTS_FOLDER },
    ...Object.fromEntries(settings.map((name) => [name, { type: 'string' }])),
  };
  try {
    return parseArgs({ args: withLatest(args), options }).values;
  } catch (error) {
    if (!String(error.code).startsWith('ERR_PARSE_ARGS_')) throw error;
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new UsageError(reasonOf(error), `${suite} takes ${known.join(', ')}`, { cause: error });
  }
}

/** `--against` without a value means the latest result; `parseArgs` knows no option whose value can be left out. */
function withLatest(args) {
  return args.flatMap((argument, index) => {
    const isBare = argument === '--against' && (args[index + 1]?.startsWith('-') ?? true);
    return isBare ? [`--against=${LATEST}`] : [argument];
  });
}

/** The first sentence of the parser, or its unknown option in the words of every other error. @param {Error} error */
function reasonOf({ code, message }) {
  const option = /'(-[^']*)'/.exec(message)?.[1];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `unknown option "${option}"`;
  const [first] = message.split(/\.?(?:\s*\n|\. |$)/);
  return `${first.slice(0, 1).toLowerCase()}${first.slice(1)}`;
}
