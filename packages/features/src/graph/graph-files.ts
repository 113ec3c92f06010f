import { canonicalJson, requireOptions, type TransformGraphPayload } from '@millrace/core';
import { invalidGraph, missingGraphFile } from '../errors.ts';
import { formatVocabulary, parseVocabulary } from '../text/vocabulary-lines.ts';
import type { FittedGraph } from './fitted-graph.ts';
import { programOf } from './program-of.ts';
import { requireGraph } from './require-graph.ts';

const documentFile = 'transform-graph.json';

/** The graph as files: `transform-graph.json` and one text file per vocabulary. The same graph gives the same bytes. */
export function graphToFiles(graph: FittedGraph): Record<string, Uint8Array> {
  requireGraph(graph);
  const { document, vocabularies } = graph;
  const encoder = new TextEncoder();
  const files: Record<string, Uint8Array> = { [documentFile]: encoder.encode(`${canonicalJson(document, 2)}\n`) };
  for (const [name, { file }] of Object.entries(document.vocabularies))
    files[file] = encoder.encode(formatVocabulary(vocabularies[name]!));
  return files;
}

/**
 * The graph of files that `graphToFiles` made; other files are ignored. Nothing is generated at run time, so it works under
 * a strict content security policy. Throws `FEATURES_MISSING_GRAPH_FILE`, `FEATURES_INVALID_GRAPH` or
 * `FEATURES_INVALID_VOCABULARY_FILE`.
 */
export function graphFromFiles(files: Readonly<Record<string, Uint8Array>>): FittedGraph {
  requireOptions(files, 'graphFromFiles');
  const document = parseDocument(readText(files, documentFile));
  const vocabularies = Object.fromEntries(
    Object.entries(document.vocabularies).map(([name, { file }]) => [
      name,
      parseVocabulary(readText(files, file), file),
    ]),
  );
  const graph = { document, vocabularies };
  programOf(graph);
  return graph;
}

function readText(files: Readonly<Record<string, Uint8Array>>, file: string): string {
  const bytes = Object.hasOwn(files, file) ? files[file] : undefined;
  if (bytes === undefined) throw missingGraphFile({ file, known: Object.keys(files) });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalidGraph({ place: file, reason: 'it is not UTF-8 text' });
  }
}

function parseDocument(content: string): TransformGraphPayload {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw invalidGraph({ place: documentFile, reason: error instanceof Error ? error.message : 'it is not JSON' });
  }
  const document = value as TransformGraphPayload;
  const isDocument =
    typeof document === 'object' &&
    document !== null &&
    document.specVersion === 1 &&
    [document.columns, document.nodes, document.outputs].every(Array.isArray) &&
    document.nodes.every((node) => Array.isArray(node?.inputs) && typeof node.settings === 'object') &&
    typeof document.vocabularies === 'object';
  if (!isDocument) throw invalidGraph({ place: documentFile, reason: 'it is not a graph document of version 1' });
  return document;
}
