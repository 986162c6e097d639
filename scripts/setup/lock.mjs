import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheDir } from './paths.mjs';
import { SetupError } from './setup-error.mjs';

/** A directory that holds who owns it. It appears complete or not at all, since it is renamed into place. */
const lockDir = path.join(cacheDir, 'loadcell-setup.lock');
const breakDir = `${lockDir}.break`;
const pollMs = 200;
const patienceMs = 20 * 60_000;
/** Breaking a lock takes microseconds: a guard this old belongs to nobody. */
const breakingMs = 10_000;

/** When a process began, in clock ticks since boot: tells it from a later one with the same id. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may hold anything; the 22nd counts from behind it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}

function isAlive({ pid, start }) {
  if (start !== undefined) return startOf(pid) === start;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    if (error.code === 'EPERM') return true;
    throw error;
  }
}

/** @returns {{ pid: number, start?: string } | undefined} undefined when nobody holds the lock */
function readOwner() {
  try {
    return JSON.parse(readFileSync(path.join(lockDir, 'owner.json'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function tryAcquire() {
  mkdirSync(cacheDir, { recursive: true });
  const draft = `${lockDir}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(
    path.join(draft, 'owner.json'),
    JSON.stringify({ pid: process.pid, start: startOf(process.pid) }),
  );
  try {
    renameSync(draft, lockDir);
    return true;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') return false;
    throw error;
  }
}

function release(lock) {
  const gone = `${lock}.${process.pid}.gone`;
  renameSync(lock, gone);
  rmSync(gone, { recursive: true, force: true });
}

/** Removes the lock of a dead owner. One at a time, so that nobody removes the lock that came after it. */
function breakDeadLock() {
  try {
    mkdirSync(breakDir);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const sinceMs =
      Date.now() - (statSync(breakDir, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
    if (sinceMs > breakingMs) rmSync(breakDir, { recursive: true, force: true });
    return;
  }
  try {
    const owner = readOwner();
    if (owner !== undefined && !isAlive(owner)) release(lockDir);
  } finally {
    rmdirSync(breakDir);
  }
}

/**
 * Runs something while no other set-up of this checkout runs.
 * @param {() => void} work
 */
export async function withLock(work) {
  const givesUpAt = Date.now() + patienceMs;
  let said = false;
  while (!tryAcquire()) {
    const owner = readOwner();
    if (owner !== undefined && !isAlive(owner)) breakDeadLock();
    if (Date.now() > givesUpAt) {
      throw new SetupError(
        `Another set-up (process ${owner?.pid}) has held ${lockDir} for 20 minutes. ` +
          'See what it waits for, or remove that directory when it is not one of yours.',
      );
    }
    if (owner !== undefined && !said) {
      process.stderr.write(`set-up: waiting for the one of process ${owner.pid}\n`);
      said = true;
    }
    await sleep(pollMs);
  }
  try {
    work();
  } finally {
    release(lockDir);
  }
}
