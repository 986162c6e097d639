import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { CommandDefinition } from '../../../src/command-definition.ts';
import { EXIT_CODES } from '../../../src/exit-codes.ts';
import { COMMANDS } from '../../../src/program/commands.ts';
import { GLOBAL_FLAGS } from '../../../src/program/global-flags.ts';
import { manPages } from '../../../src/program/man/man-pages.ts';

const WEIGH: CommandDefinition = {
  name: 'weigh',
  summary: 'weigh things',
  operands: [{ name: '[what...]', description: 'what to weigh' }],
  trailing: 'a command',
  notes: ['One note.', '.another one'],
  flags: [{ flags: '-u, --unit <g-or-kg>', description: 'the unit', kind: 'text' }],
  loadAction: () => Promise.resolve(() => Promise.resolve(EXIT_CODES.pass)),
};

const parts = { globalFlags: GLOBAL_FLAGS, version: '1.2.3', date: new Date('2026-02-03T04:05Z') };

describe('manPages', () => {
  it('makes one page for each command from its tables', () => {
    const [, page] = manPages({ ...parts, commands: [WEIGH] });
    expect(page?.file).toBe('loadcell-weigh.1');
    expect(page?.source).toBe(
      String.raw`.TH LOADCELL\-WEIGH 1 2026-02-03 "Loadcell 1.2.3" "Loadcell Manual"
.SH NAME
loadcell\-weigh \- weigh things
.SH SYNOPSIS
\fBloadcell weigh\fR [\fIoptions\fR] [\fIwhat...\fR] [\fB\-\-\fR \fIcommand...\fR]
.SH DESCRIPTION
Weigh things.
.TP
\fIwhat...\fR
what to weigh
.TP
\fB\-\-\fR \fIcommand...\fR
a command
.SH OPTIONS
.TP
\fB\-u\fR, \fB\-\-unit\fR \fIg\-or\-kg\fR
the unit
.TP
\fB\-\-color\fR \fIwhen\fR
auto, always or never; overrides NO_COLOR (default: auto)
.TP
\fB\-h\fR, \fB\-\-help\fR
display help
.SH NOTES
.nf
One note.
\&.another one
.fi
.SH SEE ALSO
\fBloadcell\fR(1)
`,
    );
  });

  it('lists every command and exit code on the page of the program', () => {
    const [page] = manPages({ ...parts, commands: COMMANDS });
    for (const { name, summary } of COMMANDS) {
      expect(page?.source).toContain(`\\fBloadcell\\-${name}\\fR(1)\n`);
      expect(page?.source).toContain(summary.replaceAll('-', String.raw`\-`));
    }
    for (const code of Object.values(EXIT_CODES)) {
      expect(page?.source).toContain(`.TP\n\\fB${code}\\fR\n`);
    }
  });

  it('makes exactly the pages that the package lists for npm', () => {
    const file = new URL('../../../package.json', import.meta.url);
    const { man } = z
      .looseObject({ man: z.array(z.string()) })
      .parse(JSON.parse(readFileSync(file, 'utf8')));
    const pages = manPages({ ...parts, commands: COMMANDS });
    expect(man).toEqual(pages.map((page) => `./dist/man/${page.file}`));
  });
});
