import { at, type JsonObject, textsAt } from '../model/json.ts';

type Requirement = (labels: Readonly<Record<string, string>>) => boolean;

/** `a=b,c!=d,e in (x,y),f notin (z),g,!h` */
export function labelSelector(text: string): Requirement {
  const parts = text.split(/,(?![^(]*\))/).map((part) => part.trim());
  const requirements = parts.filter((part) => part !== '').map(requirement);
  return (labels) => requirements.every((holds) => holds(labels));
}

function requirement(part: string): Requirement {
  const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(part);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = new Set(list.split(',').map((value) => value.trim()));
    return (labels) => values.has(labels[key] ?? '\u0000') === (operator === 'in');
  }
  const equal = /^([^=!]+?)\s*(==|!=|=)\s*(.*)$/.exec(part);
  if (equal !== null) {
    const [, key = '', operator, value = ''] = equal;
    return (labels) => (labels[key] === value) === (operator !== '!=');
  }
  if (part.startsWith('!')) return (labels) => labels[part.slice(1)] === undefined;
  return (labels) => labels[part] !== undefined;
}

/** `metadata.name=x,status.phase!=Running,involvedObject.name=y`: any scalar field by its path. */
export function fieldSelector(text: string): (object: JsonObject) => boolean {
  const requirements = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [, path = '', operator, value = ''] = /^([^=!]+)(==|!=|=)(.*)$/.exec(part) ?? [];
      return (object: JsonObject): boolean => (String(at(object, ...path.split('.')) ?? '') === value) === (operator !== '!=');
    });
  return (object) => requirements.every((holds) => holds(object));
}

export const labelsMatch = (selector: string, object: JsonObject): boolean =>
  labelSelector(selector)(textsAt(object, 'metadata', 'labels'));
