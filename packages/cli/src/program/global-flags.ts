import type { FlagRow, GlobalFlags } from '../flags/flag-row.ts';
import { COLOR_CHOICES } from '../terminal/color-choice.ts';

/** Taken out of the command line before it is parsed. */
export const COLOR_FLAG: FlagRow = {
  flags: '--color <when>',
  description: 'auto, always or never; overrides NO_COLOR (default: auto)',
  kind: 'text',
  values: COLOR_CHOICES,
};

/** Handled by the parser. */
export const HELP_FLAG: FlagRow = {
  flags: '-h, --help',
  description: 'display help',
  kind: 'switch',
};

/** Handled by the parser, before a command. */
export const VERSION_FLAG: FlagRow = {
  flags: '-V, --version',
  description: 'print the version number',
  kind: 'switch',
};

/** All of them. */
export const GLOBAL_FLAGS: GlobalFlags = {
  ofCommands: [COLOR_FLAG, HELP_FLAG],
  ofProgram: [COLOR_FLAG, HELP_FLAG, VERSION_FLAG],
};
