import type { CommandDefinition } from '../command/command-definition.ts';
import { compareCommand } from './compare.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { initCommand } from './init.ts';
import { mockCommand } from './mock.ts';
import { recordCommand } from './record.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  runCommand,
  recordCommand,
  reportCommand,
  compareCommand,
  exportCommand,
  mockCommand,
  doctorCommand,
  initCommand,
];
