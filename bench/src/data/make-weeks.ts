import path from 'node:path';
import { openEngine, quoteText } from '@millrace/data';
import { getHistoricalFeatures } from '@millrace/feature-store';
import { findFlightsFile } from '../places.ts';
import { views } from './flight-features.ts';

/** The week that is evaluated; the model learns from the eight weeks before it. */
const evaluationWeek = { from: '2001-06-18', to: '2001-06-25' };
const trainingFrom = '2001-04-23';
const historyFrom = '2001-04-16';

export async function makeWeeks(directory: string): Promise<void> {
  await using engine = await openEngine();
  const flights = `read_parquet(${quoteText(findFlightsFile())}, file_row_number = true)`;
  const history = path.join(directory, 'history.parquet');
  const rows = (from: string, to: string): string =>
    `select "date", delay::integer as delay, distance::integer as distance, origin, destination from ${flights}
     where "date" >= timestamp '${from}' and "date" < timestamp '${to}'`;
  await engine.writeParquet(`${rows(historyFrom, evaluationWeek.to)} order by file_row_number`, history);
  const write = async (name: string, select: string): Promise<void> => {
    const entities = path.join(directory, `${name}-rows.parquet`);
    await engine.writeParquet(`${select} order by file_row_number`, entities);
    const joined = await getHistoricalFeatures({ entities, history, views, moment: 'date', engine });
    await using table = await engine.registerTable(joined);
    await engine.writeParquet(`select * from ${table.relation}`, path.join(directory, `${name}.parquet`));
  };
  // As far as the outcome was known when the week to be evaluated began.
  const known = `"date" + to_microseconds(((30 + distance / 7.5) * 60000000)::bigint) <= timestamp '${evaluationWeek.from}'`;
  await write('training', `${rows(trainingFrom, evaluationWeek.from)} and ${known}`);
  await write('evaluation', rows(evaluationWeek.from, evaluationWeek.to));
}
