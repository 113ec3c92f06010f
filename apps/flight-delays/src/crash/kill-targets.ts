/** Whom the suite kills: the run, one of its workers, a model server (beside the run, or inside one of its steps). */
export const killTargets = ['pipeline', 'worker', 'server'] as const;

export type KillTarget = (typeof killTargets)[number];
