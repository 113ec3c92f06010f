import { describe, expect, it } from 'vitest';
import { getPayloadSchema } from '@millrace/core';
import {
  describeExpression,
  errorsReference,
  parseErrors,
  readAnswers,
  readErrors,
  renderErrorsReference,
} from './generate-errors-reference.mjs';
import { exists, readText } from './repository.mjs';

describe('docs/reference/errors.md', () => {
  const errors = readErrors();

  it('says what the errors.ts files say (npm run errors renews it)', () => {
    expect(exists(errorsReference) ? readText(errorsReference) : '').toBe(renderErrorsReference(errors, readAnswers()));
  });

  it('has each code once, named after its package, with a message and a cure', () => {
    const codes = errors.map((error) => error.code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    for (const error of errors) {
      expect(error.code.startsWith(`${error.package.toUpperCase().replaceAll('-', '_')}_`), error.code).toBe(true);
      expect(error.message.length, error.code).toBeGreaterThan(10);
      expect(error.cure.length, error.code).toBeGreaterThan(10);
    }
  });

  it('answers first mistakes with codes that exist', () => {
    const anomalies = getPayloadSchema('anomalies').schema;
    const known = new Set([...errors.map(({ code }) => code), ...listTexts(anomalies)]);
    const answers = readAnswers().flatMap((table) => table.answers.filter(({ kind }) => kind !== 'works'));
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.map(({ code }) => code).filter((code) => !known.has(code))).toEqual([]);
  });
});

function listTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

describe('parseErrors', () => {
  it('reads code, message and cure, with values by name', () => {
    const text = [
      'export function lossNotFinite({ epoch, loss }: { epoch: number; loss: number }): MillraceError {',
      '  return new MillraceError({',
      "    code: 'TRAINER_LOSS_NOT_FINITE',",
      '    message: `Loss became ${loss} in epoch ${String(epoch)}, after { and ${names.join(`, `)}.`, // a comment, with a comma',
      "    cure: 'Lower `learningRate`, or it\\'s NaN.',",
      '    details: { epoch, loss },',
      '  });',
      '}',
    ].join('\n');
    expect(parseErrors('trainer', text)).toEqual([
      {
        package: 'trainer',
        code: 'TRAINER_LOSS_NOT_FINITE',
        message: 'Loss became ‹loss› in epoch ‹epoch›, after { and ‹names›.',
        cure: "Lower `learningRate`, or it's NaN.",
      },
    ]);
  });

  it('refuses a code that is not written out', () => {
    expect(() => parseErrors('trainer', 'new MillraceError({ code, message, cure })')).toThrow(
      'packages/trainer/src/errors.ts:1',
    );
  });
});

describe('describeExpression', () => {
  it.each([
    ["'a' + 'b'", 'ab'],
    ["known ? 'Use one.' : `Add ${name}.`", 'Use one. Or: Add ‹name›.'],
    [
      "cureOfFailure(cause) ?? 'Mount it.'",
      'What the system refused tells it: make room, get the right, raise the limit. Or: Mount it.',
    ],
    ['describeKnownNames(name, known)', 'Use one of the known names: the error lists them, nearest first.'],
    ['`${a?.b ?? 1} rows`', '‹b› rows'],
    [
      '`In ${details.file}, ${JSON.stringify(details.header)}: ${details.found.join(`, `)}`',
      'In ‹file›, ‹header›: ‹found›',
    ],
    ['`${length} rows, ${listSome(details.found)}`', '‹length› rows, ‹found›'],
    ['`In ${folder}: ${describeKnownNames(name, known)}`', 'In ‹folder›: ‹known names, nearest first›'],
    ['`and ${names.length - limit} more`', 'and ‹names› more'],
    ["`not sound${place === undefined ? '' : ` at ${place}`}.`", 'not sound at ‹place›.'],
  ])('reads %s', (source, text) => {
    expect(describeExpression(source)).toBe(text);
  });
});
