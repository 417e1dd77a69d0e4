import { expect, test } from 'vitest';
import { MEDIA } from '../../../simulator/roles/media/kinds.ts';

test('each medium sends in a format that its description offers', () => {
  for (const { formats, format, attributes } of Object.values(MEDIA)) {
    expect(formats).toContain(String(format.type));
    expect(attributes).toContainEqual(['rtpmap', `${format.type} ${format.name}`]);
  }
  expect(MEDIA['panoramic-video'].udp).toBe(true);
});
