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
import { SetupError } from './setup-error.mjs';

const pollMs = 200;
const patienceMs = 20 * 60_000;
/** Breaking a lock takes microseconds: the process of a guard this old is gone. */
const breakingMs = 10_000;

/** Start time of a process in clock ticks since boot, which differs from that of a later one with the same id. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and can contain anything; the 22nd counts from its end.
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

/** @returns {{ pid: number, start?: string } | undefined} undefined when no process holds the lock */
function readOwner(lockDir) {
  try {
    return JSON.parse(readFileSync(path.join(lockDir, 'owner.json'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function tryAcquire(lockDir) {
  mkdirSync(path.dirname(lockDir), { recursive: true });
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

/** Removes the lock of a dead owner. Only one process at a time does, so that a newer lock stays. */
function breakDeadLock(lockDir) {
  const breakDir = `${lockDir}.break`;
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
    const owner = readOwner(lockDir);
    if (owner !== undefined && !isAlive(owner)) release(lockDir);
  } finally {
    rmdirSync(breakDir);
  }
}

/**
 * Runs work while no other process holds a lock.
 * @param {string} lockDir a directory that names its owner, renamed into place, so that it is never incomplete
 * @param {() => unknown} work
 */
export async function withLock(lockDir, work) {
  const givesUpAt = Date.now() + patienceMs;
  let isAnnounced = false;
  while (!tryAcquire(lockDir)) {
    const owner = readOwner(lockDir);
    if (owner !== undefined && !isAlive(owner)) breakDeadLock(lockDir);
    if (Date.now() > givesUpAt) {
      throw new SetupError(
        `Another set-up (process ${owner?.pid}) has held ${lockDir} for 20 minutes. ` +
          'Check what it waits for; remove that directory if the process is not a set-up.',
      );
    }
    if (owner !== undefined && !isAnnounced) {
      process.stderr.write(`set-up: waiting for the set-up of process ${owner.pid}\n`);
      isAnnounced = true;
    }
    await sleep(pollMs);
  }
  try {
    await work();
  } finally {
    release(lockDir);
  }
}
