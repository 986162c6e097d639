import { describe, expect, it } from 'vitest';
import { readSourceAddresses } from '../../../../src/target/server/session/source-addresses.ts';

const URL = 'http://127.0.0.1:8000';

describe('readSourceAddresses', () => {
  it('accepts addresses of this machine, and all of 127/8', async () => {
    expect(await readSourceAddresses(['127.0.0.1', '127.9.8.7'], URL)).toHaveLength(2);
    expect(await readSourceAddresses(['127.0.0.2'], undefined)).toEqual(['127.0.0.2']);
    expect(await readSourceAddresses(['127.0.0.2'], 'http://localhost:1')).toHaveLength(1);
  });

  it('rejects an address that this machine does not have, and names those that it has', async () => {
    await expect(readSourceAddresses(['127.0.0.1', '192.0.2.7'], URL)).rejects.toMatchObject({
      summary:
        'target.sourceAddresses: this machine does not have the address "192.0.2.7" (EADDRNOTAVAIL)',
      help: expect.stringMatching(/^use one of .*127\.0\.0\.1/),
    });
  });

  it('rejects addresses that are all of another family than the server', async () => {
    await expect(readSourceAddresses(['127.0.0.1'], 'http://[::1]:8000')).rejects.toMatchObject({
      summary: 'target.sourceAddresses: no IPv6 address, and the URL is http://[::1]:8000',
    });
  });
});
