import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { CommandDefinition } from '../../../src/command-definition.ts';
import { EXIT_CODES } from '../../../src/exit-codes.ts';
import { runCommandLine } from '../../../src/main.ts';
import { COMMANDS } from '../../../src/program/commands.ts';
import { GLOBAL_FLAGS } from '../../../src/program/global-flags.ts';
import { manPages } from '../../../src/program/man/man-pages.ts';
import { FakeTerminal } from '../../fake-terminal.ts';

const parts = { globalFlags: GLOBAL_FLAGS, version: '1.2.3', date: new Date() };

/** Text that formatters must print as it is. */
const ODD = String.raw`.sh 'x<=5%' C:\new\fB "~/a^b" ` + '`c` -- ≤ µ';

const WEIGH: CommandDefinition = {
  name: 'weigh',
  summary: 'weigh things',
  operands: [{ name: '<what>', description: ODD }],
  notes: [ODD, `'${ODD}`],
  flags: [{ flags: '--unit <g-or-kg>', description: ODD, kind: 'text' }],
  loadAction: () => Promise.resolve(() => Promise.resolve(EXIT_CODES.pass)),
};

/** A formatter of the system, which prints each of its warnings. */
const FORMATTERS = {
  mandoc: { check: ['-T', 'lint'], render: ['-T', 'utf8', '-O', 'width=200'] },
  groff: {
    check: ['-man', '-ww', '-z', '-T', 'utf8'],
    render: ['-man', '-T', 'utf8', '-rLL=200n', '-P-c', '-P-b', '-P-u'],
  },
} as const;

function lacks(program: string): boolean {
  return spawnSync(program, ['--version']).error !== undefined;
}

/** Runs a formatter. @returns what it prints, without the overstrikes of bold and underlined text */
function format(program: string, args: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.replaceAll(/.[\b]/gu, '');
}

/** All flags in a text, in any order. */
function flagsIn(text: string): string[] {
  return [...new Set(text.match(/(?<![\w-])--?[a-z][a-z0-9-]*/giu))].toSorted();
}

async function helpOf(command: string): Promise<string> {
  const terminal = new FakeTerminal();
  await runCommandLine([command, '--help'], terminal);
  return terminal.stdout.text;
}

describe.each(Object.entries(FORMATTERS))('the manual in %s', (program, { check, render }) => {
  it.skipIf(lacks(program))(
    `renders without a warning (skipped where ${program} is not installed)`,
    () => {
      for (const { source } of manPages({ ...parts, commands: [...COMMANDS, WEIGH] })) {
        expect(format(program, check, source)).toBe('');
      }
    },
  );

  it.skipIf(lacks(program))('shows every flag of the help, and its description', async () => {
    const [, ...pages] = manPages({ ...parts, commands: COMMANDS });
    for (const [index, command] of COMMANDS.entries()) {
      const text = format(program, render, pages[index]?.source ?? '');
      const ofCommand = flagsIn(await helpOf(command.name)).filter(
        (flag) => flag !== '-V' && flag !== '--version',
      );
      expect(ofCommand.length).toBeGreaterThan(1);
      expect(flagsIn(text), command.name).toEqual(ofCommand);
      const { flags, operands } = command;
      for (const { description } of [...flags, ...operands]) expect(text).toContain(description);
    }
  });

  it.skipIf(lacks(program))('prints each character as it is', () => {
    const [, page] = manPages({ ...parts, commands: [WEIGH] });
    const text = format(program, render, page?.source ?? '');
    expect(text.split(ODD)).toHaveLength(5);
    expect(text).toContain(`'${ODD}`);
  });
});
