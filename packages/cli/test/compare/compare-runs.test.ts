import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareCommand } from '../../src/compare/command.ts';
import { compareGivenRuns } from '../../src/compare/compare-runs.ts';
import { buildProgram } from '../../src/program/build-program.ts';
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
  it('reports which operand is not a run', async () => {
    await expect(compare([])).rejects.toThrow(/one" is not a run directory/);
  });

  it('rejects a run given twice, even by different names', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'run'));
    symlinkSync('run', path.join(folder, 'latest'));
    const twice = /the same run is given twice/;
    await expect(compare([], ['run', 'run'], folder)).rejects.toThrow(twice);
    await expect(compare([], ['run', 'latest'], folder)).rejects.toThrow(twice);
    await expect(compare([], ['other', 'run,run/'], folder)).rejects.toThrow(twice);
    await expect(compare([['base', ['run']]], ['run', 'other'], folder)).rejects.toThrow(twice);
  });

  it('accepts only regression as --fail-on, and names it for the former value', async () => {
    await expect(compare([['fail-on', ['better']]])).rejects.toThrow('unknown --fail-on "better"');
    await expect(compare([['fail-on', ['worse']]])).rejects.toThrow(
      '--fail-on worse is now --fail-on regression',
    );
  });

  it('rejects --allow-unlike with the name of the current flag', async () => {
    const terminal = new FakeTerminal(temporaryFolder());
    const parts = { version: '0', commands: [compareCommand], terminal, onExit: () => undefined };
    const program = buildProgram(parts);
    const args = ['node', 'loadcell', 'compare', 'one', 'other', '--allow-unlike'];
    await expect(program.parseAsync(args)).rejects.toThrow(
      '--allow-unlike is now --allow-mismatch',
    );
  });

  it('rejects a margin that is not a share', async () => {
    await expect(compare([['margin', ['a lot']]])).rejects.toThrow('--margin');
  });
});
