'use server'

import { z } from 'zod'
import { createApiKey, keyScopes, revokeApiKey, rotateApiKey } from '@/lib/api-keys/api-keys'
import { keyOverlaps } from '@/lib/auth/key-overlap'
import { manageAction } from '@/lib/http/manage-action'
import { system } from '@/lib/system'
import { disableSource, rotateSourceKey } from '@/lib/telemetry/ingest-source'

const id = z.string().min(1).max(80)
const days = z.coerce.number('Write whole days.').int('Write whole days.').min(0).max(3650)

export const createKey = manageAction(
  { name: z.string().trim().min(1, 'Say what the key is for.').max(80), scope: z.enum(keyScopes), nodeId: z.string().max(200), days },
  ({ tenantId, name, scope, nodeId, days: forDays }, person) => {
    const expiresAt = forDays === 0 ? null : new Date(system().clock.now().getTime() + forDays * 86_400_000)
    const scopes = scope === 'data.download' ? [...keyScopes] : [scope]
    return createApiKey(system(), tenantId, { name, scopes, nodeId, expiresAt }, person.email)
  },
)

const rotation = { id, overlap: z.enum(keyOverlaps) }

export const rotateKey = manageAction(rotation, ({ tenantId, ...key }, person) => rotateApiKey(system(), tenantId, key, person.email))

export const revokeKey = manageAction({ id }, ({ tenantId, id: key }, person) => revokeApiKey(system(), tenantId, key, person.email))

export const rotateSource = manageAction(rotation, ({ tenantId, ...source }, person) => rotateSourceKey(system(), tenantId, source, person.email))

export const stopSource = manageAction({ id }, ({ tenantId, id: source }, person) => disableSource(system(), tenantId, source, person.email))
