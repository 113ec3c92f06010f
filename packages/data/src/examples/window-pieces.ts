import path from 'node:path';
import { getColumn, type ColumnSpec, type Engine, type ExamplesPayload } from '@millrace/core';
import type { SplitPart } from './write-examples.ts';

/** A Parquet file of the examples that a window is made of. */
export interface WindowFile {
  readonly file: string;
  /** Whether its columns stand in the order of the window. */
  readonly isInOrder: boolean;
}

/** All files of an artifact, split after split. */
export function listFiles(
  directory: string,
  { splits, columns: own }: ExamplesPayload,
  columns: readonly ColumnSpec[],
): readonly WindowFile[] {
  const isInOrder = columns.every(({ name }, index) => own[index]?.name === name);
  return Object.values(splits).flatMap(({ files }) =>
    files.map((file) => ({ file: path.join(directory, file), isInOrder })),
  );
}

export interface WindowPieces {
  readonly parts: readonly SplitPart[];
  readonly droppedRowCount: number;
}

/** Half a row group: what is smaller is written together with its neighbours. */
const rowsOfCopies = 61_440;

/**
 * What a split of a window is made of, in the order of the files: large files of which all rows are kept are copied as
 * they are, the kept rows of what lies between two of them are written together.
 */
export async function cutPieces(
  files: readonly WindowFile[],
  isKept: string,
  {
    engine,
    names,
    signal,
  }: { readonly engine: Engine; readonly names: string; readonly signal: AbortSignal | undefined },
): Promise<WindowPieces> {
  const parts: SplitPart[] = [];
  let between: string[] = [];
  let droppedRowCount = 0;
  const write = (): void => {
    if (between.length > 0) parts.push(`select ${names} from ${engine.parquetRelation(between)} where ${isKept}`);
    between = [];
  };
  for (const { file, isInOrder } of files) {
    const relation = engine.parquetRelation([file]);
    const counted = await engine.query(
      `select count(*) as n, count(*) filter (where ${isKept}) as kept from ${relation}`,
      { signal },
    );
    const [rowCount, kept] = [numberOf(counted, 'n'), numberOf(counted, 'kept')];
    droppedRowCount += rowCount - kept;
    if (kept < rowCount || rowCount < rowsOfCopies || !isInOrder) {
      between.push(file);
      continue;
    }
    write();
    parts.push({ file });
  }
  write();
  return { parts, droppedRowCount };
}

function numberOf(batch: Parameters<typeof getColumn>[0], name: string): number {
  const column = getColumn(batch, name);
  return column.type === 'integer' ? column.values[0]! : 0;
}
