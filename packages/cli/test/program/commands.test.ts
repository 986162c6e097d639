import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/program/commands.ts';

/** What follows a description and does not count as a part of it. */
const NOTES = /(?: \((?:repeatable|comma-separated|default: [^)]*)\))+$/;

/** Lists every format, so it is as long as there are formats. */
const LISTS: ReadonlySet<string> = new Set(['report --format <list>']);

const described = COMMANDS.flatMap(({ name, summary, operands, flags }) => [
  [name, summary],
  ...operands.map((operand) => [`${name} ${operand.name}`, operand.description]),
  ...flags.map((row) => [`${name} ${row.flags}`, row.description]),
]);

describe('the help', () => {
  it('describes each command, argument and flag in at most 60 characters, without a period', () => {
    for (const [name = '', description = ''] of described) {
      const words = description.replace(NOTES, '');
      const limit = LISTS.has(name) ? 100 : 60;
      expect(words.length, `${name}: ${words}`).toBeLessThanOrEqual(limit);
      expect(words).toMatch(/^[^A-Z\s]|^(JSONL|IP|OpenTelemetry)/);
      expect(words).not.toMatch(/\.$/);
    }
  });
});
