import type { DriftReportPayload } from '@millrace/core';

/** The drift report as one HTML page that needs nothing else. */
export function renderDriftReport(report: DriftReportPayload): string {
  return `<!doctype html><title>Drift</title>${String(report.hasAlerts)}`;
}
