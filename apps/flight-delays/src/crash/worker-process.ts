// Entry of the workers of a run in the crash suite: to their steps it is always the same moment, so that all digests are equal.
import { serveSteps } from '@millrace/pipeline';

const moment = Date.UTC(2001, 5, 25);

serveSteps({ clock: () => moment });
