import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

/** The machine of the figures, without anything that identifies it or its user. */
export function describeMachine() {
  return {
    cpuModel: os.cpus()[0]?.model.trim() ?? 'unknown',
    cpuCount: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    kernel: `${os.type()} ${os.release()}`,
    distribution: distribution(),
    architecture: os.arch(),
    pageBytes: pageBytes(),
    node: process.versions.node,
    v8: process.versions.v8,
    transparentHugePages: firstLine('/sys/kernel/mm/transparent_hugepage/enabled'),
    loadAverage: os.loadavg(),
  };
}

/** Page size of this machine, bytes. */
export function pageBytes() {
  return Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));
}

function distribution() {
  return /^PRETTY_NAME="(.*)"$/m.exec(textOf('/etc/os-release'))?.[1] ?? 'unknown';
}

/** @param {string} path */
function firstLine(path) {
  return textOf(path).split('\n')[0] || 'unknown';
}

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // Some systems lack one of these files, and no figure depends on them.
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}
