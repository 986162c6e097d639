import { describe, expect, it } from 'vitest';
import { mediaAt } from '../../../../src/workload/dataset/text/media/media-at.ts';

describe('media of a row in a fleet', () => {
  it('are no file of the machine, and may be a data URL', () => {
    const options = { folder: '/', allowsFiles: false };
    for (const path of ['/etc/hostname', 'a.png', 'file:///etc/hostname']) {
      expect(() => mediaAt(path, 'image', 'image', options)).toThrow(/as a data URL/);
    }
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    expect(mediaAt(`data:image/png;base64,${png}`, 'image', 'image', options)).toMatchObject({
      type: 'image',
    });
  });
});
