import { expect, it } from 'vitest';
import {
  nameOfSignal,
  numberOfSignal,
} from '../../../../src/target/process/launch/signal-names.ts';

it.each([
  [6, 'SIGABRT'],
  [9, 'SIGKILL'],
  [15, 'SIGTERM'],
  [40, 'signal 40'],
])('signal %d has the name %s, which maps back to it', (number, name) => {
  expect(nameOfSignal(number)).toBe(name);
  expect(numberOfSignal(name)).toBe(number);
});

it('an unknown signal name has no number', () => {
  expect(numberOfSignal('SIGNONE')).toBe(0);
});
