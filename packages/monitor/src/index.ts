export { DriftMonitor } from './drift-monitor.ts';
export { monitor } from './monitor.ts';
export { renderDriftReport } from './report/render-drift-report.ts';
export { convertRequestLog } from './request-log/convert-request-log.ts';
export { readRequestLog } from './request-log/read-request-log.ts';

export type { DriftThresholds, Limits, MeasureLimits, PerformanceLimit } from './alerts/drift-thresholds.ts';
export type { DriftMonitorParameters } from './drift-monitor.ts';
export type { LabelRule } from './labels/label-rule.ts';
export type { MonitorOptions } from './monitor.ts';
export type { RequestsInput } from './open-requests.ts';
export type { ReferenceInput } from './reference.ts';
export type { ConvertedRequestLog, ConvertRequestLogOptions } from './request-log/convert-request-log.ts';
export type { ReadRequestLogOptions, RequestRows } from './request-log/read-request-log.ts';
