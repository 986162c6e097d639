import { describe, expect, it } from 'vitest';
import { readAgent } from '../../src/agent/read-agent.ts';
import { FakeTerminal } from '../fake-terminal.ts';

function read(
  flags: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
) {
  const texts = Object.entries(flags).map(([name, text]): [string, string[]] => [name, [text]]);
  return readAgent({ flags: new Map(texts), terminal: new FakeTerminal() }, environment);
}

const BUS = 'nats://10.0.0.1:4222';

describe('the agent of a command line', () => {
  it('has a bus, from its flag or the environment', () => {
    expect(read({ bus: BUS }).bus).toEqual({ url: BUS });
    expect(read({}, { LOADCELL_BUS: BUS }).bus).toEqual({ url: BUS });
    expect(read({ bus: 'LOADCELL_BUS' }, { LOADCELL_BUS: BUS }).bus).toEqual({ url: BUS });
    for (const environment of [{}, { LOADCELL_BUS: '' }]) {
      expect(() => read({}, environment)).toThrow(
        'the bus needs --bus or the variable LOADCELL_BUS',
      );
    }
    expect(() => read({ bus: 'LOADCELL_BUS' })).toThrow(
      '--bus LOADCELL_BUS needs the variable LOADCELL_BUS',
    );
    expect(() => read({ bus: '' }, { LOADCELL_BUS: BUS })).toThrow('invalid URL in --bus');
  });

  it('sends load under the name of its machine by default', () => {
    const { name, roles, fleet } = read({ bus: BUS });
    expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]*$/);
    expect({ roles, fleet }).toEqual({ roles: ['load'], fleet: 'default' });
  });

  it('has each role once', () => {
    expect(read({ bus: BUS, roles: 'load, watch,load' }).roles).toEqual(['load', 'watch']);
    expect(() => read({ bus: BUS, roles: 'lead' })).toThrow('invalid --roles "lead"');
  });

  it.each(['a.b', '', '-a', 'a b'])('rejects the name %j', (name) => {
    expect(() => read({ bus: BUS, name })).toThrow('invalid --name');
  });

  it.each(['', 'a b', '1A', 'KEY=value', 'A,B'])('rejects %j, which names no variable', (name) => {
    expect(() => read({ bus: BUS, 'allow-env': name })).toThrow(
      expect.objectContaining({
        message: `invalid --allow-env "${name}": expected the name of one variable`,
        help: expect.stringContaining('pass --allow-env once for each variable'),
      }),
    );
    expect(read({ bus: BUS, 'allow-env': 'HF_TOKEN' }).allowedEnv).toEqual(['HF_TOKEN']);
  });

  it('rejects a URL that is none of a bus where it was written, without repeating it', () => {
    const ofVariable = (): unknown => read({}, { LOADCELL_BUS: 'hush' });
    expect(ofVariable).toThrow('invalid URL in LOADCELL_BUS: expected nats://NAME:PORT');
    expect(ofVariable).toThrow(
      expect.objectContaining({ help: expect.stringContaining('nats://10.0.0.1:4222') }),
    );
    expect(ofVariable).not.toThrow('hush');
    expect(() => read({ bus: 'http://bus' }, { LOADCELL_BUS: BUS })).toThrow(
      'invalid URL in --bus',
    );
  });
});
