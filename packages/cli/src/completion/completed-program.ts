import type { CommandDefinition } from '../command-definition.ts';
import type { FlagRow, GlobalFlags } from '../flags/flag-row.ts';

/** What a shell offers for a word: paths, run directories, nothing, or one of several words. */
export type Offer = 'files' | 'folders' | 'runs' | 'nothing' | readonly string[];

/** A flag as a shell completes it. */
export interface CompletedFlag {
  /** Its long name without dashes. */
  readonly long: string;
  /** Its letter. */
  readonly short?: string;
  readonly description: string;
  /** What is offered for its value; absent where it has none. */
  readonly offer?: Offer;
  readonly isRepeatable: boolean;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** What is offered for an operand. */
  readonly offer: Offer;
}

/** The whole program as a shell completes it. */
export interface CompletedProgram {
  readonly commands: readonly CompletedCommand[];
  /** Flags before a command. */
  readonly flags: readonly CompletedFlag[];
}

/** What the placeholder of a value in the help describes. */
function offerOf({ kind, flags, values }: FlagRow): Offer | undefined {
  if (kind === 'switch' || kind === 'off') return undefined;
  if (values !== undefined) return values;
  const [, placeholder = ''] = /<(.+)>/.exec(flags) ?? [];
  if (placeholder === 'dir') return 'folders';
  return /file|path|config/.test(placeholder) ? 'files' : 'nothing';
}

function completedFlag(row: FlagRow): CompletedFlag {
  const [, short, long = ''] = /^(?:-(\w), )?--([a-z0-9-]+)/.exec(row.flags) ?? [];
  const offer = offerOf(row);
  return {
    long,
    ...(short === undefined ? {} : { short }),
    description: row.description,
    ...(offer === undefined ? {} : { offer }),
    isRepeatable: row.repeatable === true,
  };
}

/** Reads what a shell completes from the tables of flags and commands. */
export function completedProgram(
  commands: readonly CommandDefinition[],
  { ofCommands, ofProgram }: GlobalFlags,
): CompletedProgram {
  return {
    flags: ofProgram.map(completedFlag),
    commands: commands.map(({ name, summary, flags, operands }) => ({
      name,
      summary,
      flags: [...flags, ...ofCommands].map(completedFlag),
      offer: operands.length === 0 ? 'nothing' : (operands[0]?.values ?? 'files'),
    })),
  };
}

/** All names of a flag, with dashes. */
export function namesOf({ long, short }: CompletedFlag): string[] {
  return [`--${long}`, ...(short === undefined ? [] : [`-${short}`])];
}
