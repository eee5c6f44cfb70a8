import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@/': `${import.meta.dirname}/` } },
  test: {
    include: ['{lib,components,workers,scripts,prisma,platform,app}/**/*.test.{ts,tsx}'],
    globalSetup: ['./scripts/test-database.ts', './scripts/stack/test-stack.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores: more forks only fight over them, and every database test owns a database of its own.
    maxWorkers: 2,
  },
})
