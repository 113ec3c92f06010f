export { BulkInferrer } from './bulk-inference/bulk-inferrer.ts';
export { inferExamples } from './bulk-inference/infer-examples.ts';
export { InfraValidator } from './infra-validation/infra-validator.ts';
export { validateInfra } from './infra-validation/validate-infra.ts';
export { pushModel } from './push/push-model.ts';
export { Pusher } from './push/pusher.ts';
export { serve } from './serve.ts';

export type { BulkInferrerParameters } from './bulk-inference/bulk-inferrer.ts';
export type { InferExamplesOptions } from './bulk-inference/infer-examples.ts';
export type { InfraValidatorParameters } from './infra-validation/infra-validator.ts';
export type { InfraVerdict, ValidateInfraOptions } from './infra-validation/validate-infra.ts';
export type { ServedModelOptions } from './models/served-model.ts';
export type { PushedVersion, PushModelOptions } from './push/push-model.ts';
export type { PusherParameters } from './push/pusher.ts';
export type { RequestLogEntry, RequestLogOptions } from './request-log/request-log.ts';
export type { ModelServer } from './serve.ts';
export type { ServeOptions } from './serve-options.ts';
