import type { NativeMockServer } from '@loadcell/native';

/** A running mock server; `stop()` ends it. */
export type MockServer = Pick<NativeMockServer, 'url' | 'port' | 'account' | 'stop'>;
