import { ConfigError } from '../../../spec/error/errors.ts';
import type { DatasetEntry, Turn } from '../dataset.ts';
import { turnOf, type PlacedRow, type RowReading } from './trace-row.ts';

/** Rows that are held at once: a session may go on up to the end of the file. */
const MAX_HELD_ROWS = 2_000_000;

/**
 * Makes one conversation of the rows of each session, in the order in which sessions begin. Each turn is complete in itself:
 * the lengths of a trace are those of whole prompts.
 * @throws {ConfigError} for more rows than can be held
 */
export function* groupSessions(rows: Iterable<RowReading>): Generator<DatasetEntry, void> {
  const sessions = new Map<string, PlacedRow[]>();
  let held = 0;
  for (const row of rows) {
    if ('fault' in row) {
      yield row;
      continue;
    }
    held++;
    if (held > MAX_HELD_ROWS) {
      throw new ConfigError(`sessions of more than ${MAX_HELD_ROWS} rows cannot be grouped`, {
        help: 'cut the file, or send its requests without their sessions',
      });
    }
    // A row without a session is a conversation by itself. The mark keeps its line apart from names of sessions.
    const key = row.row.session === undefined ? `\0${row.line}` : row.row.session;
    const session = sessions.get(key);
    if (session === undefined) sessions.set(key, [row]);
    else session.push(row);
  }
  for (const found of sessions.values()) {
    const session = inOrder(found);
    yield {
      conversation: {
        label: session[0]?.row.session ?? '',
        history: 'none',
        turns: session.map((row, index) => followingTurn(row, session[index - 1])),
      },
    };
  }
}

/** The rows of a session by time, where all have one. */
function inOrder(session: readonly PlacedRow[]): readonly PlacedRow[] {
  if (session.some(({ atNs }) => atNs === undefined)) return session;
  return session.toSorted((one, other) => (one.atNs ?? 0) - (other.atNs ?? 0));
}

/** A turn with its think time, where the trace says how long the response before took. */
function followingTurn(placed: PlacedRow, before: PlacedRow | undefined): Turn {
  const { id, parent } = placed.row;
  const delayNs = placed.row.delayNs ?? thinkTimeNs(placed, before);
  return {
    ...turnOf(placed),
    ...(delayNs === undefined ? {} : { delayNs }),
    ...(id === undefined ? {} : { id }),
    ...(parent === undefined ? {} : { after: [parent] }),
  };
}

function thinkTimeNs({ atNs }: PlacedRow, before: PlacedRow | undefined): number | undefined {
  const beganNs = before?.atNs;
  const elapsedNs = before?.row.elapsedNs;
  if (atNs === undefined || beganNs === undefined || elapsedNs === undefined) return undefined;
  return Math.max(0, atNs - beganNs - elapsedNs);
}
