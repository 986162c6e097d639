import type { CommandDefinition } from '../command-definition.ts';
import type { GlobalFlags } from '../flags/flag-row.ts';
import { SHELL_NAMES } from './shell-names.ts';

/**
 * Prints a completion script.
 * @param listCommands all commands, including this one
 */
export function completionCommand(
  listCommands: () => readonly CommandDefinition[],
  globalFlags: GlobalFlags,
): CommandDefinition {
  return {
    name: 'completion',
    summary: 'print a completion script for a shell',
    operands: [{ name: '<shell>', description: 'bash, zsh or fish', values: SHELL_NAMES }],
    notes: [
      'bash: add to ~/.bashrc:  source <(loadcell completion bash)',
      'zsh:  add to ~/.zshrc, after compinit:  source <(loadcell completion zsh)',
      'fish: loadcell completion fish > ~/.config/fish/completions/loadcell.fish',
    ],
    flags: [],
    loadAction: async () => {
      const { printCompletion } = await import('./print-completion.ts');
      return printCompletion(listCommands(), globalFlags);
    },
  };
}
