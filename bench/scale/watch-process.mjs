import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const PERIOD_MS = 10;

/** Clock ticks of the kernel's account of CPU time. */
const TICK_MS = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/**
 * @typedef {object} Spent
 * @property {number} code exit code
 * @property {number} durationMs from start to end
 * @property {number} cpuMs of all threads; other programs on the machine do not affect it
 * @property {number} peakRssBytes
 */

/**
 * Runs a Node program and watches from outside what it uses.
 * @param {string} program path of its module
 * @param {readonly string[]} args
 * @returns {Promise<Spent>}
 */
export async function watchProcess(program, args) {
  const startedMs = performance.now();
  // Stdout belongs to the report of the suite.
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peakRssBytes = Number.NaN;
  let cpuMs = Number.NaN;
  const timer = setInterval(() => {
    peakRssBytes = highWaterBytes(child.pid) ?? peakRssBytes;
    cpuMs = cpuMsOf(child.pid) ?? cpuMs;
  }, PERIOD_MS);
  try {
    const [code, signal] = await once(child, 'exit');
    if (signal !== null) throw new Error(`${path.basename(program)} was ended by ${signal}`);
    return { code, durationMs: performance.now() - startedMs, cpuMs, peakRssBytes };
  } finally {
    clearInterval(timer);
    child.kill();
  }
}

/** The kernel's high-water mark of RSS; undefined once the process has ended. @param {number} pid */
function highWaterBytes(pid) {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(procText(pid, 'status'))?.[1];
  return kib === undefined ? undefined : Number(kib) * 1024;
}

/** @param {number} pid */
function cpuMsOf(pid) {
  // Fields follow the name, which is in parentheses and can contain anything; user and system time are fields 14 and 15.
  const fields = procText(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isNaN(ticks) ? undefined : ticks * TICK_MS;
}

/** A file of the kernel about a process; empty once it has ended. @param {number} pid @param {string} file */
function procText(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return '';
    throw error;
  }
}
