// Writes docs/reference/errors.md from the errors.ts of every package and the answers of tools/mistakes.
// `npm run errors` renews both.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageNames } from './import-table.mjs';
import { exists, fromRoot, readText } from './repository.mjs';
import { readCall, readProperties, splitTopLevel } from './source-text.mjs';

export const errorsReference = 'docs/reference/errors.md';

/** @typedef {{ package: string; code: string; message: string; cure: string }} ErrorEntry */

/**
 * @typedef {import('./mistakes/mistake.ts').RecordedAnswer} RecordedAnswer
 * @typedef {{ area: string; answers: readonly RecordedAnswer[] }} RecordedTable
 */

const globals = new Set(['JSON', 'String', 'Number', 'Math', 'Object', 'Array', 'typeof', 'new', 'await']);

/**
 * Names the value that an expression puts into a sentence: `details.file` is ‹file›, `names.join(', ')` is ‹names›.
 * @param {string} expression
 */
function placeholder(expression) {
  const chains = expression
    .replace(/'[^']*'|"[^"]*"/g, '')
    .matchAll(/(?<![.\w$])[A-Za-z_$][\w$]*(?:[!?]?\.[A-Za-z_$][\w$]*(?![\w$]*[!?]?\())*/g);
  let called;
  for (const match of chains) {
    const names = match[0].split(/[!?]?\./);
    if (globals.has(names[0] ?? '')) continue;
    const name = names.length > 1 && names.at(-1) === 'length' ? names.at(-2) : names.at(-1);
    if (expression[match.index + match[0].length] !== '(') return `‹${name}›`;
    called ??= name;
  }
  return `‹${called ?? 'value'}›`;
}

/**
 * A value of the moment, or the longer of two texts of which one is inserted.
 * @param {string} expression
 * @returns {string}
 */
function describeInserted(expression) {
  if (expression.startsWith('describeKnownNames(')) return '‹known names, nearest first›';
  if (expression.startsWith('cureOfFailure(')) return describeExpression(expression);
  const [, ...branches] = splitTopLevel(expression, '?:');
  if (branches.length !== 2 || !branches.every((branch) => /^['"`]/.test(branch))) return placeholder(expression);
  return branches.map(describeExpression).reduce((longest, text) => (text.length > longest.length ? text : longest));
}

/** @param {string} text the inside of a string or template literal */
function unescapeText(text) {
  return text.replace(/\\(.)/gs, (_, letter) => (letter === 'n' ? ' ' : letter));
}

/**
 * Says in words what an expression of an errors.ts evaluates to.
 * @param {string} source
 * @returns {string}
 */
export function describeExpression(source) {
  const expression = source
    .trim()
    .replace(/ as const$/, '')
    .replace(/^\((cureOfFailure.*)\)$/s, '$1');
  const otherwise = /^cureOfFailure\([\w.]+\) \?\?\s+(.*)$/s.exec(expression)?.[1];
  if (otherwise !== undefined)
    return `What the system refused tells it: make room, get the right, raise the limit. Or: ${describeExpression(otherwise)}`;
  const alternatives = splitTopLevel(expression, '?:');
  if (alternatives.length === 3) return alternatives.slice(1).map(describeExpression).join(' Or: ');
  const parts = splitTopLevel(expression, '+');
  if (parts.length > 1) return parts.map(describeExpression).join('');
  const quote = expression[0];
  if (quote === "'" || quote === '"') return unescapeText(expression.slice(1, -1));
  if (quote === '`') {
    let text = '';
    let at = 1;
    while (at < expression.length - 1) {
      if (expression.startsWith('${', at)) {
        const inside = readCall(expression, at + 1);
        text += describeInserted(inside);
        at += inside.length + 3;
      } else {
        const length = expression[at] === '\\' ? 2 : 1;
        text += unescapeText(expression.slice(at, at + length));
        at += length;
      }
    }
    return text;
  }
  if (expression.startsWith('describeKnownNames('))
    return 'Use one of the known names: the error lists them, nearest first.';
  return placeholder(expression);
}

/**
 * Every error that a text of an errors.ts makes, in its order.
 * @param {string} packageName
 * @param {string} text
 * @returns {ErrorEntry[]}
 */
export function parseErrors(packageName, text) {
  return [...text.matchAll(/new MillraceError(?:<[^(]*>)?\(/g)].map((match) => {
    const properties = readProperties(readCall(text, match.index + match[0].length - 1));
    const code = /^'([A-Z0-9_]+)'(?: as const)?$/.exec(properties.get('code') ?? '')?.[1];
    const message = properties.get('message');
    const cure = properties.get('cure');
    if (code === undefined || message === undefined || cure === undefined) {
      const line = text.slice(0, match.index).split('\n').length;
      throw new Error(
        `packages/${packageName}/src/errors.ts:${line}: write the error as \`new MillraceError({ code: 'PACKAGE_REASON', message, cure, details })\`, with the code as a literal.`,
      );
    }
    return { package: packageName, code, message: describeExpression(message), cure: describeExpression(cure) };
  });
}

/**
 * Every error of every package.
 * @returns {ErrorEntry[]}
 */
export function readErrors() {
  return packageNames.flatMap((name) => {
    const file = `packages/${name}/src/errors.ts`;
    return exists(file) ? parseErrors(name, readText(file)) : [];
  });
}

/** @param {string} text */
function tableCell(text) {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;')))
    .join('')
    .replaceAll('|', '\\|')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The recorded answers of every table of tools/mistakes.
 * @returns {RecordedTable[]}
 */
export function readAnswers() {
  return readdirSync(fromRoot('tools/mistakes'))
    .filter((file) => file.endsWith('.answers.json'))
    .sort()
    .map((file) => JSON.parse(readText(`tools/mistakes/${file}`)));
}

/** @param {RecordedTable} table */
function renderAnswers({ area, answers }) {
  const rows = answers.map(({ mistake, kind, code, message, cure }) =>
    kind === 'works'
      ? `| ${tableCell(mistake)} | works | ${tableCell(message)} | |`
      : `| ${tableCell(mistake)} | \`${code}\` | ${tableCell(message)} | ${tableCell(cure)} |`,
  );
  return `### ${area}

| mistake | code | answer | cure |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

/**
 * @param {readonly ErrorEntry[]} errors
 * @param {readonly RecordedTable[]} tables
 */
export function renderErrorsReference(errors, tables) {
  const rows = [...errors]
    .sort((a, b) => packageNames.indexOf(a.package) - packageNames.indexOf(b.package) || (a.code < b.code ? -1 : 1))
    .map(
      (error) => `| \`${error.code}\` | ${error.package} | ${tableCell(error.message)} | ${tableCell(error.cure)} |`,
    );
  return `# Errors

Every failure is a \`MillraceError\` with a stable \`code\`. Test it with \`hasCode(error, 'CODE')\`, never by its text.
\`message\` says what happened, \`cure\` what to do next, \`details\` carries the values as data. Words in ‹ › stand for a value of the moment.

[First mistakes](#first-mistakes) shows them as they are told.

| code | package | message | cure |
| --- | --- | --- | --- |
${rows.join('\n')}

## First mistakes

What you are told when something goes wrong: a test makes each of these mistakes, and these are its answers. Some codes are
those of findings, which are returned and not thrown. Nothing half-written stays behind.

${tables.map(renderAnswers).join('\n')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const errors = readErrors();
  mkdirSync(path.dirname(fromRoot(errorsReference)), { recursive: true });
  writeFileSync(fromRoot(errorsReference), renderErrorsReference(errors, readAnswers()));
  console.log(`${errorsReference}: ${errors.length} errors`);
}
