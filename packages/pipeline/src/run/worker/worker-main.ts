// Entry of worker processes when a run names no `workerModule`.
import { serveSteps } from './serve-steps.ts';

serveSteps();
