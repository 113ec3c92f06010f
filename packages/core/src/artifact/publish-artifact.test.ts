import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExamplesPayload } from '../kinds/examples.ts';
import { openArtifact, readPayload, verifyArtifact } from './open-artifact.ts';
import { publishArtifact, publishPayload, writePayload } from './publish-artifact.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'millrace-artifact-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const payload: ExamplesPayload = {
  specVersion: 1,
  columns: [{ name: 'delay', type: 'integer' }],
  splits: { all: { files: ['all.parquet'], rowCount: 2 } },
  span: 11490,
  version: null,
};
const publish = (content = 'rows') =>
  publishArtifact('examples', { root }, async (directory) => {
    await writePayload('examples', payload, directory);
    await mkdir(path.join(directory, 'deep'));
    await writeFile(path.join(directory, 'deep', 'all.parquet'), content);
    return { span: 11490 };
  });

describe('publishArtifact', () => {
  it('gives the same digest and place to the same content, and another to another', async () => {
    const [first, second, other] = [await publish(), await publish(), await publish('other')];
    expect(second).toEqual(first);
    expect(other.digest).not.toBe(first.digest);
    expect(await openArtifact(first.path, 'examples')).toEqual(first);
    expect(await readPayload(first)).toEqual(payload);
    await verifyArtifact(first);
  });

  it('publishes the same content from many writers at once', async () => {
    const artifacts = await Promise.all(Array.from({ length: 8 }, () => publish()));
    expect(new Set(artifacts.map((artifact) => artifact.path)).size).toBe(1);
    expect(await readdir(path.join(root, '.incoming'))).toEqual([]);
  });

  it('leaves nothing behind when the writer fails, and passes its error on', async () => {
    const failure = publishArtifact('examples', { root }, async (directory) => {
      await writeFile(path.join(directory, 'half'), 'x');
      throw new RangeError('no more rows');
    });
    await expect(failure).rejects.toThrow(RangeError);
    expect(await readdir(path.join(root, '.incoming'))).toEqual([]);
    expect(await readdir(root)).toEqual(['.incoming']);
  });

  it('tells what the file system refused, with a cure', async () => {
    const file = path.join(root, 'file');
    await writeFile(file, '');
    await expect(publishPayload('examples', payload, { root: file })).rejects.toMatchObject({
      code: 'CORE_PUBLISH_FAILED',
      retryable: true,
    });
  });

  it('refuses a document that its schema does not admit', async () => {
    const wrong = { ...payload, span: 'first' } as unknown as ExamplesPayload;
    await expect(publishPayload('examples', wrong, { root })).rejects.toMatchObject({
      code: 'CORE_INVALID_PAYLOAD',
      message: expect.stringContaining('/span must be integer,null') as string,
    });
  });
});

describe('reading', () => {
  it('finds one flipped byte in any file, and names the file', async () => {
    const artifact = await publish();
    for (const file of ['artifact.json', 'examples.json', 'deep/all.parquet']) {
      const full = path.join(artifact.path, file);
      const bytes = await readFile(full);
      const flipped = Buffer.from(bytes);
      flipped[Math.floor(bytes.length / 2)]! ^= 1;
      await writeFile(full, flipped);
      await expect(verifyArtifact(artifact)).rejects.toMatchObject({
        code: 'CORE_ARTIFACT_CORRUPT',
        details: { file },
      });
      await writeFile(full, bytes);
    }
    await verifyArtifact(artifact);
  });

  it('finds a file that is gone or cut', async () => {
    const artifact = await publish();
    await writeFile(path.join(artifact.path, 'examples.json'), '{');
    await expect(readPayload(artifact)).rejects.toMatchObject({ code: 'CORE_ARTIFACT_CORRUPT' });
    await rm(path.join(artifact.path, 'deep'), { recursive: true });
    await expect(verifyArtifact(artifact)).rejects.toMatchObject({
      details: { file: 'deep/all.parquet', reason: 'it is missing' },
    });
  });

  it('names the manifest when that is what is wrong, and a file that it does not know', async () => {
    const artifact = await publish();
    const manifest = path.join(artifact.path, 'artifact.json');
    await expect(verifyArtifact(artifact, { files: ['other.parquet'] })).rejects.toMatchObject({
      details: { file: 'artifact.json', reason: 'it does not name other.parquet' },
    });
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"sizeBytes": 4', '"sizeBytes": 5'));
    await expect(verifyArtifact(artifact)).rejects.toMatchObject({
      code: 'CORE_ARTIFACT_CORRUPT',
      details: { file: 'artifact.json', reason: 'it says that deep/all.parquet has 5 bytes, which has 4' },
    });
    await verifyArtifact(artifact, { files: ['examples.json'] });
  });

  it('does not take for damage what cannot be read', async () => {
    const artifact = await publish();
    const file = path.join(artifact.path, 'deep', 'all.parquet');
    await rm(file);
    // Reading a directory as a file fails for every user, as reading without the right to does for all but root.
    await mkdir(file);
    await expect(verifyArtifact(artifact)).rejects.toMatchObject({
      code: 'CORE_ARTIFACT_UNREADABLE',
      retryable: true,
      details: { file: 'deep/all.parquet' },
    });
  });

  it('refuses another kind and a directory that is no artifact', async () => {
    const artifact = await publish();
    await expect(openArtifact(artifact.path, 'transformedExamples')).rejects.toMatchObject({ code: 'CORE_WRONG_KIND' });
    await expect(openArtifact(root, 'examples')).rejects.toMatchObject({ code: 'CORE_NOT_AN_ARTIFACT' });
  });
});
