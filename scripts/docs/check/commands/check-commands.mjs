import path from 'node:path';
import { callCommand } from './call-command.mjs';
import { outputProblem } from './compare-output.mjs';
import { otherProgramProblem } from './other-program.mjs';
import { PageFolder } from './page-folder.mjs';
import { readScript } from './read-script.mjs';
import { callsOf } from './rewrite.mjs';
import { runProgram } from './run-program.mjs';

/** Exit codes of a run that misses a criterion, and of one that a busy machine made unreliable, which is no mistake of a page. */
const MISSED = 1;
const UNRELIABLE = 4;

const SHELLS = new Set(['sh', 'bash', 'shell']);

/** Whether a block is a script. */
export function isScript({ language }) {
  return SHELLS.has(language);
}

/** Whether commands may use the file of a block: its title is a path below their folder. */
function isFile({ title }) {
  return title !== undefined && !/^\.{0,2}\//u.test(title) && !title.includes(' ');
}

/** Runs the scripts of pages, each page in a folder of its own. */
export class CommandCheck {
  #folder;
  #calls = 0;

  /**
   * @param {{root: string, folder: string, standIns: object, loadcell: string, runCommandLine: Function, path: string}} parts
   */
  constructor(parts) {
    this.parts = parts;
  }

  /** How many commands ran. */
  get calls() {
    return this.#calls;
  }

  /** Checks the scripts of a page, in order. */
  async check({ file, blocks }) {
    if (!blocks.some(isScript)) return [];
    const { folder, root, standIns } = this.parts;
    this.#folder = new PageFolder(path.join(folder, file.replace(/\.md$/u, '')), root, standIns);
    const problems = [];
    let last;
    for (const block of blocks) {
      if (block.reason !== undefined) last = undefined;
      else if (block.language === 'text') {
        problems.push(...this.#compare(block, last));
        last = undefined;
      } else if (isScript(block)) {
        last = block.runs ? await this.#runScript(block) : await this.#runLines(block);
        problems.push(...last.problems);
      } else if (isFile(block)) this.#folder.write(block);
    }
    return problems;
  }

  #env(assignments = []) {
    return {
      ...process.env,
      PATH: `${this.parts.path}:${process.env.PATH}`,
      BROWSER: 'true',
      NO_COLOR: '1',
      ...Object.fromEntries(assignments),
    };
  }

  /** Compares the text below a script with what it printed, where that is the same on every machine. */
  #compare(text, last) {
    if (text.isExact && last === undefined) {
      return [
        { file: text.file, line: text.line, what: 'expected a script above an exact output' },
      ];
    }
    if (last === undefined || last.isVoid === true || !(text.isExact || last.isExact)) return [];
    const output = this.parts.standIns
      .restore(last.output, last.written)
      .replaceAll(`${this.#folder.path}/`, '');
    const what = outputProblem(output, text.text);
    return what === undefined ? [] : [{ file: text.file, line: text.line, what }];
  }

  /** Runs a whole script by a shell, for what it does. */
  async #runScript(block) {
    const { standIns } = this.parts;
    const script = standIns.substitute(block.text);
    this.#calls += 1;
    const { code, output } = await runProgram('bash', ['-o', 'pipefail', '-e', '-c', script], {
      cwd: this.#folder.path,
      env: this.#env(),
    });
    const expected = block.exitCode ?? 0;
    const isExpected = code === expected;
    const what = `exit code ${code}, expected ${expected}\n${output}`;
    const isWrong = !isExpected && !(code === UNRELIABLE && expected <= MISSED);
    return {
      problems: isWrong ? [{ file: block.file, line: block.line, what }] : [],
      output,
      written: block.text,
      isExact: false,
      isVoid: !isExpected,
    };
  }

  /** Runs the lines of a script one by one: runs as plans, all else as it is. */
  async #runLines(block) {
    const { commands, errors } = readScript(block.text, block.line + 1);
    const result = {
      problems: errors.map(({ line, error }) => ({ file: block.file, line, what: error })),
      output: '',
      written: block.text,
      isExact: true,
    };
    const hasInit = commands.some(({ words }) => words[1] === 'init');
    for (const command of commands) {
      const problem = (what) =>
        result.problems.push({
          file: block.file,
          line: command.line,
          what: `${command.text}\n${what}`,
        });
      const { root } = this.parts;
      if (command.words.length === 0 || command.isPiped) continue;
      if (command.words[0] !== 'loadcell') {
        result.isExact = false;
        const what = otherProgramProblem(command.words, { root, folder: this.#folder.path });
        if (what !== undefined) problem(what);
        continue;
      }
      for (const call of callsOf(command.words.slice(1), process.pid)) {
        const { code, output, stdout } = await this.#call(call, command);
        result.output += output;
        const codes = block.exitCode === undefined ? (call.codes ?? [0]) : [block.exitCode];
        result.isExact &&= call.isExact === true || (code === 2 && block.exitCode === 2);
        if (!codes.includes(code)) {
          problem(
            `loadcell ${call.args.join(' ')}: exit code ${code}, expected ${codes.join(' or ')}\n${output}`,
          );
        } else if (command.pipe !== undefined) {
          const what = await this.#pipe(command, call, stdout);
          if (what !== undefined) problem(what);
        }
      }
    }
    // What `init` wrote is for this block: the next one shows another way.
    if (hasInit) this.#folder.dropConfigs();
    return result;
  }

  async #call(call, { words, assignments }) {
    const { loadcell, runCommandLine, standIns } = this.parts;
    this.#folder.provide(words);
    if (call.isPlan === true) this.#folder.pointLatest();
    if (words[1] === 'init') this.#folder.dropConfigs();
    const args = call.args.map((word) => standIns.substitute(word));
    const place = { cwd: this.#folder.path, env: this.#env(assignments) };
    this.#calls += 1;
    if (call.isProgram !== true) return await callCommand(runCommandLine, args, place);
    return await runProgram(process.execPath, [loadcell, ...args], {
      ...place,
      ...(call.isServer === true ? { isDone: (text) => text.includes('http') } : {}),
    });
  }

  /** Runs what a pipe leads to. A plan is no report, so a recorded one takes its place. */
  async #pipe({ pipe, words }, call, stdout) {
    const { runCommandLine } = this.parts;
    const place = { cwd: this.#folder.path, env: this.#env() };
    const args = ['report', 'base', ...(words.includes('--json') ? ['--format', 'json'] : [])];
    const input =
      call.isPlan === true ? (await callCommand(runCommandLine, args, place)).stdout : stdout;
    const { code, output } = await runProgram('bash', ['-o', 'pipefail', '-c', pipe], {
      ...place,
      input,
    });
    return code === 0 ? undefined : `${pipe}: exit code ${code}, expected 0\n${output}`;
  }
}
