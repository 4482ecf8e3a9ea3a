import type { Core } from './core.ts';
import type { JsonObject } from './json.ts';
import { deliverSigned, type RequestSigner } from './signed-requests.ts';
import type { Acknowledgement, EnvelopeType, SocketMode } from './socket-mode.ts';

/** Brings payloads to the app, by HTTP when a request URL is set and by Socket Mode otherwise. */
export class Delivery {
  private readonly core: Core;
  private readonly sockets: SocketMode;
  private readonly signer: RequestSigner;

  constructor(core: Core, sockets: SocketMode, signer: RequestSigner) {
    this.core = core;
    this.sockets = sockets;
    this.signer = signer;
  }

  deliver(type: EnvelopeType, payload: JsonObject): Promise<Acknowledgement> {
    const { requestUrl } = this.core.settings;
    return requestUrl === null ? this.sockets.deliver(type, payload) : deliverSigned(this.signer, requestUrl, type, payload);
  }

  /** Delivers an event when the app subscribes to it. */
  async event(name: string, event: JsonObject): Promise<Acknowledgement> {
    const { workspace } = this.core;
    if (!workspace.events.includes(name)) {
      return { kind: 'undelivered' };
    }
    return await this.deliver('events_api', {
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
}
