import { expect, test } from 'vitest';
import { diagnosticHeader, readDiagnostic } from '../../../simulator/protocols/sip/diagnostics.ts';

test('it is written as servers write it, and read with where it is written down', () => {
  const [, value] = diagnosticHeader({ id: 1013 }, 'sip.contoso.com');
  expect(value).toBe(
    '1013;reason="Significant time skew detected during authentication";source="sip.contoso.com"',
  );
  expect(readDiagnostic(value)?.source).toContain('logs');
});
