import { z } from 'zod'

/** Long: the first schema that a registry takes after its start may take it ten seconds on a busy machine, and nobody waits here for an alarm. */
const deadlineMs = 30_000
const answers = { id: z.object({ id: z.number().int() }), schema: z.object({ schema: z.string() }), versions: z.array(z.number().int()), refusal: z.object({ error_code: z.number(), message: z.string() }) }

/** The registry does not take a schema: those who read or wrote the one before could not go on. */
export class SchemaRefused extends Error {}

/** What the product asks of a schema registry (Confluent's API; Apicurio, Karapace and Redpanda speak it too). */
export class SchemaRegistry {
  readonly #url: string

  constructor(url: string) {
    this.#url = url.replace(/\/+$/, '')
  }

  /** Idempotent: the same schema has the same id. @throws SchemaRefused when it breaks the subject's rule. */
  async register(subject: string, schema: string): Promise<number> {
    return answers.id.parse(await this.#ask('POST', `subjects/${encodeURIComponent(subject)}/versions`, { schema })).id
  }

  async schemaOf(id: number): Promise<string> {
    return answers.schema.parse(await this.#ask('GET', `schemas/ids/${id}`)).schema
  }

  async versionsOf(subject: string): Promise<number[]> {
    return answers.versions.parse(await this.#ask('GET', `subjects/${encodeURIComponent(subject)}/versions`))
  }

  async setCompatibility(subject: string, compatibility: 'BACKWARD' | 'FULL' | 'FULL_TRANSITIVE'): Promise<void> {
    await this.#ask('PUT', `config/${encodeURIComponent(subject)}`, { compatibility })
  }

  async #ask(method: string, place: string, body?: object): Promise<unknown> {
    const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' }
    const response = await fetch(`${this.#url}/${place}`, { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(deadlineMs) })
    const text = await response.text()
    if (response.ok) return text ? (JSON.parse(text) as unknown) : {}
    const said = answers.refusal.safeParse(parseOrNull(text))
    const message = said.success ? said.data.message : text.slice(0, 500)
    if (response.status === 409 || response.status === 422) throw new SchemaRefused(message)
    throw new Error(`The schema registry answered ${response.status} to ${method} ${place}: ${message}`)
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
