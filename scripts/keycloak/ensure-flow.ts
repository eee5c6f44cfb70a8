import type { KeycloakAnswer } from '@/lib/adapters/identity/keycloak-api'

export interface FlowFile {
  alias: string
  description: string
  providerId: string
  topLevel: boolean
  authenticationExecutions: { authenticator?: string; flowAlias?: string; requirement: string; authenticatorConfig?: string }[]
}

type Ask = (method: string, path: string, accepted: number[], body?: unknown) => Promise<KeycloakAnswer>
interface Execution {
  id: string
  displayName: string
  requirement: string
}

/**
 * Makes the flow with everything below it, when there is none of this name. A flow that stands is left: people sign in
 * by it. To change one, give it another alias in the file and name that as the realm's.
 */
export async function ensureFlow(ask: Ask, flow: FlowFile, all: FlowFile[], configs: { alias: string; config: Record<string, string> }[]): Promise<void> {
  const { body } = await ask('GET', '/authentication/flows', [200])
  if ((body as { alias: string }[]).some(({ alias }) => alias === flow.alias)) return
  const { alias, description, providerId } = flow
  await ask('POST', '/authentication/flows', [201], { alias, description, providerId, topLevel: true, builtIn: false })
  await fill(flow)

  async function fill({ alias, authenticationExecutions }: FlowFile): Promise<void> {
    const executions = `/authentication/flows/${encodeURIComponent(alias)}/executions`
    for (const { authenticator, flowAlias, requirement, authenticatorConfig } of authenticationExecutions) {
      const below = all.find((other) => other.alias === flowAlias)
      if (below) await ask('POST', `${executions}/flow`, [201], { alias: below.alias, description: below.description, type: below.providerId })
      else await ask('POST', `${executions}/execution`, [201], { provider: authenticator })
      const made = ((await ask('GET', executions, [200])).body as (Execution & { level: number })[]).filter(({ level }) => level === 0).at(-1)!
      await ask('PUT', executions, [202], { ...made, requirement })
      const config = configs.find((other) => other.alias === authenticatorConfig)
      if (config) await ask('POST', `/authentication/executions/${made.id}/config`, [201], config)
      if (below) await fill(below)
    }
  }
}
