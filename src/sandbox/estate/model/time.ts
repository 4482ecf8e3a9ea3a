/** An instant in UTC milliseconds. */
export type EpochMs = number;

export const secondMs = 1_000;
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** Kubernetes writes whole seconds. */
export const kubeTime = (timeMs: EpochMs): string => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;

/** Go's RFC 3339 with nanoseconds, as Thanos and Alertmanager print. */
export const goTime = (timeMs: EpochMs): string => `${new Date(timeMs).toISOString().slice(0, -1)}000000Z`;

export const hours = (timeMs: number): number => timeMs / hourMs;
