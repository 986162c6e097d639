import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { phaseData } from '../../../src/report/page/phase/phase-data.ts';
import { renderMarkdown } from '../../../src/report/markdown/render-markdown.ts';
import { renderTerminal } from '../../../src/report/terminal/render-terminal.ts';
import { RunResultsSchema } from '../../../src/report/results/run-results.ts';
import { serverMemoryText } from '../../../src/report/rows/server-memory-text.ts';
import { EventsFileWriter, readEventsFile } from '../../../src/stream/files/events-file.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import type { ServerMemory } from '../../../src/stream/events/memory-parts.ts';
import { builtBaseline } from '../../stream/built/built-phases.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { concluded } from '../concluded.ts';

const GIB = 2 ** 30;

const MEMORY: ServerMemory = {
  source: 'llama.cpp',
  loads: 2,
  parts: [
    {
      part: 'weights',
      bytes: 5 * GIB,
      places: [
        { name: 'CUDA0', bytes: 4 * GIB },
        { name: 'CPU_Mapped', bytes: GIB },
      ],
    },
    { part: 'kv-cache', bytes: 2 * GIB, places: [{ name: 'CUDA0', bytes: 2 * GIB }] },
  ],
  kvCacheTokens: 131_072,
};

function phaseWith(...reported: readonly ServerMemory[]): PhaseStreams {
  const builder = builtBaseline();
  for (const [index, memory] of reported.entries()) {
    builder.event(index + 1, (place) => ({ kind: 'server-memory-parts', ...place, ...memory }));
  }
  return builder.build(5900);
}

const TITLE = 'Server memory by purpose, as reported';

describe('a phase whose server reported what its memory is for', () => {
  const conclusion = concluded([phaseWith(MEMORY)]);

  it.each(['brief', 'full'] as const)('has a table of it at a terminal, %s', (detail) => {
    const lines = renderTerminal(conclusion, { detail }).split('\n');
    const at = lines.indexOf(`  ${TITLE} (llama.cpp, 2 models)`);
    expect(lines.slice(at + 1, at + 4)).toEqual([
      '   weights         5.0 GiB  CUDA0 4.0 GiB, CPU_Mapped 1.0 GiB',
      '   KV cache        2.0 GiB  CUDA0; room for 131,072 tokens',
      '   total reported  7.0 GiB',
    ]);
  });

  it('has it in Markdown, escaped', () => {
    const text = renderMarkdown(conclusion);
    expect(text).toContain(`${TITLE} (llama.cpp, 2 models)`);
    expect(text).toMatch(/\| weights +\| +5\.0 GiB \| CUDA0 4\.0 GiB, CPU\\_Mapped 1\.0 GiB +\|/u);
  });

  it('has it on the page and in the results', () => {
    const [result] = conclusion.results.phases;
    if (result === undefined) throw new Error('no phase was concluded');
    expect(phaseData(result, undefined, undefined).serverMemory?.rows).toHaveLength(3);
    const written = RunResultsSchema.parse(RunResultsSchema.encode(conclusion.results));
    expect(written.phases[0]?.serverMemory).toEqual(MEMORY);
  });

  it('has what was reported last, once its models were loaded', () => {
    const later = { ...MEMORY, loads: 3 };
    const { results } = concluded([phaseWith(MEMORY, later)]);
    expect(results.phases[0]?.serverMemory?.loads).toBe(3);
  });
});

it('is absent everywhere where no server reported it', () => {
  const conclusion = concluded([phaseWith()]);
  expect(conclusion.results.phases[0]).not.toHaveProperty('serverMemory');
  expect(renderTerminal(conclusion)).not.toContain(TITLE);
  expect(renderMarkdown(conclusion)).not.toContain(TITLE);
});

it('writes names of a server as one line without control characters', () => {
  const name = 'CUDA0\u001B[31m\n|<b>';
  const conclusion = concluded([
    phaseWith({
      source: 'vllm',
      loads: 1,
      parts: [{ part: 'weights', bytes: GIB, places: [{ name, bytes: GIB }] }],
    }),
  ]);
  expect(renderTerminal(conclusion)).toContain('weights  1.0 GiB  CUDA0 |<b>');
  expect(renderMarkdown(conclusion)).toContain(String.raw`\|&lt;b&gt;`);
});

it('names the largest places of a server that has many', () => {
  const places = [8, 7, 6, 5, 4, 3].map((gib, rank) => ({ name: `TP${rank}`, bytes: gib * GIB }));
  const [row] = serverMemoryText({
    source: 'sglang',
    loads: 1,
    parts: [{ part: 'weights', bytes: 33 * GIB, places }],
  }).rows;
  expect(row).toEqual([
    'weights',
    '33.0 GiB',
    'TP0 8.0 GiB, TP1 7.0 GiB, TP2 6.0 GiB, TP3 5.0 GiB, 2 more',
  ]);
});

it('is an event that a run directory keeps', async () => {
  const path = join(temporaryFolder(), 'events.jsonl');
  const writer = new EventsFileWriter(path);
  writer.append({ kind: 'server-memory-parts', atNs: 5, phase: 'load', ...MEMORY });
  writer.close();
  expect(readFileSync(path, 'utf8')).toContain('"kv-cache"');
  const { events } = await readEventsFile(path);
  expect(events).toEqual([{ kind: 'server-memory-parts', atNs: 5, phase: 'load', ...MEMORY }]);
});
