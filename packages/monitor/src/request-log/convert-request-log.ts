import path from 'node:path';
import {
  checkArgument,
  checkOptions,
  optionForms,
  requiredOption,
  type ColumnSpec,
  type Engine,
  type InferenceResultPayload,
} from '@millrace/core';
import { writePayload } from '@millrace/core/artifacts';
import { openRequestLog, readRequestLogForms, type ReadRequestLogOptions } from './read-request-log.ts';

export interface ConvertRequestLogOptions extends ReadRequestLogOptions {
  /** Where the files are written: the directory of an `inferenceResult` that is being published, or any other. */
  readonly into: string;
  /** @defaultValue an embedded engine of its own */
  readonly engine?: Engine | undefined;
  /** Digest of the model that answered. @defaultValue its name and version, `churn@3` */
  readonly model?: string | undefined;
}

export interface ConvertedRequestLog {
  readonly payload: InferenceResultPayload;
  readonly rowCount: number;
  readonly malformedLines: number;
}

/**
 * Writes a request log as an `inferenceResult`: Parquet files of at most some 65,000 rows and `inference-result.json`. The columns
 * are those of `readRequestLog`; a log of more than 131,072 rows is read twice and never held in memory.
 */
export async function convertRequestLog(
  directory: string,
  given: ConvertRequestLogOptions,
): Promise<ConvertedRequestLog> {
  checkArgument(directory, optionForms.text, { caller: 'convertRequestLog', argument: 'directory' });
  checkOptions<ConvertRequestLogOptions>(given, 'convertRequestLog', {
    ...readRequestLogForms,
    into: requiredOption(optionForms.text),
    engine: optionForms.engine,
    model: optionForms.text,
  });
  const { into, engine, model, ...options } = given;
  const log = await openRequestLog(directory, options);
  const { withEngine } = await import('@millrace/data');
  return withEngine(engine, async (own) => {
    const files: string[] = [];
    let rowCount = 0;
    let columns: readonly ColumnSpec[] = [];
    for await (const batch of log.readBatches()) {
      await using table = await own.registerTable(batch);
      const file = `requests-${String(files.length).padStart(5, '0')}.parquet`;
      rowCount += await own.writeParquet(`select * from ${table.relation}`, path.join(into, file), {
        signal: options.signal,
      });
      files.push(file);
      columns = await own.describe(table.relation);
    }
    const payload: InferenceResultPayload = {
      specVersion: 1,
      columns,
      splits: { requests: { files, rowCount } },
      model: model ?? log.models.join(', '),
      examples: 'request log',
    };
    await writePayload('inferenceResult', payload, into);
    return { payload, rowCount, malformedLines: log.malformedLines };
  });
}
