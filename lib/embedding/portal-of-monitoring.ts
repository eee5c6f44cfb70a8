import type { Monitoring } from '@/lib/adapters/monitoring/port'
import { may } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import type { Asked } from '@/lib/embedding/allowed'
import { allowedMonitoring } from '@/lib/embedding/allowed-monitoring'
import { type Answered, parseJson, passOn, readBody } from '@/lib/embedding/pass-on'

/**
 * The one way from a browser to the tool that draws how the installation runs: for administrators of the platform. Each
 * request is judged anew; who asks is said by the portal, whatever the browser says of itself.
 */
export class PortalOfMonitoring {
  constructor(
    /** Null: none is set up. */
    readonly tool: Monitoring | null,
    /** `/bi/<tool>`. */
    private readonly base: string,
  ) {}

  async answer(person: Person | null, request: Request): Promise<Answered> {
    if (!person) return { refused: 'signed-out' }
    if (!may(person.roles, 'admin')) return { refused: 'not-yours' }
    if (!this.tool) return { refused: 'absent' }
    const body = request.method === 'POST' ? await readBody(request) : undefined
    if (body === null) return { refused: 'too-large' }
    const { pathname, searchParams, search } = new URL(request.url)
    const asked: Asked = { method: request.method, path: pathname.slice(this.base.length), query: searchParams, question: body && parseJson(body) }
    const verdict = allowedMonitoring(asked, this.tool.dashboards)
    if (!verdict) return { refused: 'not-yours' }
    if (verdict === 'hushed') return { response: new Response(null, { status: 204 }) }
    const { tool } = this
    return passOn(request, (headers, signal) => tool.forward({ method: asked.method, path: `${this.base}${asked.path}${search}`, headers, body, user: person.email }, signal))
  }
}
