import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSlots } from '../../src/scrape/read-slots.ts';
import { recordedBody } from './readings.ts';

/** A slot of a current build. */
function slot(id: number, other: object): object {
  return { id, n_ctx: 2000, is_processing: true, ...other };
}

describe('the slots of llama.cpp', () => {
  it('keep tokens while they are idle, as recorded from a current build', () => {
    const use = [0, 0, 62 / 2048, 12 / 2048].map((value, slotId) => ({
      quantity: 'kvCacheUsage',
      labels: { slot: String(slotId) },
      family: '/slots',
      quantum: 0,
      value,
    }));
    expect(readSlots(recordedBody('llama-server-current', 'slots'))).toEqual([
      { quantity: 'requestsRunning', labels: {}, family: '/slots', quantum: 0, value: 0 },
      ...use,
    ]);
  });

  it('report no use of the cache where the build counts no tokens, as the recorded fork', () => {
    expect(readSlots(recordedBody('llama-server', 'slots'))).toEqual([
      { quantity: 'requestsRunning', labels: {}, family: '/slots', quantum: 0, value: 0 },
    ]);
  });

  it('count those that process, in the words of current builds and of forks', () => {
    const current = JSON.stringify([slot(0, {}), slot(1, { is_processing: false }), slot(2, {})]);
    expect(readSlots(current)).toMatchObject([{ quantity: 'requestsRunning', value: 2 }]);
    const fork = JSON.stringify([
      { id: 0, state: 1 },
      { id: 1, state: 0 },
    ]);
    expect(readSlots(fork)).toMatchObject([{ quantity: 'requestsRunning', value: 1 }]);
  });

  it('hold cached, processed and generated tokens, also where the build counts the prompt alone', () => {
    const text = JSON.stringify([
      slot(0, {
        n_prompt_tokens: 500,
        n_prompt_tokens_processed: 300,
        n_prompt_tokens_cache: 200,
        next_token: [{ n_decoded: 100 }],
      }),
      slot(1, { n_prompt_tokens: 900, n_prompt_tokens_processed: 10, n_prompt_tokens_cache: 0 }),
      slot(2, { is_processing: false, n_prompt_tokens: 400, n_prompt_tokens_processed: 5000 }),
    ]);
    expect(readSlots(text)).toMatchObject([
      { quantity: 'requestsRunning', value: 2 },
      { labels: { slot: '0' }, value: 0.3 },
      { labels: { slot: '1' }, value: 0.45 },
      { labels: { slot: '2' }, value: 0.2 },
    ]);
  });

  it('keep nothing of a prompt', () => {
    const text = JSON.stringify([slot(0, { prompt: 'secret', n_prompt_tokens: 1 })]);
    expect(JSON.stringify(readSlots(text))).not.toContain('secret');
  });

  it.each([
    ['{"error":{"code":501,"message":"This server does not support slots endpoint."}}'],
    ['<html></html>'],
    [''],
    ['[{"id":"x"}]'],
  ])('are unreadable in the body %j', (text) => {
    expect(readSlots(text)).toEqual({ unreadable: 'no list of slots' });
  });

  it('are unreadable without a state', () => {
    expect(readSlots('[{"id":0}]')).toEqual({ unreadable: 'slots without a state' });
    expect(readSlots('[]')).toEqual({ unreadable: 'slots without a state' });
  });

  it('have readings or a reason in any body', () => {
    const arbitraryCount = fc.oneof(fc.nat(), fc.constant(0), fc.constant(-1), fc.constant('x'));
    const arbitrarySlot = fc.record(
      {
        id: arbitraryCount,
        n_ctx: arbitraryCount,
        is_processing: fc.boolean(),
        state: arbitraryCount,
        n_prompt_tokens: arbitraryCount,
        n_prompt_tokens_processed: arbitraryCount,
        n_prompt_tokens_cache: arbitraryCount,
        next_token: fc.constantFrom([], [{ n_decoded: 5 }], {}, null),
      },
      { requiredKeys: [] },
    );
    const arbitraryBody = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(arbitrarySlot).map((slots) => JSON.stringify(slots)),
    );
    fc.assert(
      fc.property(arbitraryBody, (text) => {
        const slots = readSlots(text);
        for (const { quantity, value } of 'unreadable' in slots ? [] : slots) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(quantity === 'requestsRunning' || (value ?? 2) <= 1).toBe(true);
        }
        expect(Object.keys(slots)).not.toEqual([]);
      }),
    );
  });
});
