import { isRecord } from '../../../spec/is-record.ts';
import type { DataRecord, DatasetEntry, DatasetFormat, Turn } from '../dataset.ts';
import { checkBlocks, readBlockIds } from './block-ids.ts';
import { hasFields } from './has-fields.ts';
import { RowFields } from './row-fields.ts';
import { turnOf, type TraceRow } from './trace-row.ts';

const NS_PER_S = 1e9;

/** Tokens that a hash id stands for, where the conversation does not say. */
const BLOCK_TOKENS = 64;

/** The type of an entry that is a conversation of another agent. */
const SUBAGENT = 'subagent';

/** The WEKA traces of coding agents: a conversation each line, with seconds after its begin and blocks of 64 tokens. */
export const weka: DatasetFormat = {
  name: 'weka',
  title: 'a WEKA trace of conversations',
  recognizes: (head) =>
    hasFields(head, ['id', 'requests']) &&
    isRecord(head.record) &&
    Array.isArray(head.record['requests']),
  *read(records: Iterable<DataRecord>, options): Generator<DatasetEntry, void> {
    for (const { line, value, text, fault } of records) {
      if (fault !== undefined || !isRecord(value)) {
        yield { fault: { line, kind: 'unreadable', reason: fault ?? 'expected an object' } };
        continue;
      }
      yield* readConversation(line, new RowFields(value, text), options.blockTokens);
    }
  },
};

function* readConversation(
  line: number,
  conversation: RowFields,
  wantedBlockTokens: number | undefined,
): Generator<DatasetEntry, void> {
  const label = conversation.id('id') ?? '';
  const requests = conversation.fields['requests'];
  if (!Array.isArray(requests)) conversation.refuse('requests', 'a list');
  const blockTokens =
    wantedBlockTokens ??
    (conversation.has('block_size') ? conversation.tokens('block_size', 1) : BLOCK_TOKENS);
  const turns: Turn[] = [];
  const failed: number[] = [];
  let agents = 0;
  const list: readonly unknown[] = Array.isArray(requests) ? requests : [];
  for (const [index, request] of list.entries()) {
    if (isRecord(request) && request['type'] === SUBAGENT) {
      agents++;
      continue;
    }
    const row = new RowFields(isRecord(request) ? request : {}, JSON.stringify(request));
    const read = readRequest(row, label, blockTokens);
    if (row.fault !== undefined) conversation.fault ??= `request ${index + 1}: ${row.fault}`;
    else if (read.outputTokens === 0) failed.push(index + 1);
    else turns.push(turnOf({ line, atNs: undefined, row: read }));
  }
  for (const number of failed) {
    yield { fault: { line, kind: 'failed', reason: `request ${number}: no output tokens` } };
  }
  if (turns.length === 0) conversation.fault ??= 'no requests to send';
  if (conversation.fault !== undefined) {
    yield { fault: { line, kind: 'unreadable', reason: conversation.fault } };
    return;
  }
  if (agents > 0) {
    yield {
      warning: {
        line,
        reason: `conversations of ${agents} ${agents === 1 ? 'subagent' : 'subagents'} are left out`,
      },
    };
  }
  yield { conversation: { label, history: 'none', turns } };
}

function readRequest(row: RowFields, conversation: string, blockTokens: number): TraceRow {
  const inputTokens = row.tokens('in', 1);
  const blocks = readBlockIds(row, 'hash_ids');
  checkBlocks(row, blocks, inputTokens, blockTokens, false);
  return {
    delayNs: row.has('think_time') ? row.number('think_time') * NS_PER_S : undefined,
    inputTokens,
    outputTokens: row.tokens('out', 0),
    // Ids count from 1 in each conversation: equal ones of two conversations mean nothing.
    blocks: blocks?.map((id) => `${conversation}:${id}`),
    blockTokens,
  };
}
