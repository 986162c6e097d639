import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Check, CheckOutcome } from '../../src/doctor/check.ts';
import { addonCheck } from '../../src/doctor/checks/addon.ts';
import { availableMemoryCheck } from '../../src/doctor/checks/available-memory.ts';
import { cgroupMemoryCheck } from '../../src/doctor/checks/cgroup-memory.ts';
import { childProcessesCheck } from '../../src/doctor/checks/child-processes.ts';
import { clientThreadCheck } from '../../src/doctor/checks/client-thread.ts';
import { clockSourceCheck } from '../../src/doctor/checks/clock-source.ts';
import { findModelCacheFolder } from '../../src/target/tiny-model/cache-folder.ts';
import { cacheDirCheck, outputDirCheck } from '../../src/doctor/checks/directories.ts';
import { engineCheck } from '../../src/doctor/checks/engine.ts';
import { freeDiskCheck } from '../../src/doctor/checks/free-disk.ts';
import { nodeVersionCheck } from '../../src/doctor/checks/node-version.ts';
import { ephemeralPortsCheck } from '../../src/doctor/checks/ephemeral-ports.ts';
import { openFilesCheck } from '../../src/doctor/checks/open-files.ts';
import { processVisibilityCheck } from '../../src/doctor/checks/process-visibility.ts';
import { processorsCheck } from '../../src/doctor/checks/processors.ts';
import { ptraceScopeCheck } from '../../src/doctor/checks/ptrace-scope.ts';
import { threadPriorityCheck } from '../../src/doctor/checks/thread-priority.ts';
import type { CgroupLimit } from '../../src/collector/cgroup-limit.ts';
import { LoadcellError } from '../../src/spec/error/errors.ts';
import { fakeMachine, SELF_SAMPLE, type FakeMachineOptions } from './fake-machine.ts';

const MIB = 2 ** 20;
const clockSource = 'sys/devices/system/clocksource/clocksource0/current_clocksource';
const governor = 'sys/devices/system/cpu/cpu0/cpufreq/scaling_governor';
const yama = 'proc/sys/kernel/yama/ptrace_scope';

function meminfo(mebibytes: number): Readonly<Record<string, string>> {
  return {
    'proc/meminfo': `MemTotal: 99 kB\nMemAvailable:   ${mebibytes * 1024} kB\nCached: 1 kB\n`,
  };
}

function limits(soft: string): Readonly<Record<string, string>> {
  return {
    'proc/self/limits': `Limit  Soft Limit  Hard Limit\nMax open files  ${soft}  4096  files\n`,
  };
}

function ports(range: string, reserved = ''): Readonly<Record<string, string>> {
  return {
    'proc/sys/net/ipv4/ip_local_port_range': `${range}\n`,
    'proc/sys/net/ipv4/ip_local_reserved_ports': `${reserved}\n`,
  };
}

function run(check: Check, options: FakeMachineOptions): Promise<CheckOutcome> {
  return check.run(fakeMachine(options));
}

const noThreads = (what: 'worker' | 'child'): boolean => what !== 'worker';

const failing = (code: string) => () => Promise.reject(new LoadcellError(code, 'it is not there'));

