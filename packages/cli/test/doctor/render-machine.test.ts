import type { MachineReport } from '@loadcell/core';
import { expect, it } from 'vitest';
import { renderMachine } from '../../src/doctor/render-machine.ts';

const report: MachineReport = {
  schema: 'loadcell/doctor-machine/1',
  ready: true,
  purposes: [
    {
      purpose: 'server',
      command: 'loadcell run --url URL',
      ready: true,
      needs: [],
      limits: ['nothing is sampled'],
    },
    {
      purpose: 'embedded',
      command: 'loadcell run --model FILE',
      ready: false,
      needs: ['native part', 'engine'],
      limits: [],
    },
  ],
  checks: [
    { name: 'Node', status: 'ok', found: '20.20.2', purposes: ['server', 'embedded'] },
    {
      name: 'native part',
      status: 'warning',
      found: 'no binary',
      remedy: 'install it',
      purposes: ['server', 'embedded'],
    },
    {
      name: 'engine',
      status: 'note',
      found: 'not installed',
      remedy: 'npm install it',
      purposes: ['embedded'],
    },
  ],
};

it('prints a line for each check, then a verdict for each purpose', () => {
  expect(renderMachine(report, false)).toBe(
    [
      'ok       Node         20.20.2',
      'warning  native part  no binary',
      '                      -> install it',
      'note     engine       not installed',
      '                      -> for embedded: npm install it',
      '',
      'server    ready      loadcell run --url URL',
      '                     -> nothing is sampled',
      'embedded  NOT READY  loadcell run --model FILE',
      '                     -> needs native part, engine',
      '',
    ].join('\n'),
  );
});
