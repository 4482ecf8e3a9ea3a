import { type Answer, json } from '../http.ts';
import { apiVersionOf, type ResourceType } from './resources.ts';

const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  410: 'Expired',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
};

/** A request the API server refuses; becomes a `Status` object. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: object;

  constructor(code: number, message: string, details: object = {}, reason = reasons[code] ?? 'Unknown') {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}

const qualified = (resource: ResourceType): string => (resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`);

export function notFound(resource: ResourceType, name: string): ApiError {
  return new ApiError(404, `${qualified(resource)} "${name}" not found`, { name, group: resource.group, kind: resource.plural });
}

export function alreadyExists(resource: ResourceType, name: string): ApiError {
  return new ApiError(409, `${qualified(resource)} "${name}" already exists`, { name, kind: resource.plural }, 'AlreadyExists');
}

export function conflict(resource: ResourceType, name: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} "${name}": the object has been modified; please apply your changes to the latest version and try again`;
  return new ApiError(409, message, { name, kind: resource.plural });
}

export function statusAnswer(error: ApiError): Answer {
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: error.message,
    reason: error.reason,
    details: error.details,
    code: error.code,
  };
  return json(body, error.code);
}

export function successStatus(resource: ResourceType, name: string, uid: string): unknown {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, group: resource.group, kind: resource.plural, uid, apiVersion: apiVersionOf(resource) },
  };
}
