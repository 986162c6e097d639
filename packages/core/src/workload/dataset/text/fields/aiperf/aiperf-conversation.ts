import type { JsonObject } from '../../../../../spec/content/json-value.ts';
import type { Conversation, ReadOptions } from '../../../dataset.ts';
import { nameOf } from '../../rows/name-of.ts';
import type { Row } from '../../rows/read-rows.ts';
import { requestsOf, type Clock } from './aiperf-requests.ts';
import { aiperfTurnAt, unknownFieldsOf, type AiperfTurn } from './aiperf-turn.ts';
import { isPresent, listAt, objectAt, unexpected } from '../json-fields.ts';

/** Formats of AIPerf that a row may name. */
const TYPES = ['single_turn', 'multi_turn', 'random_pool'] as const;

/**
 * A row of AIPerf: one turn, or a list of turns.
 * Turns of a list are sent with the answers of this run, turns on rows of their own are complete.
 * @throws {RowError} when it cannot be sent
 */
export function aiperfConversation(row: Row, options: ReadOptions, clock: Clock): Conversation {
  const record = objectAt(row.value, 'row');
  const { type, turns } = record;
  if (isPresent(type) && !TYPES.some((known) => known === type)) {
    throw unexpected('type', TYPES.join(', '), type);
  }
  const label = nameOf(row, record, 'session_id') ?? '';
  if (!isPresent(turns)) {
    const turn = readTurn(record, '', row, options);
    return { label, history: 'none', turns: requestsOf([turn], row, clock) };
  }
  const read = listAt(turns, 'turns').map((turn, index) =>
    readTurn(objectAt(turn, `turns[${index}]`), `turns[${index}].`, row, options),
  );
  return { label, history: 'live', turns: requestsOf(read, row, clock) };
}

function readTurn(turn: JsonObject, at: string, row: Row, options: ReadOptions): AiperfTurn {
  const unknown = unknownFieldsOf(turn);
  if (unknown.length > 0)
    row.warn(`fields not used: ${unknown.map((name) => at + name).join(', ')}`);
  return aiperfTurnAt(turn, at, options);
}
