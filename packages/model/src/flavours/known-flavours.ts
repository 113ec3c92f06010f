import { unknownFlavour } from '../errors.ts';
import { custom } from './custom/custom.ts';
import type { Flavour } from './flavour.ts';
import { linear } from './linear/linear-scorer.ts';
import { tfjsLayers } from './tfjs-layers/tfjs-scorer.ts';
import { trees } from './trees/trees-scorer.ts';

const flavours: readonly Flavour[] = [trees, linear, tfjsLayers, custom];

/** The adapter of a flavour. Throws `MODEL_UNKNOWN_FLAVOUR`. */
export function flavourOf(name: string): Flavour {
  const flavour = flavours.find((candidate) => candidate.name === name);
  if (flavour === undefined) throw unknownFlavour({ flavour: name, known: flavours.map((known) => known.name) });
  return flavour;
}
