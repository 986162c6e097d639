import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareGivenRuns } from '../../src/actions/compare-runs.ts';
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
  it('tells which of its operands is no run', async () => {
    await expect(compare([])).rejects.toThrow(/one" is not the directory of a run/);
  });

  it('does not compare a run with itself, by whatever name, nor count it twice', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'run'));
    symlinkSync('run', path.join(folder, 'latest'));
    const twice = /the same run is given twice/;
    await expect(compare([], ['run', 'run'], folder)).rejects.toThrow(twice);
    await expect(compare([], ['run', 'latest'], folder)).rejects.toThrow(twice);
    await expect(compare([], ['other', 'run,run/'], folder)).rejects.toThrow(twice);
    await expect(compare([['base', ['run']]], ['run', 'other'], folder)).rejects.toThrow(twice);
  });

  it('fails only on what can be worse', async () => {
    await expect(compare([['fail-on', ['better']]])).rejects.toThrow(
      '--fail-on: expected worse, and got "better".',
    );
  });

  it('takes a margin as a share', async () => {
    await expect(compare([['margin', ['a lot']]])).rejects.toThrow('--margin');
  });
});

describe('chooseComparisonFormats', () => {
  it('prints for a terminal when nothing is asked for', () => {
    expect(chooseComparisonFormats(new Map())).toEqual(['terminal']);
    expect(chooseComparisonFormats(new Map([['format', ['md, json,md']]]))).toEqual(['md', 'json']);
  });

  it('prints JSON alone with --json, and nothing beside it', () => {
    const json: [string, string[]] = ['json', ['']];
    expect(chooseComparisonFormats(new Map([json]))).toEqual(['json']);
    expect(() => chooseComparisonFormats(new Map([json, ['format', ['md']]]))).toThrow(
      'does not go with --format md',
    );
  });

  it('names the nearest format for one that it does not know', () => {
    expect(() => chooseComparisonFormats(new Map([['format', ['mdd']]]))).toThrow(
      'Did you mean "md"',
    );
  });
});
