import { describe, expect, it } from 'vitest';
import { choosePurposes } from '../../src/doctor/examine-machine.ts';
import { examine } from '../../src/doctor/examine.ts';
import { UsageError } from '../../src/usage-error.ts';
import { FakeTerminal } from '../fake-terminal.ts';

describe('the purposes to examine', () => {
  it('are all, or the one that is named', () => {
    expect(choosePurposes(new Map())).toEqual(['server', 'command', 'embedded', 'record']);
    expect(choosePurposes(new Map([['for', ['record']]]))).toEqual(['record']);
    expect(() => choosePurposes(new Map([['for', ['recrod']]]))).toThrow(
      'unknown --for "recrod"; did you mean "record"?',
    );
  });
});

it.each([
  [{ url: 'http://127.0.0.1:9', for: 'record' }, '--url cannot be combined with --for record'],
  [{ model: 'm' }, '--model needs --url'],
])('rejects %j', async (given, message) => {
  const flags = new Map(Object.entries(given).map(([name, text]) => [name, [text]]));
  const call = examine({ operands: [], flags, terminal: new FakeTerminal() });
  await expect(call).rejects.toThrow(UsageError);
  await expect(call).rejects.toThrow(message);
});
