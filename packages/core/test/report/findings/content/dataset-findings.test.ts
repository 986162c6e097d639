import { describe, expect, it } from 'vitest';
import { conversationsCut } from '../../../../src/report/findings/content/conversations-cut.ts';
import { datasetRows } from '../../../../src/report/findings/content/dataset-rows.ts';
import { PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';

const NONE = { count: 0, first: [] };

function read(rows: object): PhaseBuilder {
  return new PhaseBuilder('p').stage('closed', 0, 1000).event(1, (place) => ({
    kind: 'dataset-read',
    ...place,
    stage: '',
    file: 'a.jsonl',
    format: 'burstgpt',
    conversations: 9,
    requests: 11,
    unreadable: NONE,
    failed: NONE,
    filtered: NONE,
    warnings: NONE,
    unansweredTurns: 0,
    ...rows,
  }));
}

describe('dataset-rows', () => {
  it('names the first lines that are not sent, by kind', () => {
    const first = [5, 8, 9, 10].map((line) => ({ line, reason: 'no output' }));
    const phase = read({
      unreadable: { count: 1, first: [{ line: 13, reason: 'expected a number' }] },
      failed: { count: 4, first },
    });
    expect(severities(datasetRows, phase)).toEqual(['warning']);
    const [text] = advice(datasetRows, phase);
    expect(text).toContain('5 rows of a.jsonl are not sent (11 requests to send)');
    expect(text).toContain('unreadable 1 (line 13: expected a number)');
    expect(text).toContain(
      'failed requests 4 (line 5: no output; line 8: no output; line 9: no output, …)',
    );
  });

  it('is a note where every row can be read', () => {
    const failed = { count: 1, first: [{ line: 5, reason: 'no output' }] };
    expect(severities(datasetRows, read({ failed }))).toEqual(['note']);
    const warnings = { count: 1, first: [{ line: 2, reason: 'an unanswered call' }] };
    expect(advice(datasetRows, read({ warnings }))[0]).toContain('doubtful rows, which are sent');
  });

  it('reports nothing where every row is sent', () => {
    expect(advice(datasetRows, read({}))).toEqual([]);
  });
});

describe('conversations-cut', () => {
  it('gives the reason', () => {
    const phase = new PhaseBuilder('p').stage('sessions', 0, 1000).event(3, (place) => ({
      kind: 'conversations-cut',
      ...place,
      stage: 'sessions',
      reason: 'the model made 0 tool calls where the data set answers 2',
      count: 3,
    }));
    expect(advice(conversationsCut, phase)[0]).toContain(
      '3 conversations ended before their last turn: the model made 0 tool calls',
    );
  });
});
