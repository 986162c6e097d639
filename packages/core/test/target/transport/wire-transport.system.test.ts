import { WireTransport } from '../../../src/target/transport/wire-transport.ts';
import { describeTransportConformance } from './conformance.ts';

describeTransportConformance(
  'the native wire',
  (options, listener) => new WireTransport(options, listener),
);
