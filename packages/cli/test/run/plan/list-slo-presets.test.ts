import { readdirSync } from 'node:fs';
import { SLO_PRESETS } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../src/main.ts';
import { FakeTerminal } from '../../fake-terminal.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe('--slo list', () => {
  it.each([[['--slo', 'list']], [['--slo', 'ttft=200ms', '--slo', 'list', '--repeat', '3']]])(
    'prints every preset with its limits and source, and runs nothing: %j',
    async (flags) => {
      const folder = temporaryFolder();
      const terminal = new FakeTerminal(folder);
      expect(await runCommandLine(['run', ...flags], terminal)).toBe(0);
      expect(readdirSync(folder)).toEqual([]);
      expect(terminal.stderr.text).toBe('');
      const lines = terminal.stdout.text.split('\n');
      const rows = lines.map((line) => line.split(/ {2,}/));
      expect(rows[0]).toEqual(['preset', 'TTFT', 'TPOT', 'source']);
      for (const { name, ttftMs, tpotMs, source } of SLO_PRESETS) {
        const limits = [ttftMs, tpotMs].map((ms) => `${ms.toLocaleString('en-US')} ms`);
        expect(rows).toContainEqual([name, ...limits, source.title]);
        expect(terminal.stdout.text).toContain(`${source.title}:\n  ${source.url}\n`);
      }
      expect(terminal.stdout.text).toContain('A p99 needs 299 successful requests per stage');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    },
  );

  it('is rejected with --json', async () => {
    const terminal = new FakeTerminal(temporaryFolder());
    expect(await runCommandLine(['run', '--slo', 'list', '--json'], terminal)).toBe(2);
    expect(terminal.stderr.text).toBe(
      'error: --slo list cannot be combined with --json\nhelp: remove --json\n',
    );
    expect(JSON.parse(terminal.stdout.text)).toMatchObject({ error: { code: 'USAGE' } });
  });
});