describe('the checks of the doctor', () => {
  it.each<[string, Check, CheckOutcome['status'], FakeMachineOptions]>([
    ['Node as required', nodeVersionCheck, 'ok', { nodeVersion: '20.20.0' }],
    ['newer Node', nodeVersionCheck, 'ok', { nodeVersion: '24.1.0' }],
    ['older Node', nodeVersionCheck, 'problem', { nodeVersion: '20.19.9' }],
    ['an addon that samples', addonCheck, 'ok', {}],
    ['an addon that is missing', addonCheck, 'problem', { sampleSelf: failing('NATIVE_MISSING') }],
    [
      'an addon without samples',
      addonCheck,
      'problem',
      { sampleSelf: async () => ({ ...SELF_SAMPLE, sampleCount: 0, peakRssBytes: Number.NaN }) },
    ],
    ['the native client thread', clientThreadCheck, 'ok', {}],
    ['the native client thread without workers', clientThreadCheck, 'note', { permits: noThreads }],
    [
      'a worker as client thread',
      clientThreadCheck,
      'ok',
      { sampleSelf: failing('NATIVE_DENIED') },
    ],
    [
      'no client thread',
      clientThreadCheck,
      'problem',
      { sampleSelf: failing('NATIVE_DENIED'), permits: noThreads },
    ],
    ['child processes', childProcessesCheck, 'ok', { permits: noThreads }],
    ['no child processes', childProcessesCheck, 'problem', { permits: (what) => what !== 'child' }],
    ['an engine that starts', engineCheck, 'ok', {}],
    ['an engine that fails', engineCheck, 'problem', { startEngine: failing('TARGET') }],
    [
      'an engine that is not installed',
      engineCheck,
      'problem',
      { startEngine: failing('ENGINE_NOT_INSTALLED') },
    ],
    ['ample free disk', freeDiskCheck, 'ok', {}],
    ['little free disk', freeDiskCheck, 'warning', { freeBytes: async () => 100 * MIB }],
    ['a full disk', freeDiskCheck, 'problem', { freeBytes: async () => 1 * MIB }],
    ['enough memory', availableMemoryCheck, 'ok', { files: meminfo(2048) }],
    ['little memory', availableMemoryCheck, 'warning', { files: meminfo(512) }],
    ['no memory', availableMemoryCheck, 'problem', { files: meminfo(100) }],
    ['a kernel that reports no memory', availableMemoryCheck, 'warning', {}],
    ['many open files', openFilesCheck, 'ok', { files: limits('20000') }],
    ['unlimited open files', openFilesCheck, 'ok', { files: limits('unlimited') }],
    ['few open files', openFilesCheck, 'warning', { files: limits('256') }],
    ['too few open files', openFilesCheck, 'problem', { files: limits('16') }],
    ['a kernel that reports no limit of files', openFilesCheck, 'warning', {}],
    ['many ports', ephemeralPortsCheck, 'ok', { files: ports('32768\t60999') }],
    ['few ports', ephemeralPortsCheck, 'warning', { files: ports('40000\t40099') }],
    ['ports reserved', ephemeralPortsCheck, 'warning', { files: ports('1024\t3000', '1500-3000') }],
    ['a kernel that reports no ports', ephemeralPortsCheck, 'note', {}],
    ['two processors', processorsCheck, 'ok', { processors: 2 }],
    ['one processor', processorsCheck, 'warning', { processors: 1 }],
    ['a steady clock', processorsCheck, 'ok', { files: { [governor]: 'performance\n' } }],
    ['a power-saving clock', processorsCheck, 'warning', { files: { [governor]: 'powersave\n' } }],
    ['threads that run as soon as they wake', threadPriorityCheck, 'ok', {}],
    [
      'threads of normal priority',
      threadPriorityCheck,
      'note',
      { sampleSelf: async () => ({ ...SELF_SAMPLE, isRealTime: false }) },
    ],
    [
      'threads of an addon that is missing',
      threadPriorityCheck,
      'ok',
      { sampleSelf: failing('NATIVE_MISSING') },
    ],
    ['a quick clock source', clockSourceCheck, 'ok', { files: { [clockSource]: 'tsc\n' } }],
    ['a slow clock source', clockSourceCheck, 'warning', { files: { [clockSource]: 'hpet\n' } }],
    ['an unknown clock source', clockSourceCheck, 'ok', {}],
    ['no ptrace limits', ptraceScopeCheck, 'ok', {}],
    ['ptrace of children', ptraceScopeCheck, 'ok', { files: { [yama]: '1\n' } }],
    ['ptrace for administrators', ptraceScopeCheck, 'warning', { files: { [yama]: '2\n' } }],
    ['no proc', processVisibilityCheck, 'problem', {}],
    [
      'hidden processes',
      processVisibilityCheck,
      'warning',
      { files: { 'proc/self/statm': '1 1 1 1 0 1 0' } },
    ],
    [
      'visible processes',
      processVisibilityCheck,
      'ok',
      { files: { 'proc/self/statm': '1 1 1 1 0 1 0', 'proc/1/statm': '1 1 1 1 0 1 0' } },
    ],
  ])('judge %s', async (_what, check, status, options) => {
    expect(await run(check, options)).toMatchObject({ status });
  });

  it('give a remedy for every problem', async () => {
    const outcome = await run(openFilesCheck, { files: limits('16') });
    expect(outcome).toMatchObject({
      found: 'limit 16, enough for 0 connections',
      remedy: expect.stringContaining('ulimit'),
    });
  });
});

describe('the check of ptrace', () => {
  it.each([
    [
      '2',
      'restricted to administrators (2)',
      /^run as root: sysctl -w kernel\.yama\.ptrace_scope=1; /,
    ],
    ['3', 'attaching is disabled (3)', /reboot; /],
  ])('names what changes scope %s, and what is missed until then', async (scope, found, remedy) => {
    expect(await run(ptraceScopeCheck, { files: { [yama]: `${scope}\n` } })).toMatchObject({
      found,
      remedy: expect.stringMatching(remedy),
    });
  });
});

describe('the check of the memory limit of a cgroup', () => {
  it.each<[string, string, CgroupLimit]>([
    ['ok', 'no limit', { bytes: Infinity }],
    ['problem', '200 MiB', { bytes: 200 * MIB, group: '/a' }],
    ['warning', 'from cgroup /a', { bytes: 512 * MIB, group: '/a' }],
    ['ok', 'unknown: process 7 is elsewhere', { bytes: NaN, reason: 'process 7 is elsewhere' }],
  ])('is %s and shows %s', async (status, found, limit) => {
    expect(await run(cgroupMemoryCheck, { cgroupLimit: () => limit })).toMatchObject({
      status,
      found: expect.stringContaining(found),
    });
  });
});

describe('the checks of directories', () => {
  it('create a missing folder, and leave nothing behind', async () => {
    const machine = fakeMachine();
    expect(await outputDirCheck.run(machine)).toMatchObject({ status: 'ok' });
    expect(await cacheDirCheck.run(machine)).toMatchObject({ status: 'ok' });
    expect(readdirSync(path.dirname(machine.findCacheDir()))).toEqual([]);
  });

  it('report a problem when a file is in the way', async () => {
    const machine = fakeMachine();
    writeFileSync(machine.findCacheDir(), '');
    const outcome = await cacheDirCheck.run(machine);
    expect(outcome.status).toBe('problem');
    expect(outcome.found).toMatch(/EEXIST|ENOTDIR/);
  });

  it('report a problem when this user has no home', async () => {
    const findCacheDir = (): string => findModelCacheFolder({}, () => 'abc');
    expect(await run(cacheDirCheck, { findCacheDir })).toEqual({
      status: 'problem',
      found: 'invalid home directory "abc": expected an absolute path',
      remedy: 'set HOME, or XDG_CACHE_HOME for generated models; or pass --model',
    });
  });
});
