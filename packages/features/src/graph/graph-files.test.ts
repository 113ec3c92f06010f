import { findSchemaProblems, getPayloadSchema, hasCode } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { defineFeatures } from '../define-features.ts';
import { log1p } from '../expression/arithmetic.ts';
import { vocabulary } from '../expression/categories.ts';
import { number, text } from '../expression/leaves.ts';
import { zScore } from '../expression/scaling.ts';
import { fitFeatures } from '../fit/fit-features.ts';
import { graphFromFiles, graphToFiles } from './graph-files.ts';

const features = defineFeatures({ distance: zScore(log1p(number('distance'))), origin: vocabulary(text('origin')) });
const graph = fitFeatures(features, { distance: [1, 2, 3], origin: ['ABQ', 'a\nb', 'ABQ'] });
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const bytesOf = (content: string): Uint8Array => new TextEncoder().encode(content);

/** The files after a change of the document. */
function changed(change: (document: Record<string, never>) => void): Record<string, Uint8Array> {
  const files = graphToFiles(graph);
  const document = JSON.parse(textOf(files['transform-graph.json'])) as Record<string, never>;
  change(document);
  return { ...files, 'transform-graph.json': bytesOf(JSON.stringify(document)) };
}

describe('graphToFiles', () => {
  it('writes the document that the schema of its kind admits, and its vocabularies', () => {
    const files = graphToFiles(graph);
    expect(Object.keys(files)).toEqual(['transform-graph.json', 'vocabulary-origin.txt']);
    const { schema, fileName } = getPayloadSchema('transformGraph');
    expect(fileName).toBe('transform-graph.json');
    expect(findSchemaProblems(schema, JSON.parse(textOf(files[fileName])))).toEqual([]);
    expect(textOf(files['vocabulary-origin.txt'])).toBe('ABQ\na\\nb\n');
  });
});

describe('graphFromFiles', () => {
  it('reads them back, and minds no other files', () => {
    expect(graphFromFiles({ ...graphToFiles(graph), 'artifact.json': bytesOf('{') })).toEqual(graph);
  });

  it.each([
    ['no document', {}, 'FEATURES_MISSING_GRAPH_FILE', 'The file "transform-graph.json"'],
    ['no JSON', { 'transform-graph.json': bytesOf('{') }, 'FEATURES_INVALID_GRAPH', 'at transform-graph.json'],
    ['another document', { 'transform-graph.json': bytesOf('{}') }, 'FEATURES_INVALID_GRAPH', 'not a graph document'],
    ['no text', { 'transform-graph.json': new Uint8Array([255]) }, 'FEATURES_INVALID_GRAPH', 'it is not UTF-8 text'],
    [
      'a lost vocabulary',
      { 'transform-graph.json': graphToFiles(graph)['transform-graph.json']! },
      'FEATURES_MISSING_GRAPH_FILE',
      'The file "vocabulary-origin.txt"',
    ],
    [
      'a cut vocabulary',
      { ...graphToFiles(graph), 'vocabulary-origin.txt': bytesOf('ABQ\n') },
      'FEATURES_INVALID_GRAPH',
      'vocabulary "origin": it holds 1 entries, and 2 were counted',
    ],
    [
      'a doubled entry',
      { ...graphToFiles(graph), 'vocabulary-origin.txt': bytesOf('ABQ\nABQ\n') },
      'FEATURES_INVALID_GRAPH',
      'an entry stands twice',
    ],
  ] as [string, Record<string, Uint8Array>, string, string][])('refuses %s', (_, files, code, message) => {
    let error: unknown;
    try {
      graphFromFiles(files);
    } catch (caught) {
      error = caught;
    }
    expect(hasCode(error, code)).toBe(true);
    expect((error as Error).message).toContain(message);
  });

  it.each<
    [string, (document: { nodes: Record<string, unknown>[]; outputs: Record<string, unknown>[] }) => unknown, string]
  >([
    ['an unknown operator', ({ nodes }) => (nodes[1]!['op'] = 'log2p'), 'node 1: there is no operator "log2p"'],
    ['an analyzer', ({ nodes }) => (nodes[1]!['op'] = 'zScore'), 'node 1: there is no operator "zScore"'],
    ['an operand that comes later', ({ nodes }) => (nodes[1]!['inputs'] = [2]), 'its operand 2 does not lie before it'],
    ['a negative operand', ({ nodes }) => (nodes[1]!['inputs'] = [-1]), 'its operand -1 does not lie before it'],
    [
      'a divisor of zero',
      ({ nodes }) => (nodes[2]!['settings'] = { offset: 1, divisor: 0 }),
      '"divisor" of scale is 0',
    ],
    ['a wrong type', ({ nodes }) => (nodes[1]!['type'] = 'text'), 'node 1: it says that it is text'],
    [
      'an unknown vocabulary',
      ({ nodes }) => (nodes[4]!['settings'] = { vocabulary: 'x', oovBuckets: 1 }),
      'there is no vocabulary "x"',
    ],
    ['an output without a node', ({ outputs }) => (outputs[0]!['node'] = 9), 'output "distance": there is no node 9'],
    [
      'an output of another kind',
      ({ outputs }) => (outputs[1]!['kind'] = 'numeric'),
      'its node is categorical, not numeric',
    ],
    [
      'a wrong number of categories',
      ({ outputs }) => (outputs[1]!['categories'] = 9),
      'it names 9 categories, and there are 4',
    ],
  ])('refuses %s', (_, change, message) => {
    const files = changed((document) => void change(document as never));
    expect(() => graphFromFiles(files)).toThrow(message);
  });
});
