/** Default names of columns in guidellm by what they hold, without plurals and numbers. */
const NAMES = {
  text: [
    'prompt',
    'instruction',
    'question',
    'input',
    'context',
    'content',
    'conversation',
    'turn',
    'text',
  ],
  prefix: ['system_prompt', 'system', 'prefix'],
  inputTokens: ['prompt_tokens_count', 'input_tokens_count'],
  outputTokens: ['output_tokens_count', 'completion_tokens_count'],
  image: ['image', 'picture', 'photo', 'img'],
  video: ['video', 'clip', 'movie', 'footage'],
  audio: ['audio', 'sound', 'voice', 'speech'],
  tools: ['tool', 'function', 'tool_definition'],
  toolResult: ['tool_response', 'tool_result', 'tool_output'],
} as const;

/** What a column of a table holds. */
export type ColumnKind = keyof typeof NAMES;

const KINDS = [
  'text',
  'prefix',
  'inputTokens',
  'outputTokens',
  'image',
  'video',
  'audio',
  'tools',
  'toolResult',
] as const satisfies readonly ColumnKind[];

/** Number of a turn at the end of a name: `prompt_0`, `prompt-1`. */
const TURN = /^(.+?)[_-](\d+)$/;

/** The columns that are taken, by turn, and those that are not. */
export interface ColumnMap {
  /** In the order of the turns. */
  readonly turns: readonly {
    readonly number: number;
    readonly columns: ReadonlyMap<ColumnKind, string>;
  }[];
  /** Columns of a kind and turn of which an earlier column was taken. */
  readonly unused: readonly string[];
}

/** Takes the columns of a table by their names, as guidellm does: of each kind and turn the first in the file. */
export function mapColumns(names: readonly string[]): ColumnMap {
  const turns = new Map<number, Map<ColumnKind, string>>();
  const unused: string[] = [];
  for (const name of names) {
    const { kind, number } = columnOf(name);
    if (kind === undefined) continue;
    const columns = turns.get(number) ?? new Map<ColumnKind, string>();
    if (columns.has(kind)) unused.push(name);
    else columns.set(kind, name);
    turns.set(number, columns);
  }
  return {
    turns: [...turns]
      .map(([number, columns]) => ({ number, columns }))
      .toSorted((one, two) => one.number - two.number),
    unused,
  };
}

function columnOf(name: string): {
  readonly kind: ColumnKind | undefined;
  readonly number: number;
} {
  const lower = name.trim().toLowerCase();
  const [, base = lower, number = '0'] = TURN.exec(lower) ?? [];
  return { kind: KINDS.find((kind) => isNameOf(kind, base)), number: Number(number) };
}

function isNameOf(kind: ColumnKind, name: string): boolean {
  return NAMES[kind].some((known) => name === known || name === `${known}s`);
}
