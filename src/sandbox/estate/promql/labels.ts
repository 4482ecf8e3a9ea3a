export type Labels = Readonly<Record<string, string>>;

/** A stable text for a label set; two sets are the same series exactly when their keys are equal. */
export function labelKey(labels: Labels): string {
  return Object.keys(labels)
    .sort()
    .map((name) => `${name}\u0001${labels[name] ?? ''}`)
    .join('\u0002');
}

export function withoutLabels(labels: Labels, names: Iterable<string>): Labels {
  const dropped = new Set(names);
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !dropped.has(name)));
}

export function onlyLabels(labels: Labels, names: Iterable<string>): Labels {
  const kept = new Set(names);
  return Object.fromEntries(Object.entries(labels).filter(([name]) => kept.has(name)));
}

/** Functions and arithmetic yield a new meaning, so PromQL takes the metric name away. */
export function withoutName(labels: Labels): Labels {
  return '__name__' in labels ? withoutLabels(labels, ['__name__']) : labels;
}
