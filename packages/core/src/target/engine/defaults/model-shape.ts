import { stat } from 'node:fs/promises';
import { isSystemError } from '../../../spec/error/system-error.ts';
import { readGgufMetadata } from '../gguf/gguf-metadata.ts';

/** What the size of a context depends on. Each is `NaN` if the file does not have it. */
export interface ModelShape {
  /** Context length of the training, tokens. */
  readonly trainedTokens: number;
  /** Keys and values that the cache holds per token, in half precision. */
  readonly cacheBytesPerToken: number;
  readonly fileBytes: number;
}

/** Key and value, two bytes each. */
const HALF_BYTES = 2;

const UNKNOWN: ModelShape = {
  trainedTokens: Number.NaN,
  cacheBytesPerToken: Number.NaN,
  fileBytes: Number.NaN,
};

function sumOverLayers(value: unknown, layers: number): number {
  if (typeof value === 'number') return value * layers;
  // Some architectures give each layer a number of heads.
  if (!Array.isArray(value)) return Number.NaN;
  return value.reduce<number>((sum, one) => sum + Number(one), 0);
}

/** Reads a model file; the engine reports one that is missing or corrupt when it loads it. */
export async function readModelShape(path: string): Promise<ModelShape> {
  try {
    const metadata = await readGgufMetadata(path);
    const { size } = await stat(path);
    const architecture = String(metadata.get('general.architecture'));
    const read = (key: string): unknown => metadata.get(`${architecture}.${key}`);
    const number = (key: string): number => {
      const value = read(key);
      return typeof value === 'number' ? value : Number.NaN;
    };
    const ownWidth = number('embedding_length') / number('attention.head_count');
    const width = (key: string): number => {
      const value = number(key);
      return Number.isNaN(value) ? ownWidth : value;
    };
    const heads = sumOverLayers(
      read('attention.head_count_kv') ?? read('attention.head_count'),
      number('block_count'),
    );
    return {
      trainedTokens: number('context_length'),
      cacheBytesPerToken:
        heads * (width('attention.key_length') + width('attention.value_length')) * HALF_BYTES,
      fileBytes: size,
    };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return UNKNOWN;
  }
}
