import { describe, expect, it } from 'vitest';
import { openAiFineTuning } from '../../../../src/workload/dataset/text/openai-fine-tuning.ts';
import { fixtureText, headOf, jsonLines, readAll, recordsOf, saidIn } from './records.ts';

const example = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Tide?' },
    { role: 'assistant', content: 'Low at six.', weight: 0 },
    { role: 'user', content: 'And at noon?' },
    { role: 'assistant', content: 'High.', weight: 1 },
  ],
};

describe('examples for fine-tuning of chat', () => {
  it('are one request before the last assistant message, which is the recorded answer', () => {
    const { conversations, warnings, faults } = readAll(openAiFineTuning, recordsOf(example));
    expect(saidIn(conversations[0])).toEqual([
      [
        ['system', 'Be brief.'],
        ['user', 'Tide?'],
        ['assistant', 'Low at six.'],
        ['user', 'And at noon?'],
      ],
    ]);
    expect(conversations[0]?.turns[0]).toMatchObject({
      answer: { role: 'assistant', content: 'High.' },
      output: { tokens: 2, kind: 'estimate' },
    });
    expect([warnings, faults]).toEqual([[], []]);
    expect(JSON.stringify(conversations)).not.toContain('weight');
  });

  it('are a request for each assistant message on request', () => {
    const { conversations } = readAll(openAiFineTuning, recordsOf(example), { everyAnswer: true });
    expect(saidIn(conversations[0])).toEqual([
      [
        ['system', 'Be brief.'],
        ['user', 'Tide?'],
      ],
      [['user', 'And at noon?']],
    ]);
  });

  it('offer tools', () => {
    const { conversations } = readAll(
      openAiFineTuning,
      jsonLines(fixtureText('tool-conversation.jsonl')),
    );
    expect(conversations).toHaveLength(12);
    expect(conversations[0]?.turns).toHaveLength(1);
    expect(conversations[0]?.turns[0]?.input).toMatchObject({
      content: { tools: { definitions: [{ name: 'tide_at' }, { name: 'ferry_times' }] } },
    });
  });

  it('are sent whole without a recorded answer, which is reported', () => {
    const { conversations, warnings } = readAll(
      openAiFineTuning,
      recordsOf({ messages: example.messages.slice(0, 4) }),
    );
    expect(conversations[0]?.turns[0]).not.toHaveProperty('output');
    expect(warnings).toEqual([{ line: 1, reason: 'no recorded answer at the end' }]);
  });

  it('are left out where they ask nothing', () => {
    const { faults } = readAll(openAiFineTuning, recordsOf({ messages: [example.messages[2]] }));
    expect(faults).toEqual([{ line: 1, kind: 'filtered', reason: 'no prompt' }]);
  });

  it('are recognized by an answer at the end', () => {
    expect(openAiFineTuning.recognizes(headOf(example))).toBe(true);
    expect(openAiFineTuning.recognizes(headOf({ messages: example.messages.slice(0, 4) }))).toBe(
      false,
    );
    expect(openAiFineTuning.recognizes(headOf({ ...example, model: 'm' }))).toBe(false);
    expect(openAiFineTuning.recognizes(headOf({ ...example, tools: [] }))).toBe(false);
  });
});
