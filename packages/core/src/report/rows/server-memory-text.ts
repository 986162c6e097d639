import { formatBytes, formatNumber } from '../../metric/format/format-value.ts';
import type { ServerMemory } from '../../stream/events/memory-parts.ts';

/** The memory of a server by purpose, as text: a title, and a row for each part and for their sum. */
export interface ServerMemoryText {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly [part: string, size: string, where: string])[];
}

type Part = ServerMemory['parts'][number];

const NAMES: Readonly<Record<Part['part'], string>> = {
  weights: 'weights',
  'kv-cache': 'KV cache',
  'compute-buffers': 'compute buffers',
  'output-buffers': 'output buffers',
  'cuda-graphs': 'CUDA graphs',
};

const SOURCES: Readonly<Record<ServerMemory['source'], string>> = {
  'llama.cpp': 'llama.cpp',
  ollama: 'Ollama',
  vllm: 'vLLM',
  sglang: 'SGLang',
};

/** Buffers, devices or workers that a row names; results.json has all of them. */
const SHOWN_PLACES = 4;

/** The memory of a server by purpose, as it reports it. */
export function serverMemoryText(memory: ServerMemory): ServerMemoryText {
  const { source, loads, parts } = memory;
  const models = loads === 1 ? '' : `, ${formatNumber(loads)} models`;
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    title: `Server memory by purpose, as reported (${SOURCES[source]}${models})`,
    head: ['Part', 'Size', 'Where'],
    rows: [
      ...parts.map((part) => rowOf(part, memory)),
      ...(parts.length === 1 ? [] : [['total reported', formatBytes(total), ''] as const]),
    ],
  };
}

function rowOf({ part, bytes, places }: Part, { kvCacheTokens }: ServerMemory) {
  const shown = places.slice(0, SHOWN_PLACES);
  const more = places.length - shown.length;
  const where = [
    ...shown.map((place) =>
      places.length === 1 ? place.name : `${place.name} ${formatBytes(place.bytes)}`,
    ),
    ...(more === 0 ? [] : [`${formatNumber(more)} more`]),
  ].join(', ');
  const room =
    part === 'kv-cache' && kvCacheTokens !== undefined
      ? `; room for ${formatNumber(kvCacheTokens)} tokens`
      : '';
  return [NAMES[part], formatBytes(bytes), where + room] as const;
}

/** The same as lines of a terminal, in columns. */
export function serverMemoryLines(memory: ServerMemory): string[] {
  const { title, rows } = serverMemoryText(memory);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const [nameWidth = 0, sizeWidth = 0] = widths;
  return [
    title,
    ...rows.map(([part, size, where]) =>
      ` ${part.padEnd(nameWidth)}  ${size.padStart(sizeWidth)}  ${where}`.trimEnd(),
    ),
  ];
}
