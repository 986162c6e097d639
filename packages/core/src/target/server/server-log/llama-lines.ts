import { sizeBytes, type MemoryLineReader, type MemoryPart } from './memory-line.ts';

/**
 * `load_tensors: CUDA0 model buffer size = 51.10 MiB`; older versions and forks write `llm_load_tensors: CUDA0 buffer size`.
 * Mainline prints these at `-lv 4`, forks and Ollama by default.
 */
const BUFFER =
  /\b(\w+):\s+(\S+)\s+(?:(model|LoRA|KV|RS|compute|output) )?buffer size\s*=\s*(\d+(?:\.\d+)?) MiB/u;

/** `llama_kv_cache: size = 64.00 MiB ( 2048 cells, 8 layers, 2/2 seqs)`: cells of each of the second number of streams. */
const CELLS = /\bllama_kv_cache\w*: size\s*=.*\(\s*(\d+) cells,.*?(?:\/\s*(\d+))? seqs\)/u;

const MODEL = /\bllama_model_loader: loaded meta data with\b/u;

const CONTEXT =
  /\bllama_context: constructing llama_context\b|\b(?:llama_new_context_with_model|llama_init_from_model): n_ctx\s*=/u;

const PARTS: Readonly<Record<string, MemoryPart>> = {
  model: 'weights',
  LoRA: 'weights',
  KV: 'kv-cache',
  // States of recurrent layers, which have no KV cache.
  RS: 'kv-cache',
  compute: 'compute-buffers',
  output: 'output-buffers',
};

const source = 'llama.cpp';

/** Reads a line of llama.cpp, its forks, or Ollama, which runs it. */
export const readLlamaLine: MemoryLineReader = (line) => {
  if (MODEL.test(line)) return [{ kind: 'model-began', source }];
  if (CONTEXT.test(line)) return [{ kind: 'context-began', source }];
  const [, cells, streams = '1'] = CELLS.exec(line) ?? [];
  if (cells !== undefined) {
    return [{ kind: 'kv-tokens', source, placeKey: '', tokens: Number(cells) * Number(streams) }];
  }
  const [, printer = '', place, word, size] = BUFFER.exec(line) ?? [];
  const part = PARTS[word ?? (printer.endsWith('load_tensors') ? 'model' : '')];
  if (part === undefined || place === undefined) return [];
  // Compute buffers are reallocated when the graph grows; a split file has a buffer for each piece.
  const replaces = part === 'compute-buffers';
  return [{ kind: 'part', source, part, place, bytes: sizeBytes(size, 'MiB'), replaces }];
};
