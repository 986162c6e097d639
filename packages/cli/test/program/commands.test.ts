import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/program/commands.ts';

/** Notes after a description, which do not count toward its length. */
const NOTES = /(?: \((?:repeatable|comma-separated|default: [^)]*)\))+$/;

const described = COMMANDS.flatMap(({ name, summary, operands, flags }) => [
  [name, summary],
  ...operands.map((operand) => [`${name} ${operand.name}`, operand.description]),
  ...flags.map((row) => [`${name} ${row.flags}`, row.description]),
]);

describe('the help', () => {
  it('describes each command, argument and flag in at most 60 characters, without a period', () => {
    for (const [name = '', description = ''] of described) {
      const words = description.replace(NOTES, '');
      expect(words.length, `${name}: ${words}`).toBeLessThanOrEqual(60);
      expect(words).toMatch(/^[^A-Z\s]|^(API|JSON|IP|OpenTelemetry)/);
      expect(words).not.toMatch(/\.$/);
    }
  });
});
