import { sizeBytes, type MemoryLineReader, type MemoryPart } from './memory-line.ts';

/** `(Worker_TP0 pid=34322)` before a line; a server of one process has none. */
const PRINTER = /\(([A-Za-z]\w*(?: rank=\d+)?) (pid=\d+)\)/u;

const SIZE = String.raw`(\d+(?:\.\d+)?)`;

/** Sizes by worker. vLLM divides by 2^30, even where earlier versions print GB. */
const SIZES: readonly (readonly [MemoryPart, RegExp])[] = [
  ['weights', new RegExp(String.raw`\bModel loading took ${SIZE} Gi?B\b`, 'u')],
  ['kv-cache', new RegExp(String.raw`\bAvailable KV cache memory: ${SIZE} GiB`, 'u')],
  ['kv-cache', new RegExp(String.raw`\breserved ${SIZE} GiB memory for KV Cache\b`, 'u')],
  // CPU build: reserved memory, and memory of the node.
  ['kv-cache', new RegExp(String.raw`\bset \(${SIZE}/[\d.]+\) GiB for KV cache\b`, 'u')],
  ['compute-buffers', new RegExp(String.raw`${SIZE} GiB for peak activation\b`, 'u')],
  ['cuda-graphs', new RegExp(String.raw`\bGraph capturing finished in .*, took ${SIZE} GiB`, 'u')],
];

/** Tokens of one engine, for any device name. */
const TOKENS = /\b\w+ KV cache size: ([\d,]+) tokens\b/u;

const source = 'vllm';

/** Reads a line of vLLM. Which workers print a size differs by version, so the place names the worker. */
export const readVllmLine: MemoryLineReader = (line) => {
  const [placeKey = '', place = 'engine'] = PRINTER.exec(line) ?? [];
  for (const [part, pattern] of SIZES) {
    const [, size] = pattern.exec(line) ?? [];
    if (size === undefined) continue;
    const bytes = sizeBytes(size, 'GiB');
    return [{ kind: 'part', source, part, place, placeKey, bytes, replaces: true }];
  }
  const [, tokens] = TOKENS.exec(line) ?? [];
  if (tokens === undefined) return [];
  return [{ kind: 'kv-tokens', source, placeKey, tokens: Number(tokens.replaceAll(',', '')) }];
};
