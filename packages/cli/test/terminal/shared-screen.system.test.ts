import { describe, expect, it } from 'vitest';
import { SharedScreen } from '../../src/terminal/shared-screen.ts';
import { areTaken, isForeground, isTaken } from '../../src/terminal/taken-terminal.ts';
import { FakeStream } from '../fake-terminal.ts';
import { Screen } from './screen.ts';

const FREE = { isTaken: () => false, isForeground: () => true };

describe('SharedScreen', () => {
  it('writes each line on a new row while a command writes', async () => {
    const screen = new Screen(60, 12);
    const shared = new SharedScreen(screen, FREE);
    shared.say('before');
    shared.share();
    screen.write('half a line');
    shared.say('meanwhile');
    screen.write('the rest');
    shared.takeBack('left').write('after\nall\n');
    expect(await screen.lines()).toEqual([
      'before',
      'half a line',
      'meanwhile',
      'the rest',
      'after',
      'all',
    ]);
  });

  it('holds lines back while the command has exclusive use of the terminal', () => {
    const stream = new FakeStream({ isInteractive: true });
    let isTakenNow = true;
    const shared = new SharedScreen(stream, { ...FREE, isTaken: () => isTakenNow });
    shared.share();
    shared.say('kept');
    expect(stream.text).toBe('');
    isTakenNow = false;
    shared.takeBack('left').write('after\n');
    expect(stream.text).toBe('\r\nkept\r\nafter\r\n');
    shared.takeBack('left').write('again\n');
    expect(stream.text).toMatch(/\nafter\r\nagain\r\n$/);
  });

  it('leaves the alternate screen of a command that was killed there', async () => {
    const screen = new Screen(60, 12);
    const shared = new SharedScreen(screen, FREE);
    screen.write('first\n');
    shared.share();
    screen.write('\u001B[?1049h\u001B[Hpage\n\n\n\n:');
    shared.takeBack('abandoned').write('after\n');
    expect(await screen.lines()).toEqual(['first', '', 'after']);
  });

  it('does not move the cursor where a command was killed on the main screen', async () => {
    const screen = new Screen(60, 12);
    const shared = new SharedScreen(screen, FREE);
    screen.write('one\n\u001B7two\nthree');
    shared.share();
    shared.takeBack('abandoned').write('after\n');
    expect(await screen.lines()).toEqual(['one', 'two', 'three', 'after']);
  });

  it('does not reset the screen from the background, where another program may use it', () => {
    const stream = new FakeStream({ isInteractive: true });
    const shared = new SharedScreen(stream, { ...FREE, isForeground: () => false });
    shared.takeBack('abandoned').write('after\n');
    expect(stream.text).toBe('\r\nafter\r\n');
  });

  it('sends no control sequences to a terminal without support for them', () => {
    const stream = new FakeStream();
    const shared = new SharedScreen(stream, FREE);
    shared.share();
    shared.takeBack('abandoned').write('after\n');
    expect(stream.text).toBe('\r\nafter\r\n');
  });
});

describe('a terminal in exclusive use', () => {
  it.each([
    ['isig icanon iexten echo echoe -tostop', false],
    ['isig -icanon iexten echo -tostop', true],
    ['isig icanon iexten -echo -tostop', true],
    ['isig icanon iexten echo tostop echoctl', true],
    ['isig icanon iexten echo -echonl -echoprt', false],
    ['', false],
  ])('has modes %j: %s', (modes, expected) => {
    expect(areTaken(modes)).toBe(expected);
  });

  it('is not reported without a terminal', () => {
    expect(isTaken(0)).toBe(false);
  });
});

describe('a job in the foreground', () => {
  it.each([
    ['12 (a b) c) S 1 12 7 34816 12 4194304 0', true],
    ['12 (node) S 1 12 7 34816 99 4194304 0', false],
    // Without a terminal there is no foreground.
    ['12 (node) S 1 12 7 0 -1 4194304 0', false],
  ])('is recognized from %j: %s', (stat, expected) => {
    expect(isForeground(stat)).toBe(expected);
  });
});
