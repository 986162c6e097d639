import { describe, expect, it } from 'vitest';
import { chatEvent, decode, DONE } from '../decode.ts';

const STATS = {
  mean_acceptance_length: 3.4,
  acceptance_histogram: { 0: 4, 3: 32 },
  num_spec_steps: 40,
  num_draft_tokens: 160,
  num_accepted_draft_tokens: 96,
};

function draftsOf(...events: readonly string[]) {
  const { draftTokens, acceptedDraftTokens } = decode({ reads: [...events, DONE] }).timings;
  return { draftTokens, acceptedDraftTokens };
}

describe('the counts of a speculative decoder', () => {
  const text = chatEvent({ content: 'Low.' });
  const last = { finish_reason: 'stop' };

  it('are those of the choice that ends', () => {
    const end = chatEvent({}, { ...last, speculative_decoding_stats: STATS });
    expect(draftsOf(text, end)).toEqual({ draftTokens: 160, acceptedDraftTokens: 96 });
  });

  it('are added where several choices have some', () => {
    const end = chatEvent({}, { ...last, speculative_decoding_stats: STATS });
    const [choice] = JSON.parse(end.slice('data: '.length)).choices;
    const both = `data: ${JSON.stringify({ choices: [choice, { ...choice, index: 1 }] })}\n\n`;
    expect(draftsOf(text, both)).toEqual({ draftTokens: 320, acceptedDraftTokens: 192 });
  });

  it('are those of the whole response, beside its usage', () => {
    const usage = { prompt_tokens: 4, completion_tokens: 9 };
    const metrics = { time_to_first_token_ms: 4, speculative_decoding: STATS };
    const tail = `data: ${JSON.stringify({ choices: [], usage, metrics })}\n\n`;
    expect(draftsOf(text, chatEvent({}, last), tail)).toEqual({
      draftTokens: 160,
      acceptedDraftTokens: 96,
    });
  });

  it('are NaN, not 0, where they are off', () => {
    const off = { draftTokens: Number.NaN, acceptedDraftTokens: Number.NaN };
    const tail = `data: ${JSON.stringify({ choices: [], metrics: { speculative_decoding: null } })}\n\n`;
    expect(draftsOf(text, chatEvent({}, last), tail)).toEqual(off);
    const end = chatEvent({}, { ...last, speculative_decoding_stats: { num_draft_tokens: 4 } });
    expect(draftsOf(text, end).acceptedDraftTokens).toBeNaN();
  });
});
