import type { FlagRow } from '../flags/flag-row.ts';
import { COLOR_CHOICES } from '../terminal/color-choice.ts';

/** The flag of every command. */
export const COLOR_FLAG: FlagRow = {
  flags: '--color <when>',
  description: 'auto, always or never; overrides NO_COLOR (default: auto)',
  kind: 'text',
  values: COLOR_CHOICES,
};
