import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openArtifact, publishPayload, readManifest, readPayload, sha256, verifyArtifact } from '../src/artifacts.ts';
import { digestManifest } from '../src/artifact/digest.ts';
import { isMillraceError, parsePayload, payloadSchemas, type Artifact, type ArtifactKind } from '../src/index.ts';

const numRuns = Number(process.env['MILLRACE_FUZZ_RUNS'] ?? 100);
const kinds = Object.keys(payloadSchemas) as ArtifactKind[];

let root: string;
let artifact: Artifact<'examples'>;
let manifestText: string;
let payloadText: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'millrace-anything-'));
  const payload = {
    specVersion: 1,
    columns: [{ name: 'delay', type: 'integer' }],
    splits: { all: { files: ['all.parquet'], rowCount: 2 } },
    span: 11490,
    version: null,
  } as const;
  artifact = await publishPayload('examples', payload, { root });
  manifestText = await readFile(path.join(artifact.path, 'artifact.json'), 'utf8');
  payloadText = await readFile(path.join(artifact.path, 'examples.json'), 'utf8');
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Reads, or refuses with an error that says what is wrong. */
async function expectAnswer(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!isMillraceError(error)) throw new Error(`No MillraceError: ${String(error)}`, { cause: error });
    for (const text of [error.message, error.cure]) expect(text).not.toMatch(/\bundefined\b|\[object |^\s*$/);
  }
}

const changed = (text: () => string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.json({ maxDepth: 3 }),
    fc.tuple(fc.nat(), fc.nat({ max: 60 }), fc.string({ maxLength: 10 })).map(([at, removed, added]) => {
      const start = at % (text().length + 1);
      return text().slice(0, start) + added + text().slice(start + removed);
    }),
    fc.tuple(fc.nat(), fc.json({ maxDepth: 1 })).map(([at, value]) => {
      const document = JSON.parse(text()) as Record<string, unknown>;
      const names = Object.keys(document);
      return JSON.stringify({ ...document, [names[at % names.length]!]: JSON.parse(value) as unknown });
    }),
  );

describe('artifact.json', () => {
  it('may hold anything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constant(0).chain(() => changed(() => manifestText)),
        async (text) => {
          await writeFile(path.join(artifact.path, 'artifact.json'), text);
          await expectAnswer(() => openArtifact(artifact.path, 'examples'));
          await expectAnswer(() => readManifest(artifact.path));
          await expectAnswer(() => readPayload(artifact));
          await expectAnswer(() => verifyArtifact(artifact));
        },
      ),
      { numRuns },
    );
  });
});

describe('a document whose digest is right', () => {
  it('may hold anything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constant(0).chain(() => changed(() => payloadText)),
        async (text) => {
          const bytes = Buffer.from(text);
          const content = {
            kind: 'examples' as const,
            properties: artifact.properties,
            files: [{ path: 'examples.json', sizeBytes: bytes.length, sha256: sha256(bytes) }],
          };
          const manifest = { specVersion: 1, ...content, digest: digestManifest(content) };
          await writeFile(path.join(artifact.path, 'examples.json'), bytes);
          await writeFile(path.join(artifact.path, 'artifact.json'), JSON.stringify(manifest));
          await expectAnswer(() => readPayload({ ...artifact, digest: manifest.digest }));
        },
      ),
      { numRuns },
    );
  });
});

describe.each(kinds)('a document of kind %s', (kind) => {
  it('may hold anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
        await expectAnswer(() => parsePayload(kind, value, 'document.json'));
        const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
        if (isObject) await expectAnswer(() => parsePayload(kind, { specVersion: 1, ...value }, 'document.json'));
      }),
      { numRuns },
    );
  });
});
