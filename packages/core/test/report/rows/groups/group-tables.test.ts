import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../../../src/report/markdown/render-markdown.ts';
import { groupLines, groupTables } from '../../../../src/report/rows/groups/group-tables.ts';
import { stageData } from '../../../../src/report/page/phase/stage-data.ts';
import { renderTerminal } from '../../../../src/report/terminal/render-terminal.ts';
import { PhaseBuilder, type BuiltRequest } from '../../../stream/built/phase-builder.ts';
import { concluded } from '../../concluded.ts';

/** A run with one stage of 60 requests, the properties of which repeat. */
function runOfGroups(properties: readonly Partial<BuiltRequest>[]) {
  const phase = new PhaseBuilder('load').stage('closed', 0, 1000);
  for (let index = 0; index < 60; index += 1) {
    const sentMs = index * 10;
    const given = properties[index % properties.length];
    phase.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 5, sentMs + 9], ...given });
  }
  const conclusion = concluded([phase.build(1000)]);
  const [result] = conclusion.results.phases;
  const [stage] = result?.stages ?? [];
  if (result === undefined || stage === undefined) throw new Error('no stage');
  return { conclusion, result, stage };
}

describe('groupTables', () => {
  test('is empty for a stage of one model, one API and no conversation', () => {
    expect(groupTables(runOfGroups([{}]).stage)).toEqual([]);
  });

  test('has a row for each group, and no column that is empty in all of them', () => {
    const { stage } = runOfGroups([{ model: 'base' }, { model: 'adapter' }]);
    expect(groupTables(stage)).toEqual([
      {
        by: 'model',
        head: [
          'model',
          'requests',
          'TTFT p50',
          'e2e p50',
          'TPOT p50',
          'in tok',
          'out tok',
          'cached',
        ],
        rows: [
          ['base', '30', '5.00 ms', '9.00 ms', '4.00 ms', '24', '2', '0.0%'],
          ['adapter', '30', '5.00 ms', '9.00 ms', '4.00 ms', '24', '2', '0.0%'],
        ],
      },
    ]);
  });

  test('leaves the least important columns out where a line is too wide', () => {
    const { stage } = runOfGroups([{ model: 'base' }, { model: `adapter-${'x'.repeat(50)}` }]);
    const [wide] = groupTables(stage);
    const [narrow] = groupTables(stage, 96);
    expect(wide?.head).toContain('out tok');
    expect(narrow?.head).not.toContain('out tok');
    expect(narrow?.head).toContain('TTFT p50');
    for (const line of narrow === undefined ? [] : groupLines(narrow)) {
      expect(line.length).toBeLessThanOrEqual(96);
    }
  });

  test('shows failed requests and a percentile that falls on one', () => {
    const { stage } = runOfGroups([{ model: 'a' }, { model: 'b', chunksMs: [], endMs: 1 }]);
    const [table] = groupTables(stage);
    expect(table?.head).toContain('failed');
    expect(table?.rows.map((row) => [row[0], row[2], row.includes('failed')])).toEqual([
      ['a', '', false],
      ['b', '30', true],
    ]);
  });
});

test('shows items per second where requests have items, and no first token', () => {
  const items = { api: 'rerank', itemCount: 8, chunksMs: [], endMs: 700, outcome: 'ok' } as const;
  const [table] = groupTables(runOfGroups([{ api: 'openai-chat' }, items]).stage);
  const place = table?.head.indexOf('items/s') ?? -1;
  expect(table?.rows.map((row) => [row[0], row[place]])).toEqual([
    ['openai-chat', ''],
    ['rerank', '240'],
  ]);
});

describe('a report with several groups', () => {
  const { conclusion, result, stage } = runOfGroups([
    { api: 'openai-chat', model: 'a|b' },
    { api: 'embeddings', model: 'c', chunksMs: [], endMs: 700, outcome: 'ok' },
  ]);

  test('has them below their stage on the terminal, and no pooled TTFT', () => {
    const text = renderTerminal(conclusion, { detail: 'brief', width: 100 });
    const lines = text.split('\n');
    const heads = lines.filter((line) => /^ {4}(?:model|API) /u.test(line));
    expect(heads.map((line) => line.trim().split(/ {2,}/u)[0])).toEqual(['model', 'API']);
    expect(lines.find((line) => line.startsWith('    openai-chat'))).toContain('5.00 ms');
    expect(lines.some((line) => line.startsWith('    TTFT'))).toBe(false);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('has them in Markdown, escaped, and on the page', () => {
    const markdown = renderMarkdown(conclusion);
    expect(markdown).toMatch(/\| API +\| requests \|/u);
    expect(markdown).toContain('a\\|b');
    expect(stageData(result, stage).groups.map(({ by }) => by)).toEqual(['model', 'api']);
  });

  test('has the turns of short conversations, else whether they are first turns, and all of them in full', () => {
    const textOf = (turns: number, detail: 'brief' | 'full') => {
      const properties = Array.from({ length: turns }, (_, index) => ({ turn: index + 1 }));
      return renderTerminal(runOfGroups(properties).conclusion, {
        detail,
        width: 100,
      });
    };
    expect(textOf(3, 'brief')).toMatch(/^ {4}turn +requests/mu);
    expect(textOf(3, 'brief')).not.toMatch(/^ {4}conversation/mu);
    expect(textOf(6, 'brief')).toMatch(/^ {4}conversation +requests/mu);
    expect(textOf(6, 'brief')).not.toMatch(/^ {4}turn/mu);
    expect(textOf(6, 'full')).toMatch(/^ {4}turn +requests/mu);
  });
});
