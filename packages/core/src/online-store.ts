import type { Cell } from './column/column.ts';

/** The key of an entity: its join keys by name. */
export type EntityKey = Readonly<Record<string, string | number>>;

/** The latest values of one feature view for one entity. */
export interface OnlineRow {
  /** Microseconds: the moment for which the values hold. */
  readonly eventTime: number;
  readonly values: Readonly<Record<string, Cell>>;
}

export interface OnlineWrite extends OnlineRow {
  readonly key: EntityKey;
}

/** Latest feature values by key, for serving. A write that is older than what is stored is ignored. */
export interface OnlineStore extends AsyncDisposable {
  readonly specVersion: 1;
  write(view: string, rows: readonly OnlineWrite[]): Promise<void>;
  /** One answer per key, in order; undefined where nothing is stored. */
  read(view: string, keys: readonly EntityKey[]): Promise<readonly (OnlineRow | undefined)[]>;
  /** The moment up to which the view was materialised, in microseconds. */
  getWatermark(view: string): Promise<number | undefined>;
  setWatermark(view: string, eventTime: number): Promise<void>;
}
