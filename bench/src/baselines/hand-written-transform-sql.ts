import { quoteIdentifier, quoteText } from '@millrace/data';
import { pointInTimeNames } from '../data/flight-features.ts';

/** The 41 features and the label as somebody would write them who needs nothing else. */
export function handWrittenTransformSql(file: string, target: string): readonly string[] {
  const source = `read_parquet(${quoteText(file)})`;
  const vocabulary = (column: string): string =>
    `create or replace temp table ${column}_codes as
     select ${column} as value, (row_number() over (order by count(*) desc, ${column}) - 1)::integer as code
     from ${source} where ${column} is not null group by ${column}`;
  return [
    vocabulary('origin'),
    vocabulary('destination'),
    `copy (
       select
         (hour("date") * 60 + minute("date"))::double as minute_of_day,
         isodow("date")::double as weekday,
         distance::double as distance,
         origin_codes.code as origin,
         destination_codes.code as destination,
         ${pointInTimeNames.map((name) => `${quoteIdentifier(name)}::double as ${quoteIdentifier(name)}`).join(',\n')},
         (delay > 15)::double as late
       from ${source}
       join origin_codes on origin = origin_codes.value
       join destination_codes on destination = destination_codes.value
     ) to ${quoteText(target)} (format parquet, compression zstd)`,
  ];
}
