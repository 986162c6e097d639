import { describe, expect, it } from 'vitest';
import { entriesOf, faultsOf, temporaryFile, turnsOf, warningsOf } from '../read-file.ts';

const read = (rows: readonly unknown[]) =>
  entriesOf(temporaryFile('trace.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')));

describe('a WEKA trace', () => {
  const request = { t: 0, type: 's', model: 'm', in: 130, out: 7, hash_ids: [1, 2] };
  const conversation = {
    id: 'c-1',
    models: ['m'],
    block_size: 64,
    requests: [request, { ...request, t: 9, think_time: 1.5 }],
  };

  it('has conversations whose turns are complete, with their think time and without its model', async () => {
    const [entry] = await read([conversation]);
    expect(entry).toMatchObject({
      conversation: {
        label: 'c-1',
        history: 'none',
        turns: [
          {
            input: { inputTokens: 130, blocks: ['c-1:1', 'c-1:2'], blockTokens: 64 },
            output: { tokens: 7 },
          },
          { delayNs: 1.5e9 },
        ],
      },
    });
    expect(JSON.stringify(entry)).not.toContain('model');
  });

  it('leaves subagents and failed requests out, and says so', async () => {
    const requests = [request, { type: 'subagent', t: 1, requests: [] }, { ...request, out: 0 }];
    const entries = await read([{ ...conversation, requests }]);
    expect(turnsOf(entries)).toHaveLength(1);
    expect(warningsOf(entries)).toEqual(['1: conversations of 1 subagent are left out']);
    expect(faultsOf(entries)).toEqual(['failed 1: request 3: no output tokens']);
  });

  it('has a fault for a conversation with a request that cannot be read', async () => {
    const requests = [request, { ...request, in: 'many' }];
    expect(
      faultsOf(
        await read([
          { ...conversation, requests },
          { ...conversation, requests: [] },
        ]),
      ),
    ).toEqual([
      'unreadable 1: request 2: expected in to be an integer of at least 1, found "many"',
      'unreadable 2: no requests to send',
    ]);
  });
});
