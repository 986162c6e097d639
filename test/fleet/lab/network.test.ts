import { spawnSync } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Network, type NetworkMachine } from '../support/network.ts';
import { whyNoLab } from '../support/why-no-lab.ts';

const whySkipped = whyNoLab();

function makeNetwork(): Network {
  const network = new Network();
  onTestFinished(() => network.close());
  return network;
}

function runIn({ within }: NetworkMachine, ...command: readonly string[]): string {
  const [program = '', ...args] = [...within, ...command];
  return spawnSync(program, args, { encoding: 'utf8' }).stdout;
}

/** How many echoes of a machine come back, each awaited for 200 ms. */
function pingsFrom(one: NetworkMachine, other: NetworkMachine, count = 1): number {
  const script = `
import socket, sys
here = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
here.settimeout(0.2)
def checksum(data):
    total = sum((data[i] << 8) + data[i + 1] for i in range(0, len(data), 2))
    total = (total >> 16) + (total & 0xffff)
    return ~(total + (total >> 16)) & 0xffff
got = 0
for n in range(${count}):
    head = bytes([8, 0, 0, 0, 0, 7, n >> 8, n & 255])
    c = checksum(head)
    try:
        here.sendto(head[:2] + bytes([c >> 8, c & 255]) + head[4:], ('${other.address}', 0))
        while True:
            answer = here.recv(2048)[20:]
            if answer[0] == 0 and answer[6:8] == head[6:8]:
                got += 1
                break
    except OSError:
        pass
print(got)`;
  return Number(runIn(one, 'python3', '-c', script));
}

describe.skipIf(whySkipped !== undefined)(`a network (${whySkipped ?? 'here'})`, () => {
  it('joins its machines, and nothing else', () => {
    const network = makeNetwork();
    const [one, other] = [network.addMachine(), network.addMachine()];
    expect(pingsFrom(one, other, 3)).toBe(3);
    expect(runIn(one, 'ip', '-brief', 'link').match(/^\w+/gm)).toEqual(['lo', 'eth0']);
    expect(runIn(one, 'ip', 'route')).not.toContain('default');
  });

  it('cuts a machine off and joins it again, by packets and by cable', () => {
    const network = makeNetwork();
    const [one, other] = [network.addMachine(), network.addMachine()];
    other.cut();
    expect(pingsFrom(one, other)).toBe(0);
    other.join();
    expect(pingsFrom(one, other)).toBe(1);
    other.unplug();
    expect(pingsFrom(one, other)).toBe(0);
    other.plug();
    expect(pingsFrom(one, other)).toBe(1);
  });

  it('loses a share of the packets', () => {
    const network = makeNetwork();
    const [one, other] = [network.addMachine(), network.addMachine()];
    other.lose(0.3);
    // Lost on the way there or back: half of them, on average.
    const got = pingsFrom(one, other, 60);
    expect(got).toBeGreaterThan(5);
    expect(got).toBeLessThan(55);
  });

  it('removes its namespaces', () => {
    const network = new Network();
    const names = [network.addMachine().namespace, ...network.namespaces];
    network.close();
    const { stdout } = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' });
    expect(names.filter((name) => stdout.includes(name))).toEqual([]);
  });
});
