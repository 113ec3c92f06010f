import { expect, it } from 'vitest';
import { describeProperties } from './describe-time.ts';

it('writes properties in one order, without those that are not known, and digests short', () => {
  const model = `sha256:${'3f2a'.repeat(16)}`;
  expect(describeProperties({ span: null, rowCount: 3, model, pushed: true, destination: 'serving/late' })).toBe(
    'destination=serving/late model=3f2a3f2a3f2a pushed=true rowCount=3',
  );
});
