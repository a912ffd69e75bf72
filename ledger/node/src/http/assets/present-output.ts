/** An output with the paths to what belongs to it. */

import type { OutputView } from '@stele/protocol';
import { Type } from 'typebox';
import { pathIn } from '../context.ts';
import type { LedgerContext } from '../context.ts';
import { OutputSchema } from '../views/asset-schemas.ts';
import { LinksSchema } from '../views/schemas.ts';

export const LinkedOutputSchema = Type.Object({ ...OutputSchema.properties, links: LinksSchema });

export function presentOutput(context: LedgerContext, view: OutputView): object {
  const self = pathIn(context, 'outputs', view.id);
  const links = {
    self,
    class: pathIn(context, 'classes', view.class.id),
    trace: `${self}/trace`,
    proof: `${self}/proof`,
    entry: pathIn(context, 'entries', view.madeAt.index),
  };
  return { ...view, links };
}
