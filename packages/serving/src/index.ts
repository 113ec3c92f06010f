export { serve } from './serve.ts';

export type { ServedModelOptions } from './models/served-model.ts';
export type { RequestLogEntry, RequestLogOptions } from './request-log/request-log.ts';
export type { ModelServer, ServeOptions } from './serve.ts';
