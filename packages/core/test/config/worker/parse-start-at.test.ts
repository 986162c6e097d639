import { describe, expect, it } from 'vitest';
import { parseStartAt } from '../../../src/config/worker/parse-start-at.ts';

const NOW_EPOCH_MS = Date.parse('2026-05-01T12:00:00Z');

describe('a start time', () => {
  it.each([
    ['2026-05-01T12:00:30Z', 30_000],
    ['2026-05-01T14:00:30.5+02:00', 30_500],
    [`${NOW_EPOCH_MS / 1e3 + 7.25}`, 7250],
  ])('is read from "%s"', (text, afterMs) => {
    expect(parseStartAt(text, NOW_EPOCH_MS) - NOW_EPOCH_MS).toBe(afterMs);
  });

  it.each([
    'noon',
    '',
    '12:00',
    '2026-05-01',
    '2026-05-01T12:00:30',
    '-5',
    '1e9',
    '2026-99-01T12:00:30Z',
  ])('is refused as "%s"', (text) => {
    expect(() => parseStartAt(text, NOW_EPOCH_MS)).toThrow(`invalid --start-at "${text}"`);
  });

  it('is refused when it has passed', () => {
    expect(() => parseStartAt('2026-05-01T11:59:00Z', NOW_EPOCH_MS)).toThrow(
      '--start-at 2026-05-01T11:59:00Z has passed: it was 60 s ago',
    );
  });
});
