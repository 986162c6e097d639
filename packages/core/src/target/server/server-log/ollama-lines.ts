import { sizeBytes, type MemoryLineReader, type MemoryPart } from './memory-line.ts';

/** `msg="kv cache" device=CUDA0 size="936.0 MiB"`, of Ollama's own engine; earlier ones write `buffer=` or `backend=`. */
const PART =
  /\bmsg="(model weights|kv cache|compute graph)" (?:device|buffer|backend)=(\S+).*?\bsize="(\d+(?:\.\d+)?) (\w+)"/u;

/** Ollama starts one process for each loaded model, and a new one for each reload. */
const RUNNER = /\bmsg="starting (?:runner|llama[- ]server)"(?:.*? --model (\S+))?/u;

const PARTS: Readonly<Record<string, MemoryPart>> = {
  'model weights': 'weights',
  'kv cache': 'kv-cache',
  'compute graph': 'compute-buffers',
};

const source = 'ollama';

/** Reads a line of Ollama. It also prints estimates; each replaces the one before. */
export const readOllamaLine: MemoryLineReader = (line) => {
  const runner = RUNNER.exec(line);
  if (runner !== null) return [{ kind: 'model-began', source, model: runner[1] ?? '' }];
  const [, name = '', place, size, unit] = PART.exec(line) ?? [];
  const part = PARTS[name];
  if (part === undefined || place === undefined) return [];
  return [{ kind: 'part', source, part, place, bytes: sizeBytes(size, unit), replaces: true }];
};
