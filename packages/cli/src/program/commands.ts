import type { CommandDefinition } from '../command-definition.ts';
import { agentCommand } from '../agent/command.ts';
import { compareCommand } from '../compare/command.ts';
import { completionCommand } from '../completion/command.ts';
import { datasetCommand } from '../dataset/command.ts';
import { doctorCommand } from '../doctor/command.ts';
import { exportCommand } from '../export/command.ts';
import { fleetCommand } from '../fleet/command.ts';
import { initCommand } from '../init/command.ts';
import { mergeCommand } from '../merge/command.ts';
import { mockCommand } from '../mock/command.ts';
import { openCommand } from '../open/command.ts';
import { recordCommand } from '../record/command.ts';
import { reportCommand } from '../report/command.ts';
import { runCommand } from '../run/command.ts';
import { GLOBAL_FLAGS } from './global-flags.ts';

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  runCommand,
  agentCommand,
  recordCommand,
  reportCommand,
  mergeCommand,
  openCommand,
  compareCommand,
  exportCommand,
  datasetCommand,
  fleetCommand,
  mockCommand,
  doctorCommand,
  initCommand,
  completionCommand(() => COMMANDS, GLOBAL_FLAGS),
];
