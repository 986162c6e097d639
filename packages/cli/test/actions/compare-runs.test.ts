import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareGivenRuns } from '../../src/actions/compare-runs.ts';
import { buildProgram } from '../../src/command/build-program.ts';
import { compareCommand } from '../../src/commands/compare.ts';
import { chooseComparisonFormats } from '../../src/actions/print-comparison.ts';
import { FakeTerminal } from '../fake-terminal.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function compare(
  flags: readonly (readonly [string, readonly string[]])[],
  operands: readonly string[] = ['one', 'other'],
  folder = temporaryFolder(),
): Promise<number> {
  const terminal = new FakeTerminal(folder);
  return compareGivenRuns({ operands, flags: new Map(flags), terminal });
}

describe('compareGivenRuns', () => {
  it('reports which of its operands is no run', async () => {
    await expect(compare([])).rejects.toThrow(/one" is not a run directory/);
  });

  it('rejects a run that is given twice, by whatever name', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'run'));
    symlinkSync('run', path.join(folder, 'latest'));
    const twice = /the same run is given twice/;
    await expect(compare([], ['run', 'run'], folder)).rejects.toThrow(twice);
    await expect(compare([], ['run', 'latest'], folder)).rejects.toThrow(twice);
    await expect(compare([], ['other', 'run,run/'], folder)).rejects.toThrow(twice);
    await expect(compare([['base', ['run']]], ['run', 'other'], folder)).rejects.toThrow(twice);
  });

  it('fails only on a regression, and names the new word for the old one', async () => {
    await expect(compare([['fail-on', ['better']]])).rejects.toThrow(
      'invalid --fail-on "better": expected regression',
    );
    await expect(compare([['fail-on', ['worse']]])).rejects.toThrow(
      '--fail-on worse is now --fail-on regression',
    );
  });

  it('rejects --allow-unlike with the name of the new flag', async () => {
    const terminal = new FakeTerminal(temporaryFolder());
    const parts = { version: '0', commands: [compareCommand], terminal, onExit: () => undefined };
    const program = buildProgram(parts);
    const args = ['node', 'loadcell', 'compare', 'one', 'other', '--allow-unlike'];
    await expect(program.parseAsync(args)).rejects.toThrow(
      '--allow-unlike is now --allow-mismatch',
    );
  });

  it('takes a margin as a share', async () => {
    await expect(compare([['margin', ['a lot']]])).rejects.toThrow('--margin');
  });
});

describe('chooseComparisonFormats', () => {
  it('prints for a terminal by default', () => {
    expect(chooseComparisonFormats(new Map())).toEqual(['terminal']);
    expect(chooseComparisonFormats(new Map([['format', ['md, json,md']]]))).toEqual(['md', 'json']);
  });

  it('prints only JSON with --json', () => {
    const json: [string, string[]] = ['json', ['']];
    expect(chooseComparisonFormats(new Map([json]))).toEqual(['json']);
    expect(() => chooseComparisonFormats(new Map([json, ['format', ['md']]]))).toThrow(
      '--json cannot be combined with --format md',
    );
  });

  it('names the nearest format for one that it does not know', () => {
    expect(() => chooseComparisonFormats(new Map([['format', ['mdd']]]))).toThrow(
      'Did you mean "md"',
    );
  });
});
