import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@/': `${import.meta.dirname}/` } },
  test: {
    include: ['{lib,components,workers,scripts,prisma,platform,app}/**/*.test.{ts,tsx}'],
    globalSetup: ['./scripts/test-database.ts', './scripts/stack/test-stack.ts'],
    // What takes seconds on a quiet machine may take a minute on a busy one.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: more forks only fight over them, and every database test owns a database of its own.
    maxWorkers: 2,
  },
})
