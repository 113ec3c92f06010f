// The file system side of artifacts, apart from the main entry so that browsers can import that one.
export { sha256, sha256File } from './artifact/digest.ts';
export {
  openArtifact,
  readManifest,
  readPayload,
  verifyArtifact,
  type VerifyOptions,
} from './artifact/open-artifact.ts';
export { publishArtifact, publishPayload, writePayload, type PublishOptions } from './artifact/publish-artifact.ts';
export { isProcessRunning, nameUnfinished, removeUnfinished } from './artifact/unfinished.ts';
