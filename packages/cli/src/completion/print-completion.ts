import { explainUnknown } from '@loadcell/core';
import type { Action, CommandDefinition } from '../command-definition.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { GlobalFlags } from '../flags/flag-row.ts';
import { completedProgram, type CompletedProgram } from './completed-program.ts';
import { renderBash } from './render-bash.ts';
import { renderFish } from './render-fish.ts';
import { renderZsh } from './render-zsh.ts';
import { UsageError } from '../usage-error.ts';
import { SHELL_NAMES, type ShellName } from './shell-names.ts';

const RENDER: Readonly<Record<ShellName, (program: CompletedProgram) => string>> = {
  bash: renderBash,
  zsh: renderZsh,
  fish: renderFish,
};

/** @throws {UsageError} for a shell without a script */
function chooseShell(name: string): ShellName {
  const found = SHELL_NAMES.find((one) => one === name);
  if (found !== undefined) return found;
  throw new UsageError(explainUnknown('shell', name, SHELL_NAMES).text, {
    help: `pass one of ${SHELL_NAMES.join(', ')}`,
  });
}

/** The action that prints the script of a shell. */
export function printCompletion(
  commands: readonly CommandDefinition[],
  globalFlags: GlobalFlags,
): Action {
  return ({ operands, terminal }) => {
    const shell = chooseShell(operands[0] ?? '');
    terminal.stdout.write(RENDER[shell](completedProgram(commands, globalFlags)));
    return Promise.resolve(EXIT_CODES.pass);
  };
}
