import { defineConfig } from 'prisma/config'

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations', initShadowDb: '' },
  // Partitioned by raw SQL in the migrations: Prisma must neither drop nor recreate them.
  experimental: { externalTables: true },
  tables: { external: ['public.reading', 'public.reading_chunk'] },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
