/** The node that an exporter's `instance` label names, without the exporter's port. */
export function nodeName(instance: string): string {
  return instance.replace(/:\d+$/, '');
}
