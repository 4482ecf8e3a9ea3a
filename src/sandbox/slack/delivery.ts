import type { Core } from './core.ts';
import { EventRetries, type Retry } from './event-retries.ts';
import type { JsonObject } from './json.ts';
import { deliverSigned, type RequestSigner } from './signed-requests.ts';
import type { Acknowledgement, EnvelopeType, SocketMode } from './socket-mode.ts';

/** Brings payloads to the app, by HTTP when a request URL is set and by Socket Mode otherwise. */
export class Delivery {
  private readonly core: Core;
  private readonly sockets: SocketMode;
  private readonly signer: RequestSigner;
  private readonly retries: EventRetries;

  constructor(core: Core, sockets: SocketMode, signer: RequestSigner) {
    this.core = core;
    this.sockets = sockets;
    this.signer = signer;
    this.retries = new EventRetries(core.now);
  }

  deliver(type: EnvelopeType, payload: JsonObject, retry?: Retry): Promise<Acknowledgement> {
    const { requestUrl } = this.core.settings;
    return requestUrl === null ? this.sockets.deliver(type, payload, retry) : deliverSigned(this.signer, requestUrl, type, payload, retry);
  }

  /** Delivers an event when the app subscribes to it, and plans to repeat it when nobody takes it. */
  async event(name: string, event: JsonObject): Promise<Acknowledgement> {
    const { workspace } = this.core;
    if (!workspace.events.includes(name)) {
      return { kind: 'undelivered' };
    }
    return await this.attempt({
      token: 'local-verification-token',
      team_id: workspace.team.id,
      api_app_id: workspace.app.id,
      event,
      type: 'event_callback',
      event_id: this.core.identifiers.next('Ev'),
      event_time: Math.floor(this.core.now() / 1_000),
      authorizations: [
        { enterprise_id: null, team_id: workspace.team.id, user_id: workspace.app.botUserId, is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: false,
    });
  }

  /** Delivers again what is due. */
  async repeatEvents(): Promise<void> {
    await Promise.all(this.retries.takeDue().map(({ payload, ...retry }) => this.attempt(payload, retry)));
  }

  private async attempt(payload: JsonObject, retry?: Retry): Promise<Acknowledgement> {
    const acknowledgement = await this.deliver('events_api', payload, retry);
    const isFinal = acknowledgement.kind === 'acknowledged' || (acknowledgement.kind === 'timeout' && acknowledgement.isFinal === true);
    if (!isFinal) {
      const reason = acknowledgement.kind === 'timeout' ? acknowledgement.reason : 'connection_failed';
      this.retries.plan(payload, retry?.attempt ?? 0, reason);
    }
    return acknowledgement;
  }
}
