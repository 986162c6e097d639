import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { measured } from '../../suite/report/figure.mjs';
import { withPrograms } from '../../suite/programs.mjs';
import { besideBusyLoops } from '../busy-machine.mjs';

const execute = promisify(execFile);
const PROGRAMS = new URL('../programs/', import.meta.url);
const BUSY_LOOPS = 4;

/** @param {{ sendStamps: { repeats: number, requests: number } }} plan */
export async function measureSendStamps({ sendStamps: { repeats, requests } }) {
  const rounds = await withPrograms(PROGRAMS, ['send-stamps'], async (programs) => {
    const run = async (stamps) => {
      const args = [requests, stamps].map(String);
      return JSON.parse((await execute(programs['send-stamps'], args)).stdout);
    };
    const measuredRounds = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      measuredRounds.push({
        without: await run(0),
        idle: await run(1),
        busy: await besideBusyLoops(BUSY_LOOPS, () => run(1)),
      });
    }
    return measuredRounds;
  });
  const of = (machine, name) => rounds.map((round) => round[machine][name]);
  const costs = rounds.map(({ idle, without }) => idle.cpuUsPerRequest / without.cpuUsPerRequest);
  return [
    measured('cpuWithOverWithout', 'ratio', costs),
    ...['idle', 'busy'].flatMap((machine) => [
      measured(`${machine}DelayP50Us`, 'us', of(machine, 'delayP50Us')),
      measured(`${machine}DelayP99Us`, 'us', of(machine, 'delayP99Us')),
      measured(`${machine}DelayMaxUs`, 'us', of(machine, 'delayMaxUs')),
      measured(`${machine}OutsideCall`, 'requests', of(machine, 'outside')),
    ]),
  ];
}
