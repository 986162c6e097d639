import type { CommandDefinition } from '../command/command-definition.ts';
import { doctorCommand } from './doctor.ts';
import { initCommand } from './init.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  runCommand,
  reportCommand,
  doctorCommand,
  initCommand,
];
