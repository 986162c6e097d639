import { createMockServer } from '@loadcell/native';
import { describe, expect, it } from 'vitest';
import { nowNs } from '../../../../../src/stream/clock.ts';
import type { LoadOutcome } from '../../../../../src/target/server/load/load-request.ts';
import { DialogueTurns } from '../../../../../src/target/server/load/supply/dialogue-turns.ts';
import { dialogueOfSession } from '../../../../../src/workload/dialogue/dialogue-of-session.ts';
import { makeSession, type Session } from '../../../../../src/workload/sessions.ts';
import { learnTextMaker } from '../../../../../src/workload/text/learn-text-maker.ts';
import { useCleanup } from '../../../transport/transport-run.ts';
import { targetFor } from '../../target-for.ts';

const onCleanup = useCleanup();
const SUBJECT = { model: 'mock', isGreedy: true, warmup: 0 };

describe('conversations as a load', () => {
  it('runs conversations to their last turn, each turn with all earlier messages', async () => {
    const server = createMockServer({
      timeToFirstTokenMs: 1,
      interTokenLatencyMs: 0,
      outputTokens: 3,
    });
    onCleanup(() => Promise.resolve(server.stop()));
    const target = targetFor(server.url);
    onCleanup(() => target.stop());
    await target.start();
    const spec = {
      turns: { min: 1, max: 4 },
      inputTokens: 8,
      outputTokens: 3,
      thinkMeanMs: 2,
    };
    const tokenizing = {
      isExact: true,
      count: (text: string) => target.countTokens('mock', text),
      tokenize: (text: string) => target.tokenize('mock', text),
    };
    const texts = await learnTextMaker(tokenizing, { seed: 1, nonce: 'test' });
    const sessions: Session[] = [];
    const next = () => {
      const place = sessions.length;
      const session = makeSession(spec, { seed: 1, stage: 'sessions', place }, texts);
      sessions.push(session);
      return dialogueOfSession(session);
    };
    const turns = new DialogueTurns(SUBJECT, { next });
    const load = await target.openLoad({ connections: 8, maxConcurrency: 8 });
    onCleanup(() => load.close());
    const outcomes: LoadOutcome[] = [];
    await load.run(
      {
        requests: turns.firstTurns(new Float64Array(6)),
        beginNs: nowNs(),
        end: { kind: 'all' },
        onOver: (outcome) => outcomes.push(outcome),
        followUps: (outcome) => turns.nextTurns(outcome),
      },
      new AbortController().signal,
    );
    for (const { label, turns: planned } of sessions) {
      const made = outcomes.filter(({ request }) => request.context === label);
      expect(made).toHaveLength(planned.length);
      const said = made.at(-1)?.request.messages.filter(({ role }) => role === 'user');
      expect(said?.map(({ content }) => content)).toEqual(planned.map(({ text }) => text));
    }
  });
});
