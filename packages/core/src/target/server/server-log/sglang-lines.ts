import { sizeBytes, type MemoryLineReader } from './memory-line.ts';

/** `[2025-10-16 09:06:09 TP7]` before a line; the rank is absent where there is one process. */
const PRINTER = /\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: ([A-Z]+\d+(?: [A-Z]+\d+)*))?\]/u;

const WEIGHTS = /\bLoad weight end\..*\bmem usage=(\d+(?:\.\d+)?) GB/u;
const KV_CACHE =
  /\bKV Cache is allocated\. #tokens: (\d+), (?:K size: (\d+(?:\.\d+)?) GB, V|KV) size: (\d+(?:\.\d+)?) GB/u;
const GRAPHS = /\bCapture cuda graph end\..*\bmem usage=(\d+(?:\.\d+)?) GB/u;

const source = 'sglang';

/** Reads a line of SGLang, whose GB are 2^30 bytes. A draft model has its own lines, which are added. */
export const readSglangLine: MemoryLineReader = (line) => {
  const [, place = 'engine'] = PRINTER.exec(line) ?? [];
  const at = { source, place, replaces: false } as const;
  const [, weights] = WEIGHTS.exec(line) ?? [];
  if (weights !== undefined) {
    return [{ kind: 'part', ...at, part: 'weights', bytes: sizeBytes(weights, 'GiB') }];
  }
  const [, tokens, keys = '0', values] = KV_CACHE.exec(line) ?? [];
  if (tokens !== undefined) {
    const bytes = sizeBytes(keys, 'GiB') + sizeBytes(values, 'GiB');
    return [
      { kind: 'part', ...at, part: 'kv-cache', bytes },
      // Every rank holds a part of the same tokens.
      { kind: 'kv-tokens', source, placeKey: '', tokens: Number(tokens) },
    ];
  }
  const [, graphs] = GRAPHS.exec(line) ?? [];
  if (graphs === undefined) return [];
  return [{ kind: 'part', ...at, part: 'cuda-graphs', bytes: sizeBytes(graphs, 'GiB') }];
};
