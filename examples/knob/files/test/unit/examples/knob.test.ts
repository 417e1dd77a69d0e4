import { expect, test } from 'vitest';
import { builtinDesign, openDesign } from '../../../simulator/designs/registry.ts';
import { designText } from '../../../simulator/designs/text.ts';
import { knob } from '../../../simulator/model/knobs.ts';

test('a design can set it, and has the default until it does', () => {
  const design = builtinDesign();
  expect(knob(design, 'ntp.retry_s')).toBe(2);
  const opened = openDesign(designText({ ...design, knobs: { 'ntp.retry_s': 9 } }), 'a.edgelab');
  expect(opened.ok && knob(opened.design, 'ntp.retry_s')).toBe(9);
});
