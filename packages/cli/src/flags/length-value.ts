import { ConfigError } from '@loadcell/core';
import { invalid } from './refusals.ts';

/** The forms of a length, for errors. */
const LENGTH_FORMS = '512, 100..500, normal:512,64 or lognormal:512,0.5';

/** The form of a mixture of lengths, for errors. */
const MIXTURE_HELP = 'write it as 128/32, or 128/32@70%,2048/256@30%';

/** A positive number in plain digits. */
function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** `512` or `100..500`; undefined for any other text. */
function readPlain(text: string): unknown {
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  return from === undefined ? readNumber(text) : { min: Number(from), max: Number(to) };
}

/** `normal:512,64`, with `,100..900` as bounds; undefined for any other text. */
function readBell(text: string): unknown {
  const [, distribution, values = ''] = /^(normal|lognormal):(.+)$/.exec(text) ?? [];
  const [center, spread, bounds, ...rest] = values.split(',');
  const [one, other] = [readNumber(center), readNumber(spread)];
  const cut = bounds === undefined ? {} : readPlain(bounds);
  if (one === undefined || other === undefined || typeof cut !== 'object' || rest.length > 0) {
    return undefined;
  }
  return distribution === 'normal'
    ? { distribution, mean: one, deviation: other, ...cut }
    : { distribution, median: one, sigma: other, ...cut };
}

/**
 * Parses a length: `512`, `100..500`, `normal:MEAN,DEVIATION` or `lognormal:MEDIAN,SIGMA`, the last two with `,MIN..MAX`.
 * @throws {ConfigError} with the forms
 */
export function parseLength(text: string): unknown {
  const length = readPlain(text) ?? readBell(text);
  if (length !== undefined) return length;
  throw new ConfigError(invalid('length', text, LENGTH_FORMS), {
    help: 'write a number of tokens, MIN..MAX, normal:MEAN,DEVIATION or lognormal:MEDIAN,SIGMA; the last two may end in ,MIN..MAX',
  });
}

/**
 * Parses kinds of requests by input and output tokens, with their shares: `128/32@70%,2048/256@30%`.
 * @throws {ConfigError} with the form
 */
export function parseLengthPairs(text: string): unknown {
  return text.split(',').map((part) => {
    const [, input = '', output = '', share] = /^([^/@]+)\/([^/@]+)(?:@(.+))?$/.exec(part) ?? [];
    const [inputTokens, outputTokens] = [readPlain(input), readPlain(output)];
    const portion = readShare(share);
    if (inputTokens === undefined || outputTokens === undefined || portion === undefined) {
      throw new ConfigError(invalid('lengths', part, 'INPUT/OUTPUT@SHARE'), { help: MIXTURE_HELP });
    }
    return { inputTokens, outputTokens, ...portion };
  });
}

/** `70%` or `0.7`; undefined for any other text. */
function readShare(text: string | undefined): { readonly share?: number } | undefined {
  if (text === undefined) return {};
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return { share: percent === '%' ? Number(digits) / 100 : Number(digits) };
}
