import { z } from 'zod';
import { documents, filesUnder } from './documents.ts';

const kubernetesObject = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({ name: z.string() }) });

export type KubernetesObject = z.infer<typeof kubernetesObject>;

/** The Kubernetes objects in `folder`; patches, values files and rule tests are left out because they are not whole objects. */
export function objectsUnder(folder: string): KubernetesObject[] {
  return filesUnder(folder, '.yaml')
    .filter((path) => !path.endsWith('.patch.yaml'))
    .flatMap(documents)
    .flatMap((value) => kubernetesObject.safeParse(value).data ?? []);
}

export function theObject(folder: string, kind: string): KubernetesObject {
  const found = objectsUnder(folder).filter((object) => object.kind === kind);
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${folder} has ${found.length} objects of kind ${kind}`);
  return first;
}
