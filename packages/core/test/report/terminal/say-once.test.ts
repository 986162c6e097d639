import { expect, it } from 'vitest';
import { sayOnce } from '../../../src/report/terminal/say-once.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

const MESSAGE = 'The server returned 500: "it is over".';

/** What removes repeated messages of a run whose requests failed with these messages. */
function onceOf(...messages: string[]): (text: string) => string {
  const phase = new PhaseBuilder('load').stage('open', 0, 100);
  for (const [index, errorMessage] of messages.entries()) {
    phase.request({
      purpose: 'load',
      sentMs: index,
      endMs: index + 1,
      errorKind: 'http-5xx',
      errorMessage,
    });
  }
  return sayOnce(concluded([phase.build(100)]).results);
}

it('leaves a message at its first place and removes it from the others', () => {
  const once = onceOf(MESSAGE);
  expect(once(`http-5xx × 2: ${MESSAGE}`)).toBe(`http-5xx × 2: ${MESSAGE}`);
  expect(once(`http-5xx × 3: ${MESSAGE}`)).toBe('http-5xx × 3');
});

it('keeps the end of a sentence where more follows', () => {
  const once = onceOf(MESSAGE);
  once(MESSAGE);
  expect(once(`It ended. http-5xx × 3: ${MESSAGE} Check the log.`)).toBe(
    'It ended. http-5xx × 3. Check the log.',
  );
});

it('removes a message from a second place within one text', () => {
  const once = onceOf(MESSAGE);
  expect(once(`open: ${MESSAGE} closed: ${MESSAGE}`)).toBe(`open: ${MESSAGE} closed`);
});

it('cuts a long message to 120 characters, also where it is quoted cut', () => {
  const long = `The server returned 500: ${'x'.repeat(500)}`;
  const cut = `${long.slice(0, 119)}…`;
  const once = onceOf(long);
  expect(once(`http-5xx × 2: ${long}`)).toBe(`http-5xx × 2: ${cut}`);
  expect(once(`http-5xx × 3: "${cut}"`)).toBe('http-5xx × 3');
});

it('leaves other text as it is', () => {
  expect(onceOf(MESSAGE)('refused × 1: connection refused')).toBe(
    'refused × 1: connection refused',
  );
});
