import { ConfigError } from '../../spec/error/errors.ts';
import type { FileDigest } from '../file-digest.ts';
import type { LengthBounds } from '../length-spec.ts';
import type { DrawnLengths } from '../lengths/length-pairs.ts';
import { createRandom, type Random } from '../random.ts';
import type { OpenDataset } from '../dataset/open-dataset.ts';
import type { NamedLengths } from './dataset-survey.ts';
import { sendableConversations } from './dataset-survey.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { lengthsOfTurns, sumOfLengths } from './turn-lengths.ts';

/** Requests whose lengths are kept, each 16 bytes. */
const MOST_KEPT = 1_000_000;

/** In which order the lengths of a file are taken. */
export const LENGTH_ORDERS = ['random', 'file'] as const;

/** One of {@link LENGTH_ORDERS}. */
export type LengthOrder = (typeof LENGTH_ORDERS)[number];

/** How lengths are taken from a file. */
export interface LengthUse {
  /** `random`: each request draws one, with replacement; `file`: in its order, starting over at its end. */
  readonly order: LengthOrder;
  readonly seed: number;
}

/** Lengths of the requests of a file, input and output together. */
export interface FileLengths {
  readonly path: string;
  readonly digest: FileDigest;
  /** Requests with both lengths. */
  readonly requests: number;
  /** Requests without a length of output, which are left out. */
  readonly leftOut: number;
  /** Of input and output together. */
  readonly bounds: LengthBounds;
  readonly longest: NamedLengths;
  /** Lengths without an end. */
  readonly draw: (random: Random) => Generator<DrawnLengths, never>;
}

/**
 * Reads the lengths of a data set; those of texts are estimated. Of more than a million requests a seeded sample is kept, or
 * the first million in the order of the file.
 * @throws {ConfigError} when no request has both lengths
 */
export function readFileLengths(dataset: OpenDataset, { order, seed }: LengthUse): FileLengths {
  const { path } = dataset;
  const inputs = new GrowingNumbers();
  const outputs = new GrowingNumbers();
  const sampling = createRandom(seed, 'sample of lengths');
  let requests = 0;
  let leftOut = 0;
  let bounds: LengthBounds = { min: Infinity, max: 0 };
  let longest: NamedLengths | undefined;
  for (const conversation of sendableConversations(dataset.entries())) {
    for (const [place, lengths] of lengthsOfTurns(conversation).entries()) {
      const { inputTokens, outputTokens } = lengths;
      if (!(inputTokens >= 1 && outputTokens >= 1)) {
        leftOut += 1;
        continue;
      }
      requests += 1;
      const sum = sumOfLengths(lengths);
      if (sum > bounds.max) {
        const line = conversation.turns[place]?.line ?? Number.NaN;
        longest = { line, inputTokens, outputTokens };
      }
      bounds = { min: Math.min(bounds.min, sum), max: Math.max(bounds.max, sum) };
      if (inputs.length < MOST_KEPT) {
        inputs.push(inputTokens);
        outputs.push(outputTokens);
      } else if (order === 'random') {
        const replaced = sampling.index(requests);
        if (replaced >= MOST_KEPT) continue;
        inputs.read()[replaced] = inputTokens;
        outputs.read()[replaced] = outputTokens;
      }
    }
  }
  if (longest === undefined) throw noLengths(path, leftOut);
  const kept = { inputs: inputs.read(), outputs: outputs.read() };
  return {
    path,
    digest: dataset.digest(),
    requests,
    leftOut,
    bounds,
    longest,
    draw: (random) => drawKept(kept, order, random),
  };
}

function* drawKept(
  { inputs, outputs }: { readonly inputs: Float64Array; readonly outputs: Float64Array },
  order: LengthOrder,
  random: Random,
): Generator<DrawnLengths, never> {
  for (let place = 0; ; place += 1) {
    const index = order === 'random' ? random.index(inputs.length) : place % inputs.length;
    yield {
      inputTokens: inputs[index] ?? Number.NaN,
      outputTokens: outputs[index] ?? Number.NaN,
    };
  }
}

function noLengths(path: string, leftOut: number): ConfigError {
  const what =
    leftOut === 0 ? 'it has no requests' : 'none of its requests sets a length of output';
  return new ConfigError(`invalid file "${path}": expected input and output lengths, and ${what}`, {
    help: 'use a trace, or a data set whose rows set output tokens',
  });
}
