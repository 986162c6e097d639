import { describe } from 'vitest';
import type { TransportFactory } from '../../../src/target/transport/transport.ts';
import { describeCutting } from './conformance/cutting.ts';
import { describeFaults } from './conformance/failing.ts';
import { describeReuse } from './conformance/reuse.ts';
import { describeSending } from './conformance/sending.ts';

/** Tests that every transport must pass over http. */
export function describeTransportConformance(name: string, make: TransportFactory): void {
  describe(`${name} as a transport`, () => {
    describeSending(make);
    describeReuse(make);
    describeFaults(make);
    describeCutting(make);
  });
}
