import type { BiTool, ToolDashboard } from '@/lib/adapters/bi/port'
import { done, type Outcome } from '@/lib/adapters/outcome'
import { mayEnter } from '@/lib/auth/capabilities'
import type { Person } from '@/lib/auth/person'
import { type Asked, allowed, pathAtTool } from '@/lib/embedding/allowed'
import { type Answered, parseJson, passOn, readBody } from '@/lib/embedding/pass-on'
import { readTicket, signTicket, type Ticket } from '@/lib/embedding/ticket'
import { shownTo, type Viewer } from '@/lib/people/dashboard-audience'
import { Remembered } from '@/lib/remembered'
import type { System } from '@/lib/system'

const holdingMs = 60_000

/**
 * The one way from a browser to a BI tool. Each request is judged anew: the session (and with it the lease), the tenant,
 * the dashboard, the path. The tool's own token is asked for here and stays here.
 */
export class PortalOfTool {
  private readonly holdings = new Remembered<ToolDashboard[]>()
  private readonly tokens = new Remembered<string>()
  private readonly tickets = new Remembered<Ticket>()

  constructor(
    private readonly system: Pick<System, 'clock' | 'db' | 'settings'>,
    readonly tool: BiTool,
    /** `/bi/<tool>`. */
    private readonly base: string,
  ) {}

  /** The tool's login sees the whole tenant: whoever sees some places of it only is not let in. */
  mayLook = <V extends Viewer>(viewer: V | null): viewer is V => viewer !== null && viewer.places === null && mayEnter(viewer.roles, 'plant.view')

  /** The tool's dashboards of the viewer's plant; null for whoever is not let in. */
  async list(viewer: Viewer): Promise<Outcome<ToolDashboard[] | null>> {
    if (!this.mayLook(viewer)) return done(null)
    return this.shownTo(viewer)
  }

  /** What a browser may hold while it shows this dashboard; null when it is not the tenant's. */
  async ticketFor(person: Person, id: string): Promise<Outcome<{ ticket: string; embeddedId: string } | null>> {
    const held = await this.shownTo(person)
    if (!held.ok) return held
    const dashboard = held.value.find((one) => one.id === id)
    if (!dashboard || !this.mayLook(person)) return done(null)
    const ticket = { session: person.sessionHash, tenantId: person.tenantId, embeddedId: dashboard.embeddedId }
    return done({ ticket: await signTicket(this.system.settings.secret, ticket, this.system.clock.now()), embeddedId: dashboard.embeddedId })
  }

  async answer(person: Person | null, request: Request): Promise<Answered> {
    if (!person) return { refused: 'signed-out' }
    if (!this.mayLook(person)) return { refused: 'not-yours' }
    const held = await this.shownTo(person)
    if (!held.ok) return { refused: 'down' }
    const read = await this.read(request)
    if (!read) return { refused: 'too-large' }
    const dashboard = await this.dashboardOf(read.ticket, person, held.value)
    const verdict = allowed(read.asked, held.value, dashboard)
    if (!verdict) return { refused: 'not-yours' }
    if (verdict === 'hushed') return { response: new Response(null, { status: 204 }) }
    return this.forward(read.asked, request, read.body, verdict === 'guest' ? { tenantId: person.tenantId, embeddedId: dashboard!.embeddedId } : null)
  }

  private async read(request: Request): Promise<{ asked: Asked; ticket: string | null; body?: string } | null> {
    const { pathname, searchParams } = new URL(request.url)
    const asked: Asked = { method: request.method, path: pathname.slice(this.base.length), query: searchParams }
    const ticket = request.headers.get('x-guesttoken')
    if (request.method !== 'POST') return { asked, ticket }
    const text = await readBody(request)
    if (text === null) return null
    // A download is asked for by a form, which cannot send a header: the ticket stands in it.
    const form = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(text) : null
    const body = form ? (form.get('form_data') ?? '') : text
    return { asked: { ...asked, question: parseJson(body) }, ticket: form?.get('guest_token') ?? ticket, body }
  }

  private async dashboardOf(text: string | null, person: Person, holding: ToolDashboard[]): Promise<ToolDashboard | null> {
    const ticket = text && (await this.ticketIn(text))
    if (!ticket || ticket.session !== person.sessionHash || ticket.tenantId !== person.tenantId) return null
    return holding.find(({ embeddedId }) => embeddedId === ticket.embeddedId) ?? null
  }

  /** What stands in a ticket does not change: it comes with every question of a dashboard, and its seal is looked at once. */
  private async ticketIn(text: string): Promise<Ticket | null> {
    const now = this.system.clock.now()
    const known = this.tickets.get(text, now.getTime())
    if (known) return known
    const read = await readTicket(this.system.settings.secret, text, now)
    if (read) this.tickets.set(text, read.ticket, now.getTime(), read.until)
    return read?.ticket ?? null
  }

  private async forward(question: Asked, request: Request, body: string | undefined, guest: { tenantId: string; embeddedId: string } | null): Promise<Answered> {
    const guestToken = guest ? await this.tokenFor(guest.tenantId, guest.embeddedId) : undefined
    if (guest && !guestToken) return { refused: 'down' }
    const { method, query } = question
    const path = `${this.base}${pathAtTool(question)}${query.size > 0 ? `?${query}` : ''}`
    return passOn(request, (headers, signal) => {
      if (body !== undefined) headers.set('content-type', 'application/json')
      return this.tool.forward({ method, path, headers, body, guestToken }, signal)
    })
  }

  /** What the tool draws is remembered for a minute; who is shown what is asked each time. */
  private async shownTo(viewer: Viewer): Promise<Outcome<ToolDashboard[]>> {
    const held = await this.holdingOf(viewer.tenantId)
    return held.ok ? done(await shownTo(this.system, viewer, 'tool', held.value)) : held
  }

  private async holdingOf(tenantId: string): Promise<Outcome<ToolDashboard[]>> {
    const known = this.holdings.get(tenantId, Date.now())
    if (known) return done(known)
    const held = await this.tool.holding(tenantId)
    if (held.ok && held.value.length > 0) this.holdings.set(tenantId, held.value, Date.now(), Date.now() + holdingMs)
    return held
  }

  private async tokenFor(tenantId: string, embeddedId: string): Promise<string | undefined> {
    const key = `${tenantId} ${embeddedId}`
    const known = this.tokens.get(key, Date.now())
    if (known) return known
    const made = await this.tool.guestToken(tenantId, embeddedId)
    if (!made.ok) return undefined
    this.tokens.set(key, made.value.token, Date.now(), Date.now() + (made.value.seconds / 2) * 1000)
    return made.value.token
  }
}

const holder = globalThis as typeof globalThis & { millraceToolDoors?: WeakMap<System, PortalOfTool> }

/** The one way to the tool of this system; null without a tool. */
export function doorOf(system: System): PortalOfTool | null {
  if (!system.biTool) return null
  const doors = (holder.millraceToolDoors ??= new WeakMap())
  const door = doors.get(system) ?? new PortalOfTool(system, system.biTool, '/bi/superset')
  doors.set(system, door)
  return door
}
