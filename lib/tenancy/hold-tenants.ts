interface Client {
  query<R extends object>(text: string, values: unknown[]): Promise<{ rows: R[] }>
}

/**
 * Of these tenants, those that there are, held until the transaction ends: who removes one waits for it, and nothing is
 * written for one that is gone.
 */
export async function holdTenants(client: Client, tenantIds: string[]): Promise<Set<string>> {
  const ids = [...new Set(tenantIds)].sort()
  const { rows } = await client.query<{ id: string }>('SELECT id FROM tenant WHERE id = ANY($1) ORDER BY id FOR KEY SHARE', [ids])
  return new Set(rows.map(({ id }) => id))
}
