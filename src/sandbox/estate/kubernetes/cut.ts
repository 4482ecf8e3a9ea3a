import type { Answer } from '../http.ts';
import { ApiError, statusAnswer } from './status.ts';

const loginPage = '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>';

/** What the API server of a cluster that is cut off answers. */
export function cutAnswer(mode: string): Answer | 'hang' | 'reset' {
  switch (mode) {
    case 'hang':
      return 'hang';
    case '401':
      return statusAnswer(new ApiError(401, 'Unauthorized'));
    case '403':
      return statusAnswer(
        new ApiError(
          403,
          'pods is forbidden: User "system:serviceaccount:monitoring:thanos-chatops" cannot list resource "pods" in API group "" in the namespace "monitoring"',
        ),
      );
    case '500':
      return statusAnswer(new ApiError(500, 'Internal error occurred: etcdserver: request timed out'));
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: loginPage };
    default:
      return 'reset';
  }
}
