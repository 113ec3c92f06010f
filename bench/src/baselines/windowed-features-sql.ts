import { quoteText } from '@millrace/data';

const windows = { '1h': '1 hour', '3h': '3 hours', '24h': '24 hours' } as const;
const groups: readonly { name: string; event: string; asking: string }[] = [
  { name: 'from_origin', event: 'origin', asking: 'origin' },
  { name: 'to_destination', event: 'destination', asking: 'destination' },
  { name: 'from_destination', event: 'origin', asking: 'destination' },
  { name: 'everywhere', event: "''", asking: "''" },
];

/**
 * The 36 windowed columns in SQL as fast as DuckDB can: running sums by key and time, one `ASOF` join for the moment and one a window,
 * and their differences. (`RANGE` windows take minutes.)
 */
export function windowedFeaturesSql(flightsFile: string, target: string): readonly string[] {
  const source = `read_parquet(${quoteText(flightsFile)}, file_row_number = true)`;
  return [
    `create or replace temp table flights as select "date", delay, distance, origin, destination, file_row_number as row from ${source}`,
    ...groups.flatMap(({ name, event, asking }) => {
      const sums = `create or replace temp table sums as
        select key, landed,
          sum(n) over running as flights, sum(delay) over running as delay, sum(late) over running as late
        from (
          select ${event} as key, "date" + to_microseconds(((30 + distance / 7.5) * 60000000)::bigint) as landed,
            count(*) as n, sum(delay) as delay, count(*) filter (where delay > 15) as late
          from flights group by all
        ) window running as (partition by key order by landed rows unbounded preceding)`;
      const at = (boundary: string): string =>
        `create or replace temp table at_${boundary} as
         select a.row, s.flights, s.delay, s.late
         from (select row, ${asking} as key, "date"${boundary === 'moment' ? '' : ` - interval '${windows[boundary as keyof typeof windows]}'`} as moment from flights) a
         asof left join sums s on a.key = s.key and a.moment >= s.landed`;
      const columns = Object.keys(windows).flatMap((window) => {
        const difference = (value: string): string =>
          `(coalesce(at_moment.${value}, 0) - coalesce(at_${window}.${value}, 0))`;
        return [
          `${difference('flights')}::double as "${name}_flights_${window}"`,
          `${difference('delay')} / nullif(${difference('flights')}, 0) as "${name}_mean_delay_${window}"`,
          `${difference('late')} / nullif(${difference('flights')}, 0) as "${name}_share_late_${window}"`,
        ];
      });
      const joins = Object.keys(windows).map((window) => `join at_${window} using (row)`);
      return [
        sums,
        at('moment'),
        ...Object.keys(windows).map(at),
        `create or replace temp table ${name} as select row, ${columns.join(', ')} from at_moment ${joins.join(' ')}`,
      ];
    }),
    `copy (select flights.*, ${groups.map(({ name }) => `${name}.* exclude (row)`).join(', ')}
     from flights ${groups.map(({ name }) => `join ${name} using (row)`).join(' ')} order by row)
     to ${quoteText(target)} (format parquet, compression zstd)`,
  ];
}
