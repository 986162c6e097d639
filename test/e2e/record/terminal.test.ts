import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run-folder.ts';
import { LOADCELL, startProgram } from '../support/run-loadcell.ts';
import { TerminalSession } from '../support/terminal-session.ts';
import { waitUntil } from '../support/wait-until.ts';

const SIZE = { columns: 120, rows: 40 };

function record(command: readonly string[], afterwards?: string): TerminalSession {
  const options = { cwd: temporaryFolder(), ...SIZE };
  const args = ['record', '--quiet', '--', ...command];
  return new TerminalSession(args, afterwards === undefined ? options : { ...options, afterwards });
}

/**
 * Counts its signals, takes time to clean up at SIGINT, and exits with 5. It is ready without `print`, during which its
 * handler could not print.
 */
const CLEANER = `
import os, signal, sys, time
def clean(number, frame):
    print("got", number, flush=True)
    for _ in range(3): time.sleep(0.1)
    print("cleaned", flush=True)
    sys.exit(5)
signal.signal(signal.SIGINT, clean)
signal.signal(signal.SIGTERM, lambda number, frame: print("got", number, flush=True))
os.write(1, b"ready\\n")
while True: time.sleep(9)
`;

describe('a command recorded on a terminal', () => {
  it('gets Ctrl-C once, and time to clean up', async () => {
    const session = record(['python3', '-c', CLEANER]);
    await session.waitForLine(/^ready/);
    session.pressCtrlC();
    const { code, lines } = await session.end();
    expect(code).toBe(5);
    // The terminal echoes the key before its effect.
    expect(lines.filter((line) => line.includes('got'))).toEqual(['^Cgot 2']);
    expect(lines).toContain('cleaned');
  });

  it('continues after Ctrl-C when it handles the signal', async () => {
    const loop =
      'import time\nwhile True:\n  try:\n    print("> ", flush=True); time.sleep(600)\n  except KeyboardInterrupt: print("again", flush=True); break\ninput()';
    const session = record(['python3', '-c', loop]);
    await session.waitFor(/^> /);
    session.pressCtrlC();
    await session.waitFor(/again$/);
    session.pressEnter();
    expect((await session.end()).code).toBe(0);
  });

  it('stops at Ctrl-Z with its recorder, and continues with it', async () => {
    const script = 'trap "echo continued; exit 4" CONT; echo ready; while :; do sleep 0.05; done';
    const session = record(['sh', '-c', script], 'echo prompt; read line; fg; echo code $?');
    await session.waitForLine(/^ready/);
    session.pressCtrlZ();
    await session.waitFor(/prompt$/);
    session.pressEnter();
    await session.waitFor(/continued$/);
    await session.waitFor(/^code 4/);
    expect((await session.end()).code).toBe(0);
  });

  it('continues at Ctrl-Z as the first of its session, where no shell could continue it', async () => {
    const session = record(['sh', '-c', 'echo ready; read line; echo "got $line"; exit 6']);
    await session.waitForLine(/^ready/);
    session.pressCtrlZ();
    await session.waitFor(/\^Z/);
    session.type('it\r');
    await session.waitFor(/^got it/);
    expect((await session.end()).code).toBe(6);
  });

  it('shares the terminal with the rest of a pipeline', async () => {
    const cwd = temporaryFolder();
    const script = `node "${LOADCELL}" record --quiet -- seq 3 | { cat; head -n 1 < /dev/tty; }`;
    const session = new TerminalSession(['--version'], {
      cwd,
      ...SIZE,
      afterwards: `${script}; echo over`,
    });
    await session.waitFor(/^3/);
    session.pressEnter();
    await session.waitFor(/^over/);
    expect((await session.end()).code).toBe(0);
  });
});

/** Records a command as a user does, without --quiet. */
function show(script: string, afterwards?: string): TerminalSession {
  const options = { cwd: temporaryFolder(), ...SIZE };
  const args = ['record', '--', 'sh', '-c', script];
  return new TerminalSession(args, afterwards === undefined ? options : { ...options, afterwards });
}

describe('the screen of a recorded command', () => {
  it('belongs to the command: a prompt, a rewritten line, and the last output stay', async () => {
    const bar = 'for i in 1 2 3 4; do printf "\\r$i of 4"; sleep 0.3; done; echo';
    const session = show(`printf "Name?"; read name; ${bar}; printf "no newline"`);
    await session.waitFor(/^Name\?$/);
    session.pressEnter();
    const { code, lines, text } = await session.end();
    expect(code).toBe(0);
    expect(lines.slice(0, 4)).toEqual([
      'Name?',
      '4 of 4',
      'no newline',
      'The command "sh" exited with code 0.',
    ]);
    expect(lines.filter((line) => line.startsWith('Run directory: '))).toHaveLength(1);
    expect(text).not.toContain('\u001B');
  });

  it('switches back to the main one, and modes are restored, when the command is killed', async () => {
    const script = 'echo first; printf "\\033[?1049h\\033[?25lpage"; stty raw -echo; kill -KILL $$';
    const session = show(script, 'stty -a; echo over');
    await session.waitFor(/^over$/);
    const { lines, isCursorShown } = await session.end();
    expect(lines.slice(0, 3)).toEqual(['first', '', 'The command "sh" was killed by SIGKILL.']);
    expect(lines.join('\n')).toMatch(/ icanon .* echo /s);
    expect(isCursorShown).toBe(true);
  });

  it('keeps the modes that a command left set, and the summary is in order in them', async () => {
    const session = show('stty raw -echo', 'stty -a | tr "\\n" " "; stty sane; echo; echo over');
    await session.waitFor(/^over$/);
    const { lines } = await session.end();
    expect(lines.join(' ')).toMatch(/ -icanon .* -echo /);
    expect(lines.filter((line) => /^(?:The command|Run directory: )/.test(line))).toHaveLength(2);
  });

  it('shows a note on a separate line', async () => {
    // The parent of the shell is the launcher, whose parent is the recorder.
    const signal = 'kill -TERM $(cut -d " " -f 4 /proc/$PPID/stat)';
    const session = show(
      `trap "exit 3" TERM; printf half; ${signal}; while :; do sleep 0.05; done`,
    );
    const { code, lines } = await session.end();
    expect(code).toBe(3);
    expect(lines[0]).toBe('half');
    expect(lines[1]).toMatch(/^Sent SIGTERM to the command\. Send SIGTERM to PID \d+ to end/);
  });
});

describe('signals to a recorder', () => {
  it.each(['SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGHUP', 'SIGQUIT', 'SIGTERM', 'SIGINT'] as const)(
    '%s reaches the command, and never opens a debugger',
    async (signal) => {
      const name = signal.slice(3);
      const script = `trap 'echo got ${name}; exit 6' ${name}; echo ready; while :; do sleep 0.05; done`;
      const run = startProgram('node', [LOADCELL, 'record', '--', 'sh', '-c', script], {
        cwd: temporaryFolder(),
      });
      let out = '';
      run.child.stdout?.on('data', (text: string) => (out += text));
      await waitUntil('the command listens', () => (out.includes('ready') ? true : undefined));
      run.child.kill(signal);
      const { code, stdout, stderr } = await run.finished;
      expect({ code, stdout }).toEqual({ code: 6, stdout: `ready\ngot ${name}\n` });
      expect(stderr).not.toContain('Debugger');
    },
  );
});
