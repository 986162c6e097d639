import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run-folder.ts';
import { LOADCELL } from '../support/run-loadcell.ts';
import { TerminalSession } from '../support/terminal-session.ts';

type Talk = (session: TerminalSession) => Promise<void>;

/** What a user sees who runs this in a shell on a terminal, and types. */
async function look(script: string, talk: Talk): Promise<readonly string[]> {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'input'), 'one\ntwo\n');
  const env = { RUNS: temporaryFolder(), HOME: cwd, HISTFILE: '/dev/null', LESS: '' };
  const afterwards = `${script}; echo "code $?"`;
  const size = { columns: 100, rows: 30 };
  const session = new TerminalSession(['--version'], { cwd, env, ...size, afterwards });
  await talk(session);
  const { lines } = await session.end();
  return lines;
}

/** A program on a terminal, what the user types, and what the screen must show. */
interface Case {
  readonly script: string;
  readonly talk: Talk;
  readonly shows: readonly string[];
}

const atShell =
  (prompt: RegExp): Talk =>
  async (session) => {
    await session.waitFor(prompt);
    session.type('sh -c "echo up; exec sleep 600"\r');
    await session.waitForLine(/^up/);
    session.pressCtrlZ();
    await session.waitFor(/(?:Stopped|Suspended)/);
    await session.waitFor(prompt);
    session.type('fg\r');
    // The shell shows the job that it resumes.
    await session.waitFor(/^sh -c "echo up/);
    session.pressCtrlC();
    await session.waitFor(prompt);
    session.type('echo still here\r');
    await session.waitFor(/^still here/);
    await session.waitFor(prompt);
    session.type('exit 4\r');
  };

const CASES: Readonly<Record<string, Case>> = {
  'the prompt of python': {
    script: 'TERM=dumb record python3 -q',
    talk: async (session) => {
      await session.waitFor(/^>>>/);
      session.type('print("six times seven", 6 * 7)\r');
      await session.waitFor(/^six times seven 42/);
      session.pressCtrlC();
      await session.waitFor(/^KeyboardInterrupt/);
      session.type('exit(3)\r');
    },
    shows: ['six times seven 42', 'KeyboardInterrupt', 'code 3'],
  },
  'a bash with jobs': {
    script: "TERM=dumb PS1='bash: ' record bash --norc --noprofile -i",
    talk: atShell(/bash: $/),
    shows: ['still here', 'code 4'],
  },
  'a dash with jobs': {
    script: "PS1='dash: ' record dash -i",
    talk: atShell(/dash: $/),
    shows: ['still here', 'code 4'],
  },
  'git with a pager': {
    script: `git init -q; git config user.name x; git config user.email x@x.x; git add input; git commit -qm done; git config core.pager 'sed s/^/paged:/'; record git log --format=%s`,
    talk: async () => {},
    shows: ['paged:done', 'code 0'],
  },
  'less, on its other screen': {
    script: 'record less input',
    talk: async (session) => {
      await session.waitFor(/\(END\)|^input/);
      session.type('q');
    },
    shows: ['code 0'],
  },
  'a program that cleans up for 3 s at Ctrl-C': {
    script: `record sh -c 'trap "echo cleaning; sleep 3; echo clean; exit 5" INT; echo up; while :; do sleep 0.05; done'`,
    talk: async (session) => {
      await session.waitForLine(/^up/);
      session.pressCtrlC();
    },
    shows: ['clean', 'code 5'],
  },
};

describe('on a terminal', () => {
  it.each(Object.entries(CASES))('%s looks the same as without a recorder', async (_, one) => {
    const record = `node "${LOADCELL}" record --quiet -o "$RUNS" --`;
    const plain = await look(one.script.replace('record ', ''), one.talk);
    // With the recorder, the summary follows at the end.
    const script = one.script.replace('record ', `${record} `);
    const recorded = await look(script, one.talk);
    expect(plain).toEqual(expect.arrayContaining([...one.shows]));
    // The summary begins on a new line, wherever the command left the cursor.
    const summary = recorded.findIndex((line) => line.startsWith('The command "'));
    const first = recorded[summary - 1] === '' ? summary - 1 : summary;
    const rest = recorded.findIndex((line) => line.startsWith('Run directory: '));
    expect(recorded.toSpliced(first, rest - first + 1)).toEqual(plain);
  });
});
