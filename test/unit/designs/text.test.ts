import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtinDesign, openDesign } from '../../../simulator/designs/registry.ts';
import { designText } from '../../../simulator/designs/text.ts';

test('each design has its own text, in whatever order they are asked for', () => {
  const designs = Array.from({ length: 40 }, (_, at) => ({ ...builtinDesign(), title: `Design ${at}` }));
  fc.assert(
    fc.property(fc.array(fc.nat(designs.length - 1), { maxLength: 60 }), (asked) => {
      for (const at of asked) {
        const read = openDesign(designText(designs[at]!), 'asked.edgelab');
        expect(read.ok && read.design.title).toBe(`Design ${at}`);
      }
    }),
    { numRuns: 5 },
  );
});
