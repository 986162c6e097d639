/** What a machine is examined for, and the command that needs it. */
export const PURPOSES = [
  { name: 'server', command: 'loadcell run --url URL' },
  { name: 'command', command: 'loadcell run -- COMMAND' },
  { name: 'embedded', command: 'loadcell run --model FILE' },
  { name: 'record', command: 'loadcell record' },
] as const;

/** The name of one of {@link PURPOSES}. */
export type Purpose = (typeof PURPOSES)[number]['name'];

/** Names of all purposes, in the order of the report. */
export const PURPOSE_NAMES: readonly Purpose[] = PURPOSES.map(({ name }) => name);
