import type { Conversation, ReadOptions } from '../../dataset.ts';
import type { Row } from '../rows/read-rows.ts';
import { requestsOf, type Clock } from './aiperf-requests.ts';
import { aiperfTurnAt } from './aiperf-turn.ts';
import { isPresent, listAt, nameAt, objectAt, unexpected } from './json-fields.ts';

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
  const label = nameAt(record['session_id'], 'session_id') ?? '';
  if (!isPresent(turns)) {
    const turn = aiperfTurnAt(record, '', options);
    return { label, history: 'none', turns: requestsOf([turn], row, clock) };
  }
  const read = listAt(turns, 'turns').map((turn, index) =>
    aiperfTurnAt(objectAt(turn, `turns[${index}]`), `turns[${index}].`, options),
  );
  return { label, history: 'live', turns: requestsOf(read, row, clock) };
}
